package nuong

import nuong.ffi.ChoiceView
import nuong.ffi.InterviewView
import nuong.ffi.Keystore
import nuong.ffi.Lang
import nuong.ffi.QuestionView
import java.nio.file.Path

/** A phone that has a profile, open and not yet a member of anything. */
suspend fun freshPhone(root: Path = folder("phone"), keystore: Keystore? = null): Nuong =
    Nuong.open(root, Lang.EN, keystore).also { it.door.create(WORDS, WORDS) }

/** A phone whose person belongs to a unit. */
suspend fun Province.phone(
    person: String,
    role: String = "officer",
    unit: String = "post-a",
    at: Path = folder("phone"),
): Nuong = freshPhone(at).also { join(it, person, role, unit) }

/** Lets a phone's person in: request out as a file, answer back as a file. */
suspend fun Province.join(phone: Nuong, person: String, role: String = "officer", unit: String = "post-a") {
    val request = root.resolve("${System.nanoTime()}.request")
    phone.joining.request(person)
    phone.joining.writeRequest(request)
    phone.joining.acceptFile(approve(request, role, unit))
}

/** Answers each question of the screen by its first choice, where it has choices, and goes on. */
suspend fun Interview.answerAndGoOn() {
    val shown = checkNotNull(screen.value) { "the interview is finished" }
    shown.questions.forEach { question -> question.first()?.let { answer(question.path, it.then) } }
    forward(shown.at)
}

/** Goes on with first choices until the interview is finished. */
suspend fun Interview.finish() {
    while (screen.value != null) answerAndGoOn()
}

/** Goes on, answering nothing, to the first screen that has such a question. */
suspend fun Interview.goTo(wanted: (QuestionView) -> Boolean): QuestionView {
    while (true) {
        val shown = checkNotNull(screen.value) { "no such question" }
        shown.questions.firstOrNull(wanted)?.let { return it }
        check(shown.ending == null) { "no such question" }
        forward(shown.at)
    }
}

/** The screen that stands there. */
val Interview.shown: InterviewView get() = checkNotNull(screen.value)

private fun QuestionView.first(): ChoiceView? = choices.firstOrNull()
