package nuong.app

import android.app.Application
import android.content.Context
import android.content.RestrictionsManager
import android.util.Log
import androidx.work.Configuration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import nuong.Nuong

/** The app for as long as its process lives. */
open class NuongApplication :
    Application(),
    Configuration.Provider {
    /** What the process holds; made with the first look at it. */
    open val life: Life by lazy { Life(this) }

    /** The system's log holds nothing of what is done in the background but what failed. */
    override val workManagerConfiguration get() = Configuration.Builder().setMinimumLoggingLevel(Log.ERROR).build()

    override fun onCreate() {
        super.onCreate()
        SyncWorker.schedule(this)
    }

    companion object {
        fun of(context: Context): NuongApplication = context.applicationContext as NuongApplication
    }
}

/** What one process holds: the phone, and when its records rest. */
class Life(
    app: Application,
) {
    /** What goes on when a window does not: closing the records behind who left. */
    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main.immediate)

    /** The language of the app. */
    val language = Language(app)

    /** The phone. Its profiles are in the folder that no backup touches. */
    val nuong: Nuong =
        Nuong.open(app.noBackupFilesDir.toPath().resolve("profiles"), language.now, AndroidKeystore(app, app.keyNeedsPresence()))

    /** When its records rest. */
    val rest = Rest(nuong)
}

/** As in `res/xml/managed.xml`. */
private const val KEY_NEEDS_PRESENCE = "key_needs_presence"

/** Whether who manages the phones of a unit wants the phone's own lock opened shortly before the records are. */
private fun Context.keyNeedsPresence(): Boolean =
    getSystemService(RestrictionsManager::class.java)?.applicationRestrictions?.getBoolean(KEY_NEEDS_PRESENCE) ?: false
