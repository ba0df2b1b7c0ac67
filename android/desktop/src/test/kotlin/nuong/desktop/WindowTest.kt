package nuong.desktop

import androidx.compose.runtime.LaunchedEffect
import androidx.compose.ui.window.awaitApplication
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import nuong.Nuong
import nuong.ffi.Lang
import org.junit.jupiter.api.Assumptions.assumeFalse
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.awt.Frame
import java.awt.GraphicsEnvironment
import java.awt.Rectangle
import java.awt.Robot
import java.awt.image.BufferedImage
import java.nio.file.Files
import java.nio.file.Path
import java.util.Locale
import javax.imageio.ImageIO
import kotlin.io.path.div
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class WindowTest {
    @Test
    fun `the window opens over the real core, is drawn, and closes`(
        @TempDir root: Path,
    ) {
        assumeFalse(GraphicsEnvironment.isHeadless(), "no display: `cargo xtask android` brings one of its own")
        var picture: BufferedImage? = null
        Nuong.open(root, Lang.VI).use { nuong ->
            runBlocking {
                awaitApplication {
                    NuongWindow(nuong, root / "recordings", ::exitApplication)
                    LaunchedEffect(Unit) {
                        withTimeout(PATIENCE_MS) {
                            while (picture.let { it == null || colours(it) < DRAWN }) {
                                delay(A_FRAME_MS)
                                picture = photograph()
                            }
                        }
                        exitApplication()
                    }
                }
            }
        }
        val taken = assertDrawn(picture)
        val folder = Path.of(System.getProperty("nuong.screens"))
        Files.createDirectories(folder)
        ImageIO.write(taken, "png", (folder / "desktop.png").toFile())
    }

    @Test
    fun `the app speaks the computer's language where it can, and Vietnamese else`() {
        assertEquals(Lang.EN, languageOf(Locale.UK))
        assertEquals(Lang.VI, languageOf(Locale.forLanguageTag("vi")))
        assertEquals(Lang.VI, languageOf(Locale.FRANCE))
    }

    private fun assertDrawn(picture: BufferedImage?): BufferedImage {
        assertTrue(picture != null && colours(picture) >= DRAWN, "nothing was drawn in the window")
        return picture
    }

    private fun photograph(): BufferedImage? {
        val window = Frame.getFrames().firstOrNull { it.isShowing } ?: return null
        return Robot().createScreenCapture(Rectangle(window.locationOnScreen, window.size))
    }

    /** Letters with smooth edges have many shades; an empty window has one. */
    private fun colours(picture: BufferedImage): Int {
        val seen = HashSet<Int>()
        for (y in 0 until picture.height step 2) for (x in 0 until picture.width step 2) seen += picture.getRGB(x, y)
        return seen.size
    }

    private companion object {
        const val PATIENCE_MS = 60_000L
        const val A_FRAME_MS = 50L
        const val DRAWN = 40
    }
}
