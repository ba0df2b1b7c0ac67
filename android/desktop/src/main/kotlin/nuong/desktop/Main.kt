// Nương in a window: `./run desktop`.
@file:JvmName("Main")

package nuong.desktop

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.remember
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.type
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.ApplicationScope
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import androidx.lifecycle.ViewModelStore
import androidx.lifecycle.ViewModelStoreOwner
import androidx.lifecycle.viewmodel.compose.LocalViewModelStoreOwner
import nuong.Nuong
import nuong.NuongLibraryException
import nuong.ffi.Lang
import nuong.ui.NuongApp
import nuong.ui.Places
import nuong.ui.theme.NuongTheme
import java.nio.file.Path
import java.util.Locale
import javax.swing.JOptionPane
import kotlin.io.path.div
import kotlin.system.exitProcess

/** With a folder as its argument, the records in it; else those of the person at this computer. */
fun main(arguments: Array<String>) {
    val folder = arguments.firstOrNull()?.let { Path.of(it) } ?: records()
    val nuong =
        try {
            Nuong.open(folder, languageOf(Locale.getDefault()))
        } catch (mismatch: NuongLibraryException) {
            JOptionPane.showMessageDialog(null, "${mismatch.text} (${mismatch.code})")
            exitProcess(1)
        }
    nuong.use { application { NuongWindow(it, folder / "recordings", ::exitApplication) } }
}

/** The app's language on a computer that speaks this one. */
internal fun languageOf(locale: Locale): Lang = if (locale.language == "en") Lang.EN else Lang.VI

/** Where programs of this system keep what is theirs. */
private fun records(): Path {
    val home = Path.of(System.getProperty("user.home"))
    val system = System.getProperty("os.name").lowercase()
    return when {
        "windows" in system -> System.getenv("LOCALAPPDATA")?.let { Path.of(it) / "Nuong" } ?: (home / "Nuong")
        "mac" in system -> home / "Library" / "Application Support" / "Nuong"
        else -> (System.getenv("XDG_DATA_HOME")?.let { Path.of(it) } ?: (home / ".local" / "share")) / "nuong"
    }
}

@Composable
internal fun ApplicationScope.NuongWindow(
    nuong: Nuong,
    recordings: Path,
    onClose: () -> Unit,
) {
    val places = remember { Places() }
    Window(
        onCloseRequest = onClose,
        state = rememberWindowState(size = DpSize(WIDTH.dp, HEIGHT.dp)),
        title = nuong.words.app,
        onKeyEvent = { back(it, places) },
    ) {
        val shell = remember { DesktopShell(window, recordings) }
        Screens(nuong, shell, places)
    }
}

@Composable
private fun Screens(
    nuong: Nuong,
    shell: DesktopShell,
    places: Places,
) {
    val owner =
        remember {
            object : ViewModelStoreOwner {
                override val viewModelStore = ViewModelStore()
            }
        }
    CompositionLocalProvider(LocalViewModelStoreOwner provides owner) {
        NuongTheme(fonts()) { NuongApp(nuong, shell, places) }
    }
}

/** Escape goes back, as on every other program's screens. */
private fun back(
    event: KeyEvent,
    places: Places,
): Boolean {
    val goes = event.type == KeyEventType.KeyUp && event.key == Key.Escape && places.canGoBack
    if (goes) places.back()
    return goes
}

private const val WIDTH = 1280
private const val HEIGHT = 860
