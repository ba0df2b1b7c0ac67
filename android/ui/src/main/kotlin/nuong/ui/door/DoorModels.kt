package nuong.ui.door

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.first
import nuong.Nuong
import nuong.ffi.EnrolView
import nuong.ffi.LockView
import nuong.ffi.NuongException
import nuong.ffi.SetUpView
import nuong.ui.Draft
import nuong.ui.Model
import nuong.ui.Shell

/** The unlock screen. */
class LockModel(
    private val nuong: Nuong,
) : Model<LockView>() {
    init {
        follow(nuong.door.lockView)
    }

    fun choose(profile: String) = act { nuong.door.choose(profile) }

    /** A wrong passphrase is said beside the field, by the view. */
    fun unlock(passphrase: String) =
        act {
            try {
                nuong.door.unlock(passphrase)
            } catch (_: NuongException.Passphrase) {
                draw(nuong.door.lockView.first())
            }
        }
}

/** The screen on which a profile is made. */
class SetUpModel(
    private val nuong: Nuong,
) : Model<SetUpView>() {
    init {
        act { draw(nuong.door.setUpView()) }
    }

    /** A passphrase that is refused is said beside the field, by the view. */
    fun create(
        passphrase: String,
        again: String,
    ) = act {
        try {
            nuong.door.create(passphrase, again)
        } catch (_: NuongException.Passphrase) {
            draw(nuong.door.setUpView())
        }
    }
}

/** The screen on which the phone joins a unit. */
class EnrolModel(
    private val nuong: Nuong,
    private val shell: Shell,
) : Model<EnrolView>() {
    /** What is being typed. */
    val draft = Draft()

    private val done = MutableStateFlow(false)

    /** Whether an answer was taken. */
    val joined: StateFlow<Boolean> = done.asStateFlow()

    init {
        act {
            draw(nuong.joining.view().also { draft.line = it.person })
        }
    }

    fun request(person: String) = act { draw(nuong.joining.request(person)) }

    fun copy() = view.value?.request?.let { shell.copy(it.text) }

    fun writeRequest() = act { shell.writing(REQUEST_FILE) { nuong.joining.writeRequest(it) } }

    fun accept(text: String) = act { join { nuong.joining.accept(text) } }

    fun acceptFile() = act { shell.reading { file -> join { nuong.joining.acceptFile(file) } } }

    private suspend fun join(take: suspend () -> Unit) {
        take()
        draw(nuong.joining.view())
        done.value = true
    }

    private companion object {
        const val REQUEST_FILE = "nuong.request"
    }
}
