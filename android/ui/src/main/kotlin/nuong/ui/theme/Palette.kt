package nuong.ui.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.ui.graphics.Color

/**
 * Paper, ink, one accent, and a red that is kept for danger now. Every text stands on its ground with a contrast of 7:1 or
 * more, and every edge of a control with 3:1 or more; a test computes both.
 */
private object Day {
    val paper = Color(0xFFFBFAF5)
    val raised = Color(0xFFF1F0E8)
    val ink = Color(0xFF1A1D1B)
    val quietInk = Color(0xFF434945)
    val edge = Color(0xFF757C77)
    val hairline = Color(0xFFD9DAD1)
    val accent = Color(0xFF1B5A4B)
    val accentSoft = Color(0xFFD7E9E0)
    val onAccentSoft = Color(0xFF0C392E)
    val danger = Color(0xFF93201A)
    val dangerSoft = Color(0xFFFBE4DF)
    val onDangerSoft = Color(0xFF5F100C)
}

/** Dark enough not to light up a face at night; the ink is not white for the same reason. */
private object Night {
    val paper = Color(0xFF0D100F)
    val raised = Color(0xFF181C1A)
    val ink = Color(0xFFDDE2DE)
    val quietInk = Color(0xFFB3BAB5)
    val edge = Color(0xFF828A85)
    val hairline = Color(0xFF2C322F)
    val accent = Color(0xFF8AC7B2)
    val onAccent = Color(0xFF08251D)
    val accentSoft = Color(0xFF17362D)
    val onAccentSoft = Color(0xFFC3E5D8)
    val danger = Color(0xFFF2A79C)
    val onDanger = Color(0xFF3B0805)
    val dangerSoft = Color(0xFF3A1512)
    val onDangerSoft = Color(0xFFF8CFC8)
}

/** The colours by daylight. */
val dayColors: ColorScheme =
    lightColorScheme(
        primary = Day.accent,
        onPrimary = Color.White,
        primaryContainer = Day.accentSoft,
        onPrimaryContainer = Day.onAccentSoft,
        secondaryContainer = Day.accentSoft,
        onSecondaryContainer = Day.onAccentSoft,
        background = Day.paper,
        onBackground = Day.ink,
        surface = Day.paper,
        onSurface = Day.ink,
        onSurfaceVariant = Day.quietInk,
        surfaceContainer = Day.raised,
        surfaceContainerHigh = Day.raised,
        outline = Day.edge,
        outlineVariant = Day.hairline,
        error = Day.danger,
        onError = Color.White,
        errorContainer = Day.dangerSoft,
        onErrorContainer = Day.onDangerSoft,
    )

/** The colours at night. */
val nightColors: ColorScheme =
    darkColorScheme(
        primary = Night.accent,
        onPrimary = Night.onAccent,
        primaryContainer = Night.accentSoft,
        onPrimaryContainer = Night.onAccentSoft,
        secondaryContainer = Night.accentSoft,
        onSecondaryContainer = Night.onAccentSoft,
        background = Night.paper,
        onBackground = Night.ink,
        surface = Night.paper,
        onSurface = Night.ink,
        onSurfaceVariant = Night.quietInk,
        surfaceContainer = Night.raised,
        surfaceContainerHigh = Night.raised,
        outline = Night.edge,
        outlineVariant = Night.hairline,
        error = Night.danger,
        onError = Night.onDanger,
        errorContainer = Night.dangerSoft,
        onErrorContainer = Night.onDangerSoft,
    )
