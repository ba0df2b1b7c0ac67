package nuong.ui.alone

import nuong.Nuong
import nuong.ffi.InterviewRef
import nuong.ffi.SelfAnswerStartView
import nuong.ffi.SelfAnswerView
import nuong.ffi.SelfChoice
import nuong.ui.Draft
import nuong.ui.Model
import nuong.ui.Shell
import kotlin.io.path.createDirectories

/** Before the phone is handed over: in which languages the questionnaire can be heard here. */
class HandPhoneModel(
    private val nuong: Nuong,
    private val shell: Shell,
    private val of: InterviewRef,
    instrument: String,
) : Model<SelfAnswerStartView>() {
    init {
        act { draw(nuong.alone.start(instrument, shell.recordings.createDirectories())) }
    }

    /** Gives the phone into the person's hands; the screen that follows is theirs. */
    fun hand(speak: String) {
        if (busy.value > 0) return
        act { nuong.alone.handOver(of, speak, shell.recordings) }
    }
}

/** The phone in the hands of the person who answers alone: what is heard, four shapes, and no way to anything else. */
class AloneModel(
    private val nuong: Nuong,
    private val shell: Shell,
) : Model<SelfAnswerView>() {
    /** The officer's passphrase, while it is typed. */
    val draft = Draft()

    init {
        act { show(nuong.alone.view()) }
    }

    /** A touch; a second one while the first is taken down does nothing. */
    fun touch(choice: SelfChoice) {
        val question = view.value?.path
        if (question != null && busy.value == 0) act { show(nuong.alone.touch(question, choice)) }
    }

    /** Says the question, and what can be answered, once more. */
    fun again() {
        val said = view.value ?: return
        shell.play((said.sounds + said.choices.mapNotNull { it.sound }).map { it.file })
    }

    fun showText(wanted: Boolean) = act { draw(nuong.alone.showText(wanted)) }

    fun takeBack() =
        act {
            val passphrase = draft.line
            draft.line = ""
            nuong.alone.takeBack(passphrase)
        }

    override fun onCleared() = shell.hush()

    /** Another question is said as it comes. */
    private fun show(next: SelfAnswerView) {
        draw(next)
        again()
    }
}
