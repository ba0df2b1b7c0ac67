package nuong.app

import android.app.Application
import android.content.Context
import android.content.res.Configuration
import nuong.Nuong
import nuong.ffi.Keystore
import nuong.ffi.Lang

/** Holds the one phone that this process is. It is opened with the first look at it. */
open class NuongApplication : Application() {
    /** The phone. Its profiles are in the folder that no backup touches. */
    val nuong: Nuong by lazy {
        Nuong.open(noBackupFilesDir.toPath().resolve("profiles"), languageOf(resources.configuration), keystore())
    }

    /** Where half of the key to the records is kept. */
    protected open fun keystore(): Keystore = AndroidKeystore(this)

    override fun onCreate() {
        super.onCreate()
        SyncWorker.schedule(this)
    }

    companion object {
        fun of(context: Context): NuongApplication = context.applicationContext as NuongApplication
    }
}

/** The app's language on a phone, or in an app, that speaks this one. */
internal fun languageOf(configuration: Configuration): Lang =
    if (configuration.locales[0].language == "en") Lang.EN else Lang.VI
