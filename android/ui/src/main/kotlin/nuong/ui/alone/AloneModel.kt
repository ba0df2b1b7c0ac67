package nuong.ui.alone

import nuong.Nuong
import nuong.ffi.SelfAnswerView
import nuong.ffi.SelfChoice
import nuong.ui.Draft
import nuong.ui.Model
import nuong.ui.Shell

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

    /** Says it once more. */
    fun again() = shell.play(view.value?.sounds.orEmpty().map { it.file })

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
