package nuong

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.onSubscription
import nuong.ffi.CaseListView
import nuong.ffi.CaseView
import nuong.ffi.Change
import nuong.ffi.Core
import nuong.ffi.ErrorView
import nuong.ffi.Keystore
import nuong.ffi.Lang
import nuong.ffi.LanguageChoice
import nuong.ffi.LockView
import nuong.ffi.NuongException
import nuong.ffi.Observer
import nuong.ffi.SetUpView
import nuong.ffi.SettingsView
import nuong.ffi.Standing
import nuong.ffi.SyncView
import nuong.ffi.WordsView
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.coroutines.cancellation.CancellationException

/**
 * A phone with its profiles, for as long as an app runs: the core's views as flows, and what a person does as suspending calls.
 *
 * Nothing here decides. Every text, order, state and reason is in the views; an app draws them and says what was tapped. No
 * call blocks the thread it is made on. A refusal is a [NuongException], named by what the app does next.
 *
 * Everything that stands on one screen is in a part of its own: [door], [joining], [cases], [interviews], [exchange].
 */
class Nuong private constructor(private val core: Core) : AutoCloseable {
    private val threads =
        Executors.newCachedThreadPool { task -> Thread(task, "nuong").apply { isDaemon = true } }
    private val work = threads.asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + work)
    private val closed = AtomicBoolean(false)

    // It grows with what is not yet collected and drops nothing: a notice is a few bytes, and a lost one a stale screen.
    private val notices =
        MutableSharedFlow<Change>(
            extraBufferCapacity = Int.MAX_VALUE,
            onBufferOverflow = BufferOverflow.SUSPEND,
        )

    /** What is to be drawn anew, as it happens. The flows of this class listen to it already. */
    val changes: SharedFlow<Change> = notices.asSharedFlow()

    /** Opening, closing and resting. */
    val door = Door(this)

    /** Becoming a member of an authority, and settings. */
    val joining = Joining(this)

    /** The worklist and what is done with a case. */
    val cases = Cases(this)

    /** Holding interviews. */
    val interviews = Interviews(this)

    /** Answering alone. */
    val alone = Alone(this)

    /** Sending and receiving. */
    val exchange = Exchange(this)

    private val observer =
        object : Observer {
            override fun changed(what: List<Change>) = what.forEach { notices.tryEmit(it) }

            override fun progress(view: SyncView) = Unit
        }

    init {
        core.observe(observer)
    }

    /** The language of every text. Setting it draws every flow anew. */
    var language: Lang
        get() = now { language() }
        set(value) = now { setLanguage(value) }

    /** The languages of the app; the one in use is marked. */
    val languages: List<LanguageChoice> get() = now { languages() }

    /** Labels that belong to no single view. */
    val words: WordsView get() = now { words() }

    /** An error by its stable code, in the language chosen now. */
    fun error(code: String): ErrorView = now { error(code.wellFormed()) }

    /**
     * Closes the open profile and lets go of the core. Calls made later are refused with [NuongClosedException]; those under
     * way come to their end. Closing twice is closing once.
     */
    override fun close() {
        if (closed.compareAndSet(false, true)) {
            core.observe(null)
            core.lock()
            core.destroy()
            threads.shutdown()
        }
    }

    /** What is quick and touches no disk, on the thread it is asked on. */
    internal fun <T> now(ask: Core.() -> T): T {
        if (closed.get()) throw NuongClosedException()
        return try {
            core.ask()
        } catch (error: IllegalStateException) {
            // The generated code says so where another thread closed it meanwhile.
            if (closed.get()) throw NuongClosedException(error) else throw error
        }
    }

    /**
     * A call on a thread of its own. Who is cancelled goes on at once; the call itself comes to its end, since what the core
     * has begun is never half done.
     */
    internal suspend fun <T> call(ask: Core.() -> T): T {
        if (closed.get()) throw NuongClosedException()
        val asked = scope.async { runCatching { now(ask) } }
        val answer =
            try {
                asked.await()
            } catch (cancelled: CancellationException) {
                // Who asked was cancelled; or nobody was, and there are no threads any more.
                currentCoroutineContext().ensureActive()
                throw NuongClosedException(cancelled)
            }
        return answer.getOrThrow()
    }

    /**
     * A view, and again whenever one of these changes. While the profile is closed or rests, or the phone is in a person's
     * hands, what was drawn last stands.
     */
    internal fun <T : Any> drawn(on: (Change) -> Boolean, draw: Core.() -> T): Flow<T> = changes
        .onSubscription { emit(Change.Language) }
        .filter { it == Change.Language || on(it) }
        .conflate()
        .mapNotNull { unlessClosed(draw) }
        .distinctUntilChanged()
        .flowOn(work)

    /** Nothing while the profile is closed or rests, or the phone is in a person's hands. */
    internal suspend fun <T : Any> unlessClosed(ask: Core.() -> T): T? = try {
        call(ask)
    } catch (_: NuongException.Locked) {
        null
    } catch (_: NuongException.Paused) {
        null
    } catch (stale: NuongException.Stale) {
        if (call { standing() } == Standing.HANDED_OVER) null else throw stale
    }

    companion object {
        /**
         * A phone whose profiles are folders in [directory], which is made with the first of them. With a [keystore], profiles
         * made from now on open with it and their passphrase together.
         *
         * @throws NuongLibraryException where the core's library is missing or is not the one this code was made for.
         */
        fun open(directory: Path, language: Lang = Lang.VI, keystore: Keystore? = null): Nuong =
            Nuong(loaded { Core(directory.toAbsolutePath().toString().wellFormed(), language, keystore) })
    }
}

/** The door: which profile is open. */
class Door internal constructor(private val nuong: Nuong) {
    /** The unlock screen, and again whenever it changes. */
    val lockView: Flow<LockView> = nuong.drawn({ it == Change.Lock }) { lockView() }

    /** Which screen comes first. */
    suspend fun standing(): Standing = nuong.call { standing() }

    /** The screen on which a profile is made. */
    suspend fun setUpView(): SetUpView = nuong.call { setUpView() }

    /** Makes a profile under a passphrase given twice, and opens it. */
    suspend fun create(passphrase: String, again: String) =
        nuong.call { createProfile(passphrase.wellFormed(), again.wellFormed()) }

    /** Chooses the profile to unlock, where there is more than one. */
    suspend fun choose(profile: String) = nuong.call { chooseProfile(profile.wellFormed()) }

    /**
     * Opens the chosen profile. It takes some tenths of a second on purpose, and as long as the phone's keystore takes;
     * cancelling gives it up, also where the keystore hangs.
     */
    suspend fun unlock(passphrase: String) = try {
        nuong.call { unlock(passphrase.wellFormed()) }
    } catch (cancelled: CancellationException) {
        nuong.now { lock() }
        throw cancelled
    }

    /** Closes the open profile and forgets its keys. */
    suspend fun lock() = nuong.call { lock() }

    /** Closes every handle, for an app that goes to the background; until [resume], calls are refused as `Paused`. */
    suspend fun pause() = nuong.call { pause() }

    /** Goes on after [pause]; where that was longer ago than the settings allow, the profile is closed instead. */
    suspend fun resume() = nuong.call { resume() }

    /** The settings, and again whenever they change. */
    val settings: Flow<SettingsView> = nuong.drawn({ it == Change.Settings }) { settings() }

    /** Chooses whether names are hidden in the list until a tap. */
    suspend fun hideNames(hidden: Boolean) = nuong.call { setNamesHidden(hidden) }

    /** Chooses a name to show before unlocking; an empty one for none. */
    suspend fun showName(name: String) = nuong.call { setShownName(name.wellFormed()) }

    /** Chooses after which time out of sight the records close, as the settings offer it. */
    suspend fun lockAfter(time: String) = nuong.call { setLockAfter(time.wellFormed()) }
}
