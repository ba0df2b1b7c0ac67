package nuong

import app.cash.turbine.test
import kotlinx.coroutines.runBlocking
import nuong.ffi.InterviewRef
import nuong.ffi.Lang
import nuong.ffi.NuongException
import nuong.ffi.SelfAnswerView
import nuong.ffi.SelfChoice
import nuong.ffi.Shape
import nuong.ffi.Standing
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeBytes
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class AloneTest {
    @Test
    fun `a person hears, answers by four shapes, may read along, and sees no result`() = runBlocking<Unit> {
        val recordings = recordings()
        Province().phone("Mai").use { phone ->
            val start = phone.alone.start("self-answer", recordings)
            assertEquals("Answering alone", start.title)
            val heard = start.languages.single { it.tag == "vi" }
            assertTrue(heard.start.enabled && heard.heard == heard.of, heard.text)
            assertFalse(start.languages.single { it.tag == "en" }.start.enabled, "nothing was recorded in English")
            val begun = phone.interviews.begin("self-answer")
            assertEquals("self-answer" to true, begun.shown.run { instrument to alone?.enabled })
            assertNull(phone.interviews.begin("triage").shown.alone, "nothing leads there from one that does not suit")
            val of = begun.of
            val first = phone.alone.handOver(of, "vi", recordings)
            assertEquals(Standing.HANDED_OVER, phone.door.standing())
            assertEquals(SelfChoice.entries, first.choices.map { it.choice })
            assertEquals(Shape.entries, first.choices.map { it.shape })
            assertEquals(listOf("vi-hears.m4a"), first.sounds.map { it.file })
            assertEquals("vi-choice-yes.m4a", first.choices.first().sound?.file)
            assertNull(first.text, "no words unless they are asked for")
            val read = phone.alone.showText(true)
            assertEquals(listOf("Có nghe rõ không?"), read.text)
            assertNull(phone.alone.showText(false).text)
            val end = phone.answerAlone(first)
            assertNull(end.path)
            assertTrue(end.choices.isEmpty() && end.ended != null)
            // The last thing the person touched, touched again: nothing opens by itself.
            assertEquals(end, phone.alone.touch(checkNotNull(first.path), SelfChoice.YES))
            val answers = phone.takenBack(of)
            assertTrue(answers.isNotEmpty())
            assertTrue(answers.values.all { it == "Answered alone on the phone" }, "$answers")
            val officers = phone.interviews.take(of)
            assertFalse(officers.shown.respondents.any { it.label == "Answered alone on the phone" && it.chosen })
        }
    }

    @Test
    fun `in the person's hands nothing else can be reached, and only the officer's words take the phone back`() =
        runBlocking<Unit> {
            val recordings = recordings()
            Province().phone("Mai").use { phone ->
                val other = phone.interviews.begin("triage")
                val of = phone.interviews.begin("self-answer", other.of.case).of
                val first = phone.alone.handOver(of, "vi", recordings)
                val closed: List<suspend () -> Any?> =
                    listOf(
                        { phone.cases.page() },
                        { phone.cases.caseNow(of.case) },
                        { phone.cases.addNote(of.case, "x") },
                        { phone.cases.toggleNames() },
                        { phone.cases.units() },
                        { other.redraw() },
                        { other.forward(0u) },
                        { phone.interviews.instruments() },
                        { phone.interviews.begin("triage") },
                        { phone.exchange.viewNow() },
                        { phone.exchange.write(folder("card").resolve("x.nuong")) },
                        { phone.joining.view() },
                        { phone.door.hideNames(true) },
                        { phone.door.showName("Mai") },
                        { phone.door.create(WORDS, WORDS) },
                        { phone.door.unlock(WORDS) },
                        { phone.alone.handOver(of, "vi", recordings) },
                    )
                for (call in closed) {
                    val refused = assertFailsWith<NuongException.Stale> { call() }
                    assertEquals("device.handed_over", refused.problem.code)
                }
                assertEquals(first, phone.alone.touch("no/such", SelfChoice.YES), "a touch on nothing does nothing")
                assertEquals(first, phone.alone.touch("x".repeat(1_000_000), SelfChoice.STOP))
                for (guess in listOf("", "đoán mò", "x".repeat(100_000))) {
                    assertFailsWith<NuongException.Passphrase> { phone.alone.takeBack(guess) }
                    assertEquals(Standing.HANDED_OVER, phone.door.standing())
                    assertEquals(first, phone.alone.view())
                }
                phone.alone.takeBack(WORDS)
                assertEquals(Standing.OPEN, phone.door.standing())
                assertFailsWith<NuongException.Locked> { phone.alone.view() }
                assertEquals(
                    0u,
                    other.run {
                        redraw()
                        shown.at
                    },
                )
            }
        }

    @Test
    fun `what is drawn stands while the phone is in the person's hands, and follows again when it is back`() =
        runBlocking<Unit> {
            val recordings = recordings()
            Province().phone("Mai").use { phone ->
                val of = phone.interviews.begin("self-answer").of
                phone.cases.case(of.case).test {
                    assertTrue(awaitItem().interviews.single().answers.isEmpty())
                    val first = phone.alone.handOver(of, "vi", recordings)
                    phone.alone.touch(checkNotNull(first.path), SelfChoice.YES)
                    phone.language = Lang.VI
                    phone.language = Lang.EN
                    phone.alone.takeBack(WORDS)
                    phone.cases.addNote(of.case, "Đã nhận lại máy")
                    var seen = awaitItem()
                    while (seen.notes.isEmpty()) seen = awaitItem()
                    assertEquals(1, seen.interviews.single().answers.size)
                    cancelAndIgnoreRemainingEvents()
                }
            }
        }

    @Test
    fun `a questionnaire that does not suit, or cannot be heard, is not handed over`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            val silent = folder("silent")
            assertFalse(phone.alone.start("self-answer", silent).languages.any { it.start.enabled })
            val of = phone.interviews.begin("self-answer").of
            val refusals =
                listOf(
                    "self_answer.no_recordings" to suspend { phone.alone.handOver(of, "vi", silent) },
                    "self_answer.no_recordings" to suspend { phone.alone.handOver(of, "hmn", recordings()) },
                    "file.unreadable" to suspend { phone.alone.handOver(of, "vi", silent.resolve("not-there")) },
                    "self_answer.not_suited" to
                        suspend { phone.alone.handOver(phone.interviews.begin("triage").of, "vi", recordings()) },
                )
            for ((code, call) in refusals) {
                assertEquals(code, assertFailsWith<NuongException> { call() }.said.code)
                assertEquals(Standing.OPEN, phone.door.standing(), "nothing was handed over")
            }
        }
    }

    @Test
    fun `an app that goes to the background in the person's hands comes back locked`() = runBlocking<Unit> {
        val recordings = recordings()
        Province().phone("Mai").use { phone ->
            val of = phone.interviews.begin("self-answer").of
            val first = phone.alone.handOver(of, "vi", recordings)
            phone.alone.touch(checkNotNull(first.path), SelfChoice.YES)
            phone.door.pause()
            assertEquals(Standing.LOCKED, phone.door.standing())
            phone.door.resume()
            assertEquals(Standing.LOCKED, phone.door.standing(), "waking opens nothing")
            assertFailsWith<NuongException.Locked> { phone.alone.view() }
            assertFailsWith<NuongException.Locked> { phone.cases.page() }
            phone.door.unlock(WORDS)
            assertEquals(1, phone.alonesAnswers(of).size)
        }
    }

    @Test
    fun `a process killed in the person's hands has lost no answer, and the phone is not open to the person`() =
        runBlocking<Unit> {
            val (root, recordings) = folder("phone") to recordings()
            Province().phone("Mai", at = root).close()
            val child = java("nuong.Killed", "$root", "$recordings")
            val lines = child.inputReader()
            val of = lines.readLine().split(' ').let { InterviewRef(it[0], it[1]) }
            val touched = List(3) { lines.readLine() }
            child.destroyForcibly().waitFor()
            Nuong.open(root, Lang.EN).use { phone ->
                assertEquals(Standing.LOCKED, phone.door.standing())
                assertFailsWith<NuongException.Locked> { phone.alone.view() }
                assertFailsWith<NuongException.Locked> { phone.alone.touch(touched.last(), SelfChoice.YES) }
                assertFailsWith<NuongException.Locked> { phone.cases.page() }
                assertFailsWith<NuongException.Locked> { phone.alone.takeBack(WORDS) }
                assertFailsWith<NuongException.Passphrase> { phone.door.unlock("đoán mò") }
                phone.door.unlock(WORDS)
                assertEquals(touched.toSet(), phone.alonesAnswers(of).keys)
                val again = phone.alone.handOver(of, "vi", recordings)
                assertFalse(again.path in touched, "it goes on after what was answered")
            }
        }
}

/** A folder in which every sentence of the questionnaire has a recording: of silence, since only its name is looked at. */
fun recordings(): Path {
    val recordings = folder("recordings")
    val sheets = listOf("survey", "choices").map { repository.resolve("instruments/self-answer/$it.csv").readText() }
    val names = sheets.flatMap { sheet -> Regex("""[\w-]+\.m4a""").findAll(sheet).map { it.value } }
    names.forEach { recordings.resolve(it).writeBytes(ByteArray(0)) }
    return recordings
}

/** Yes to all that is asked, but for two questions: no to whether somebody can overhear, and nothing to who is feared. */
private suspend fun Nuong.answerAlone(first: SelfAnswerView): SelfAnswerView {
    var view = first
    while (true) {
        val path = view.path ?: return view
        val choice =
            when (path.substringAfterLast('/')) {
                "overheard" -> SelfChoice.NO
                "afraid" -> SelfChoice.SKIP
                else -> SelfChoice.YES
            }
        val next = alone.touch(path, choice)
        assertEquals(next, alone.touch(path, SelfChoice.STOP), "a second touch on $path does nothing")
        assertNull(next.text)
        view = next
    }
}

/** Takes the phone back, and gives what the case says of how each answer came to be known. */
private suspend fun Nuong.takenBack(of: InterviewRef): Map<String, String?> {
    alone.takeBack(WORDS)
    return alonesAnswers(of)
}

private suspend fun Nuong.alonesAnswers(of: InterviewRef): Map<String, String?> =
    cases.caseNow(of.case).interviews.single { it.interview == of.interview }.answers.associate { it.path to it.manner }

/** In a JVM to be killed: hands the phone over, and says each question when its answer is durable, until it is killed. */
object Killed {
    @JvmStatic
    fun main(arguments: Array<String>) = runBlocking<Unit> {
        val phone = Nuong.open(Path.of(arguments[0]), Lang.EN)
        phone.door.unlock(WORDS)
        val of = phone.interviews.begin("self-answer").of
        println("${of.case} ${of.interview}")
        var view = phone.alone.handOver(of, "vi", Path.of(arguments[1]))
        repeat(3) {
            val path = assertNotNull(view.path)
            view = phone.alone.touch(path, if (path.endsWith("overheard")) SelfChoice.NO else SelfChoice.YES)
            println(path)
        }
        Thread.currentThread().join()
    }
}
