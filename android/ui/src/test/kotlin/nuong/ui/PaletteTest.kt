package nuong.ui

import androidx.compose.material3.ColorScheme
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import nuong.ui.theme.dayColors
import nuong.ui.theme.nightColors
import org.junit.jupiter.api.Test
import kotlin.test.assertTrue

class PaletteTest {
    /** WCAG 2.2, success criterion 1.4.6: (L1 + 0.05) / (L2 + 0.05). */
    private fun contrast(
        a: Color,
        b: Color,
    ): Float {
        val (light, dark) = listOf(a.luminance(), b.luminance()).sortedDescending()
        return (light + 0.05f) / (dark + 0.05f)
    }

    private fun texts(c: ColorScheme) =
        listOf(
            "ink on paper" to (c.onSurface to c.surface),
            "ink on a card" to (c.onSurface to c.surfaceContainer),
            "quiet ink on paper" to (c.onSurfaceVariant to c.surface),
            "quiet ink on a card" to (c.onSurfaceVariant to c.surfaceContainer),
            "the main button" to (c.onPrimary to c.primary),
            "what is chosen" to (c.onPrimaryContainer to c.primaryContainer),
            "a sign in the accent on a card" to (c.primary to c.surfaceContainer),
            "a word button" to (c.primary to c.surface),
            "danger on paper" to (c.error to c.surface),
            "danger on a card" to (c.error to c.surfaceContainer),
            "danger on its ground" to (c.onErrorContainer to c.errorContainer),
        )

    @Test
    fun `every text can be read in the sun and at night`() {
        for ((name, colors) in listOf("day" to dayColors, "night" to nightColors)) {
            for ((what, pair) in texts(colors)) {
                val is7 = contrast(pair.first, pair.second)
                assertTrue(is7 >= 7f, "$what by $name: $is7 : 1")
            }
            assertTrue(contrast(colors.outline, colors.surface) >= 3f, "edges by $name")
        }
    }

    @Test
    fun `the dark theme does not light up a face`() {
        assertTrue(nightColors.surface.luminance() < 0.01f)
        assertTrue(nightColors.surfaceContainer.luminance() < 0.02f)
    }
}
