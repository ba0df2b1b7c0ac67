package nuong.app

import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import nuong.Nuong
import nuong.ffi.NuongException
import nuong.ffi.Standing

/**
 * When the records rest: with every handle closed and the keys kept, while nobody looks at the app. Coming, leaving and work in
 * the background follow each other whole, in the order in which they were asked for.
 */
class Rest(
    private val nuong: Nuong,
) {
    private val one = Mutex()
    private var looked = false

    /** Somebody looks at the app. Records that do not open again are closed, and the unlock screen says what it is. */
    suspend fun come() =
        one.withLock {
            looked = true
            resume()
        }

    /** Nobody looks any more; [writeDown] has its say first. */
    suspend fun leave(writeDown: suspend () -> Unit) =
        one.withLock {
            looked = false
            writeDown()
            nuong.door.pause()
        }

    /** Does something with records that rest or are open; afterwards they rest, unless somebody has come meanwhile. */
    suspend fun <T> awake(what: suspend () -> T): T {
        one.withLock { if (nuong.door.standing() == Standing.PAUSED) resume() }
        return try {
            what()
        } finally {
            withContext(NonCancellable) { one.withLock { if (!looked) nuong.door.pause() } }
        }
    }

    private suspend fun resume() =
        try {
            nuong.door.resume()
        } catch (_: NuongException) {
            nuong.door.lock()
        }
}
