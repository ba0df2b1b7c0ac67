package nuong.app

import android.content.ClipData
import android.content.ClipboardManager
import android.net.Uri
import androidx.activity.ComponentActivity
import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.contract.ActivityResultContracts
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import nuong.ui.Shell
import java.io.File
import java.nio.file.Path

/** Files are chosen in the system's own screen. They pass through the app's cache, and are removed from it at once. */
class AndroidShell(
    private val activity: ComponentActivity,
) : Shell {
    private var answer: CompletableDeferred<Uri?>? = null
    private val reads: ActivityResultLauncher<Array<String>> =
        activity.registerForActivityResult(ActivityResultContracts.OpenDocument()) { answer?.complete(it) }
    private val writes: ActivityResultLauncher<String> =
        activity.registerForActivityResult(ActivityResultContracts.CreateDocument(ANY)) { answer?.complete(it) }

    override suspend fun <T> reading(use: suspend (Path) -> T): T? {
        val chosen = chosen { reads.launch(arrayOf(ANY_KIND)) } ?: return null
        return passing { file ->
            withContext(Dispatchers.IO) {
                activity.contentResolver.openInputStream(chosen)!!.use { from -> file.outputStream().use(from::copyTo) }
            }
            use(file.toPath())
        }
    }

    override suspend fun <T> writing(
        name: String,
        use: suspend (Path) -> T,
    ): T? {
        val chosen = chosen { writes.launch(name) } ?: return null
        return passing { file ->
            val written = use(file.toPath())
            withContext(Dispatchers.IO) {
                activity.contentResolver.openOutputStream(chosen)!!.use { to -> file.inputStream().use { it.copyTo(to) } }
            }
            written
        }
    }

    override fun copy(text: String) =
        activity.getSystemService(ClipboardManager::class.java).setPrimaryClip(ClipData.newPlainText(null, text))

    private suspend fun chosen(ask: () -> Unit): Uri? {
        val waits = CompletableDeferred<Uri?>()
        answer?.complete(null)
        answer = waits
        ask()
        return waits.await()
    }

    private suspend fun <T> passing(use: suspend (File) -> T): T {
        val folder = File(activity.cacheDir, "passing").apply { mkdirs() }
        val file = File.createTempFile("file", null, folder).apply { delete() }
        return try {
            use(file)
        } finally {
            file.delete()
        }
    }

    private companion object {
        const val ANY = "application/octet-stream"
        const val ANY_KIND = "*/*"
    }
}
