package nuong.app

import android.annotation.SuppressLint
import android.content.ClipData
import android.content.ClipDescription
import android.content.ClipboardManager
import android.net.Uri
import android.os.Build
import android.os.PersistableBundle
import androidx.activity.ComponentActivity
import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.contract.ActivityResultContracts
import androidx.annotation.RequiresApi
import androidx.lifecycle.ViewModel
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import nuong.ffi.NuongException
import nuong.ui.Shell
import java.io.File
import java.io.IOException
import java.nio.file.Path

/**
 * Files are chosen in the system's own screen. They pass through the app's cache, and are removed from it at once. It outlives
 * the window, which is made anew when the phone is turned while the person chooses.
 */
class AndroidShell(
    private val app: NuongApplication,
) : ViewModel(),
    Shell {
    private val speaker = Speaker()
    private var answer: CompletableDeferred<Uri?>? = null
    private lateinit var reads: ActivityResultLauncher<Array<String>>
    private lateinit var writes: ActivityResultLauncher<String>

    /** Asks through this window from now on. */
    fun attach(window: ComponentActivity) {
        reads = window.registerForActivityResult(ActivityResultContracts.OpenDocument()) { answer?.complete(it) }
        writes = window.registerForActivityResult(ActivityResultContracts.CreateDocument(ANY)) { answer?.complete(it) }
    }

    // `use` closes what was opened, which lint does not see.
    @SuppressLint("Recycle")
    override suspend fun <T> reading(use: suspend (Path) -> T): T? {
        val chosen = chosen { reads.launch(arrayOf(ANY_KIND)) } ?: return null
        return passing { file ->
            orSay { app.contentResolver.openInputStream(chosen)?.use { from -> file.outputStream().use(from::copyTo) } }
            use(file.toPath())
        }
    }

    @SuppressLint("Recycle")
    override suspend fun <T> writing(
        name: String,
        use: suspend (Path) -> T,
    ): T? {
        val chosen = chosen { writes.launch(name) } ?: return null
        return passing { file ->
            val written = use(file.toPath())
            orSay { app.contentResolver.openOutputStream(chosen)?.use { to -> file.inputStream().use { it.copyTo(to) } } }
            written
        }
    }

    /** Where whoever manages the phone puts them by cable; nothing in them is about a person. */
    override val recordings: Path get() = (app.getExternalFilesDir("recordings") ?: File(app.filesDir, "recordings")).toPath()

    override fun play(names: List<String>) = speaker.play(names.map { recordings.resolve(it).toFile() })

    override fun hush() = speaker.hush()

    override fun onCleared() = hush()

    /** The system shows what was copied in a corner of the screen; it is told not to. */
    override fun copy(text: String) {
        val clip = ClipData.newPlainText(null, text)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) hide(clip)
        app.getSystemService(ClipboardManager::class.java)!!.setPrimaryClip(clip)
    }

    @RequiresApi(Build.VERSION_CODES.TIRAMISU)
    private fun hide(clip: ClipData) {
        clip.description.extras = PersistableBundle().apply { putBoolean(ClipDescription.EXTRA_IS_SENSITIVE, true) }
    }

    /** The system's screen hides the app, and the records rest meanwhile: they are awake again before the file is touched. */
    private suspend fun chosen(ask: () -> Unit): Uri? {
        val waits = CompletableDeferred<Uri?>()
        answer?.complete(null)
        answer = waits
        ask()
        return waits.await()?.also { app.life.rest.come() }
    }

    /** A card that was pulled out, a folder that is not ours: the core has the words for it. */
    @Suppress("SwallowedException")
    private suspend fun orSay(copy: () -> Long?) {
        val copied =
            withContext(Dispatchers.IO) {
                try {
                    copy()
                } catch (_: IOException) {
                    null
                } catch (_: SecurityException) {
                    null
                }
            }
        if (copied == null) throw NuongException.File(app.life.nuong.error(UNREADABLE))
    }

    private suspend fun <T> passing(use: suspend (File) -> T): T {
        val folder = File(app.cacheDir, "passing").apply { mkdirs() }
        val file = File.createTempFile("file", null, folder).apply { delete() }
        return try {
            use(file)
        } finally {
            file.delete()
        }
    }

    private companion object {
        const val UNREADABLE = "file.unreadable"
        const val ANY = "application/octet-stream"
        const val ANY_KIND = "*/*"
    }
}
