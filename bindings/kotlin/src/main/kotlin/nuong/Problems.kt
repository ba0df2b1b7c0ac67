package nuong

import nuong.ffi.ErrorView
import nuong.ffi.NuongException

/** What an error says, whichever of the twelve it is. */
val NuongException.said: ErrorView
    get() =
        when (this) {
            is NuongException.Passphrase -> problem
            is NuongException.Locked -> problem
            is NuongException.Paused -> problem
            is NuongException.NotEnrolled -> problem
            is NuongException.NotAllowed -> problem
            is NuongException.Stale -> problem
            is NuongException.Input -> problem
            is NuongException.Hub -> problem
            is NuongException.File -> problem
            is NuongException.Storage -> problem
            is NuongException.Keystore -> problem
            is NuongException.Internal -> problem
        }
