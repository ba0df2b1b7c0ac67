package nuong.ui.day

import nuong.ffi.Answer
import nuong.ffi.Core
import nuong.ffi.InterviewRef
import nuong.ffi.InterviewView
import nuong.ffi.Lang
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.div
import kotlin.io.path.readLines

/** One meeting of `examples/field-day`, as it is written there. */
class Meeting(
    file: Path,
) {
    /** The questionnaire. */
    val instrument: String

    /** Whether the interview came to its end. */
    val complete: Boolean

    /** The answers, by question. */
    val answers: Map<String, Answer>

    /** What was noted. */
    val notes: List<String>

    /** What the person needs: which, and more of it. */
    val needs: List<Pair<String, String>>

    init {
        val lines = file.readLines()
        val top = lines.takeWhile { !it.startsWith("[") }.mapNotNull(::entry).toMap()
        instrument = top.getValue("instrument")
        complete = top["complete"] == "true"
        answers = part(lines, "[answers]").single().mapValues { answer(it.value) }
        notes = part(lines, "[[note]]").map { it.getValue("text") }
        needs = part(lines, "[[need]]").map { it.getValue("kind") to it["detail"].orEmpty() }
    }

    private fun part(
        lines: List<String>,
        heading: String,
    ): List<Map<String, String>> =
        lines.withIndex().filter { it.value == heading }.map { (at, _) ->
            lines
                .drop(at + 1)
                .takeWhile { !it.startsWith("[") }
                .mapNotNull(::entry)
                .toMap()
        }

    private fun entry(line: String): Pair<String, String>? {
        if (line.startsWith("#") || '=' !in line) return null
        val (name, value) = line.split('=', limit = 2).map { it.trim() }
        return name.trim('"') to value.removeSurrounding("\"").replace("\\\"", "\"")
    }

    private fun answer(written: String): Answer =
        when (written) {
            "(does not know)" -> Answer.DoesNotKnow
            "(does not want to say)" -> Answer.DoesNotWantToSay
            else -> Answer.Value(written)
        }
}

/** A phone of the day, open. */
class Phone(
    val folder: Path,
    val passphrase: String,
    language: Lang = Lang.VI,
) : AutoCloseable {
    val core = Core("$folder", language, null)

    /** Makes a profile and joins a unit. */
    fun join(
        authority: Authority,
        person: String,
        role: String,
        unit: String,
    ) {
        core.createProfile(passphrase, passphrase)
        core.makeRequest(person)
        val request = folder.resolveSibling("${folder.fileName}.request")
        core.writeRequest("$request")
        core.acceptAnswerFile("${authority.approve(request, role, unit, "province".takeIf { it != unit })}")
    }

    /** Holds a meeting's interview: answers what it names on every screen, and leaves or finishes as it says. */
    fun hold(meeting: Meeting): InterviewRef {
        val of = core.begin(null, meeting.instrument)
        var view: InterviewView? = core.interview(of)
        val asked = HashSet<String>()
        while (view != null) {
            for (question in view.questions) meeting.answers[question.path]?.let { core.answer(of, question.path, it) }
            asked += view.questions.map { it.path }
            if (view.ending != null && !meeting.complete) break
            if (!meeting.complete && asked.containsAll(meeting.answers.keys)) break
            view = core.forward(of, view.at)
        }
        if (view != null) core.stop(of)
        meeting.notes.forEach { core.addNote(of.case, it) }
        meeting.needs.forEach { (need, detail) -> core.addNeed(of.case, need, detail) }
        return of
    }

    /** Takes in all that another phone holds, by a file. */
    fun hear(other: Phone) {
        val file = Files.createTempFile(folder.parent, "parcels", "")
        Files.delete(file)
        other.core.writeParcels("$file")
        core.readParcels("$file")
    }

    override fun close() {
        core.lock()
        core.destroy()
    }
}

/** The field day, played on real phones: two posts, an outreach worker, and a supervisor who has heard from all of them. */
class FieldDay(
    root: Path,
) {
    /** The phone of post A, and of the supervisor; both closed. */
    val post = root / "guard-a"
    val supervisor = root / "supervisor"

    init {
        if (!Files.exists(supervisor)) play(root)
    }

    private fun play(root: Path) {
        val authority =
            Authority(
                root,
                "post-a=Đồn Biên phòng A",
                "post-b=Đồn Biên phòng B",
                "commune=Uỷ ban nhân dân xã",
                "province=Biên phòng tỉnh",
            )
        val phones =
            listOf(
                phone(root, "guard-a", "Trung úy Vàng A Páo", "officer", "post-a", authority),
                phone(root, "guard-b", "Thiếu úy Lò Văn Hặc", "officer", "post-b", authority),
                phone(root, "outreach", "Sùng Thị Mỷ", "outreach", "commune", authority),
            )
        val over = phone(root, "supervisor", "Thượng tá Hoàng Thị Nhung", "supervisor", "province", authority)
        val held = phones.flatMap { phone -> meetings(phone.folder.fileName.toString()).map { phone to phone.hold(it) } }
        phones.forEach { over.hear(it) }
        val (girlAt, girl) = held.first { (phone, of) -> phone.core.case(of.case).assessment.isChild }
        girlAt.core.answerTyped(girl, "age/age_years", "17")
        over.core.answerTyped(girl, "age/age_years", "15")
        over.hear(girlAt)
        girlAt.hear(over)
        (phones + over).forEach { it.close() }
    }

    private fun meetings(device: String): List<Meeting> =
        Files.list(Path.of(System.getProperty("nuong.root")) / "examples" / "field-day").use { files ->
            files
                .filter { it.toString().endsWith(".toml") && "device = \"$device\"" in it.readLines() }
                .sorted()
                .map { Meeting(it) }
                .toList()
        }

    private fun phone(
        root: Path,
        name: String,
        person: String,
        role: String,
        unit: String,
        authority: Authority,
    ) = Phone(root / name, PASSPHRASE).apply { join(authority, person, role, unit) }

    companion object {
        const val PASSPHRASE = "nương ngô sau mùa gặt"
    }
}
