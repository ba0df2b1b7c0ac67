package nuong.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.unit.dp
import nuong.ffi.ErrorView
import nuong.ffi.SendingView
import nuong.ui.theme.Measures

/** How much a card asks for. */
enum class Tone {
    /** To be read. */
    QUIET,

    /** What is chosen, or matters here. */
    ACCENT,

    /** Danger now, and nothing else. */
    DANGER,
}

/** A part that belongs together. */
@Composable
fun Card(
    modifier: Modifier = Modifier,
    tone: Tone = Tone.QUIET,
    content: @Composable ColumnScope.() -> Unit,
) {
    val colors = MaterialTheme.colorScheme
    Surface(
        modifier = modifier.fillMaxWidth(),
        shape = MaterialTheme.shapes.medium,
        color =
            when (tone) {
                Tone.QUIET -> colors.surfaceContainer
                Tone.ACCENT -> colors.primaryContainer
                Tone.DANGER -> colors.surface
            },
        contentColor =
            when (tone) {
                Tone.QUIET -> colors.onSurface
                Tone.ACCENT -> colors.onPrimaryContainer
                Tone.DANGER -> colors.onSurface
            },
        border = if (tone == Tone.DANGER) BorderStroke(2.dp, colors.error) else null,
    ) { Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(8.dp), content = content) }
}

/** A sign and a line of text, which keep together. */
@Composable
fun SignedLine(
    icon: ImageVector,
    text: String,
    modifier: Modifier = Modifier,
    color: Color = MaterialTheme.colorScheme.onSurfaceVariant,
    style: TextStyle = MaterialTheme.typography.bodyMedium,
    sign: Color = color,
) {
    Row(modifier, verticalAlignment = Alignment.Top, horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        val line = with(LocalDensity.current) { style.lineHeight.toDp() }
        Box(Modifier.height(line), Alignment.Center) { Icon(icon, null, Modifier.size(20.dp.withLetters()), sign) }
        Text(text, style = style, color = color)
    }
}

/** How far something was sent: a sign of its own while it waits on this phone. */
@Composable
fun SendingLine(
    sending: SendingView,
    modifier: Modifier = Modifier,
) = SignedLine(if (sending.waits) Icons.here else Icons.there, sending.text, modifier)

/** What went wrong and what to do; it can be put away. Read aloud as it comes. */
@Composable
fun Problem(
    problem: ErrorView?,
    close: String,
    onClose: () -> Unit,
) {
    if (problem == null) return
    Card(Modifier.padding(bottom = Measures.apart).semantics { liveRegion = LiveRegionMode.Polite }, Tone.ACCENT) {
        Text(problem.text, style = MaterialTheme.typography.titleMedium)
        Text(problem.todo, style = MaterialTheme.typography.bodyLarge)
        WordButton(close, Modifier.align(Alignment.End), onClick = onClose)
    }
}
