package nuong.app

import android.app.LocaleManager
import android.content.Context
import android.os.Build
import android.os.LocaleList
import androidx.annotation.RequiresApi
import androidx.core.content.edit
import nuong.ffi.Lang
import java.util.Locale

/** The language of the app: the one chosen in it or, on Android 13 and newer, in the system's settings for it; else the phone's. */
class Language(
    private val context: Context,
) {
    private val kept get() = context.getSharedPreferences("language", Context.MODE_PRIVATE)

    /** Which one it is now. */
    val now: Lang
        get() {
            val chosen = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) ofSystem() else ofApp()
            return languageOf(chosen ?: context.resources.configuration.locales[0])
        }

    /** The one chosen in the app is also the one that the system shows for it. */
    fun choose(language: Lang) {
        val tag = language.name.lowercase()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) tellSystem(tag) else kept.edit { putString(TAG, tag) }
    }

    private fun ofApp(): Locale? = kept.getString(TAG, null)?.let { Locale.forLanguageTag(it) }

    @RequiresApi(Build.VERSION_CODES.TIRAMISU)
    private fun ofSystem(): Locale? = context.getSystemService(LocaleManager::class.java)?.applicationLocales?.get(0)

    @RequiresApi(Build.VERSION_CODES.TIRAMISU)
    private fun tellSystem(tag: String) {
        context.getSystemService(LocaleManager::class.java)?.applicationLocales = LocaleList.forLanguageTags(tag)
    }

    private companion object {
        const val TAG = "tag"
    }
}

/** The app's language for who speaks this one. */
internal fun languageOf(locale: Locale): Lang = if (locale.language == "en") Lang.EN else Lang.VI
