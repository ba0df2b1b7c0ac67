package nuong

import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import nuong.ffi.ArrivedView
import nuong.ffi.Change
import nuong.ffi.Observer
import nuong.ffi.SyncTask
import nuong.ffi.SyncView
import nuong.ffi.WrittenView
import java.nio.file.Path

/** Sending and receiving. */
class Exchange internal constructor(private val nuong: Nuong) {
    /** What waits, what runs, what the last exchange brought; and again whenever that changes. */
    val view: Flow<SyncView> = nuong.drawn({ it == Change.Sync }) { syncView() }

    /** What waits, as it is now. */
    suspend fun viewNow(): SyncView = nuong.call { syncView() }

    /** Uses this address of the hub from now on; an empty one for the authority's again. */
    suspend fun useHub(address: String) = nuong.call { setHub(address.wellFormed()) }

    /**
     * An exchange with the hub at an address, or at the one known. Collecting begins it; the screen is emitted as it gets on,
     * and last when it is over. Who stops collecting stops the exchange; what was received is kept.
     *
     * The flow fails with a `NuongException` where the exchange did; one that ends because the profile is closed or rests ends well.
     */
    fun withHub(hub: String? = null): Flow<SyncView> = callbackFlow {
        val observer =
            object : Observer {
                override fun changed(what: List<Change>) = Unit

                override fun progress(view: SyncView) {
                    trySend(view)
                }
            }
        var task: SyncTask? = null
        try {
            // Progress may come, and the collector be content with it, before the call that begins has returned.
            val begun =
                withContext(NonCancellable) {
                    nuong.call { startSync(hub?.wellFormed(), observer) }.also { task = it }
                }
            launch {
                nuong.call { begun.join() }
                nuong.unlessClosed { syncView() }?.let { send(it) }
                close()
            }
            awaitClose()
        } finally {
            task?.cancel()
            task?.destroy()
        }
    }.buffer(NOTICES, BufferOverflow.DROP_OLDEST)

    /** Writes everything this phone holds to a parcel file. */
    suspend fun write(file: Path): WrittenView = nuong.call { writeParcels(file.toString().wellFormed()) }

    /** Takes in a parcel file of a colleague. */
    suspend fun read(file: Path): ArrivedView = nuong.call { readParcels(file.toString().wellFormed()) }

    private companion object {
        /** A slow screen sees the latest; the ones between are of no use to it. */
        const val NOTICES = 16
    }
}
