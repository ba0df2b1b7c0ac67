package nuong

import nuong.ffi.InterviewRef
import nuong.ffi.SelfAnswerStartView
import nuong.ffi.SelfAnswerView
import nuong.ffi.SelfChoice
import java.nio.file.Path

/**
 * Answering alone: the device in the person's hands. Until it is taken back, every other call is refused as `Stale`, and an app
 * that goes to the background finds the profile closed when it returns.
 */
class Alone internal constructor(private val nuong: Nuong) {
    /** Before it is handed over: in which languages a questionnaire can be heard from the [recordings] in this folder. */
    suspend fun start(instrument: String, recordings: Path): SelfAnswerStartView =
        nuong.call { selfAnswerStart(instrument.wellFormed(), recordings.toString().wellFormed()) }

    /** Hands the device over, to be spoken to in the language of this tag. */
    suspend fun handOver(of: InterviewRef, speak: String, recordings: Path): SelfAnswerView =
        nuong.call { handDevice(of, speak.wellFormed(), recordings.toString().wellFormed()) }

    /** What the person hears and sees. */
    suspend fun view(): SelfAnswerView = nuong.call { selfAnswer() }

    /** Takes a touch on the question of the view. */
    suspend fun touch(question: String, choice: SelfChoice): SelfAnswerView =
        nuong.call { touch(question.wellFormed(), choice) }

    /** Shows the words, or puts them away. */
    suspend fun showText(wanted: Boolean): SelfAnswerView = nuong.call { showText(wanted) }

    /** Takes the device back, by the officer's passphrase. */
    suspend fun takeBack(passphrase: String) = nuong.call { takeBack(passphrase.wellFormed()) }
}
