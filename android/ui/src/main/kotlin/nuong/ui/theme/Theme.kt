package nuong.ui.theme

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Shapes
import androidx.compose.material3.Typography
import androidx.compose.runtime.Composable
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.LineBreak
import androidx.compose.ui.text.style.LineHeightStyle
import androidx.compose.ui.unit.TextUnit
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp

/** Distances that hold on every screen. */
object Measures {
    /** The least height and width of whatever is tapped: a gloved thumb. */
    val target = 56.dp

    /** The least distance between two of them. */
    val apart = 12.dp

    /** The main action of a screen. */
    val main = 64.dp

    /** From the edge of the screen. */
    val edge = 20.dp

    /** Between two parts of a page. */
    val part = 28.dp

    /** The widest a column of text gets, on a computer's screen. */
    val column = 640.dp

    /** From this width on, the list and a case stand side by side. */
    val twoColumns = 960.dp
}

/** The look of every screen. [fonts] must hold a regular, a medium and a semi-bold face with Vietnamese. */
@Composable
fun NuongTheme(
    fonts: FontFamily,
    dark: Boolean = isSystemInDarkTheme(),
    content: @Composable () -> Unit,
) {
    MaterialTheme(
        colorScheme = if (dark) nightColors else dayColors,
        typography = typography(fonts, LocalDensity.current.fontScale),
        shapes =
            Shapes(
                small = RoundedCornerShape(12.dp),
                medium = RoundedCornerShape(16.dp),
                large = RoundedCornerShape(20.dp),
            ),
        content = content,
    )
}

/**
 * Letters that are large already, or that only say where one is, grow half as much as the phone is set to: at 1.6 times the
 * size, what is read and tapped still has room on the screen.
 */
fun TextStyle.growingLess(scale: Float): TextStyle {
    if (scale <= 1f) return this
    val less = (1f + scale) / 2f / scale
    return copy(fontSize = fontSize * less, lineHeight = lineHeight * less)
}

/** Nothing is smaller than 16 sp, and lines are 1.4 times their letters or more: Vietnamese marks stack. */
private fun typography(
    fonts: FontFamily,
    scale: Float,
): Typography {
    fun style(
        size: TextUnit,
        height: TextUnit,
        weight: FontWeight = FontWeight.Normal,
        lines: LineBreak = LineBreak.Paragraph,
    ) = TextStyle(
        fontFamily = fonts,
        fontSize = size,
        lineHeight = height,
        fontWeight = weight,
        lineBreak = lines,
        lineHeightStyle = LineHeightStyle(LineHeightStyle.Alignment.Center, LineHeightStyle.Trim.None),
    )

    // Lines of a heading are of about one length, so that no word stands alone.
    fun heading(
        size: TextUnit,
        height: TextUnit,
    ) = style(size, height, FontWeight.SemiBold, LineBreak.Heading)
    val title = heading(20.sp, 29.sp)
    val small = style(16.sp, 24.sp)
    return Typography(
        headlineLarge = heading(30.sp, 42.sp).growingLess(scale),
        headlineMedium = heading(26.sp, 37.sp).growingLess(scale),
        headlineSmall = heading(23.sp, 33.sp).growingLess(scale),
        titleLarge = title,
        titleMedium = heading(18.sp, 26.sp),
        titleSmall = heading(16.sp, 24.sp),
        bodyLarge = style(18.sp, 27.sp),
        bodyMedium = small,
        bodySmall = small,
        labelLarge = style(18.sp, 26.sp, FontWeight.Medium),
        labelMedium = style(16.sp, 24.sp, FontWeight.Medium),
        labelSmall = small,
    )
}
