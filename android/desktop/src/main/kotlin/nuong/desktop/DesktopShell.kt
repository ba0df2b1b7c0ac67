package nuong.desktop

import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import nuong.ui.Shell
import java.awt.FileDialog
import java.awt.Frame
import java.awt.Toolkit
import java.awt.datatransfer.StringSelection
import java.nio.file.Path

/** Files are chosen in the system's own window. */
class DesktopShell(
    private val window: Frame,
    override val recordings: Path,
) : Shell {
    private val speaker = Speaker()

    override suspend fun <T> reading(use: suspend (Path) -> T): T? = chosen(FileDialog.LOAD, null)?.let { use(it) }

    override suspend fun <T> writing(
        name: String,
        use: suspend (Path) -> T,
    ): T? = chosen(FileDialog.SAVE, name)?.let { use(it) }

    override fun play(names: List<String>) = speaker.play(names.map { recordings.resolve(it) })

    override fun hush() = speaker.hush()

    override fun copy(text: String) = Toolkit.getDefaultToolkit().systemClipboard.setContents(StringSelection(text), null)

    private suspend fun chosen(
        mode: Int,
        name: String?,
    ): Path? =
        withContext(Dispatchers.Main) {
            val dialog = FileDialog(window, window.title, mode).apply { file = name }
            dialog.isVisible = true
            dialog.file?.let { Path.of(dialog.directory, it) }
        }
}

/** The letters that go with the app. */
internal fun fonts(): FontFamily =
    FontFamily(
        face("regular", FontWeight.Normal),
        face("medium", FontWeight.Medium),
        face("semibold", FontWeight.SemiBold),
    )

private fun face(
    name: String,
    weight: FontWeight,
) = Font("be_vietnam_pro_$name", DesktopShell::class.java.getResourceAsStream("/font/be_vietnam_pro_$name.ttf")!!.readBytes(), weight)
