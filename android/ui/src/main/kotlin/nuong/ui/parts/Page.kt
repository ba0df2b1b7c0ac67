package nuong.ui.parts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import nuong.ui.theme.Measures

/** The ground of every screen: a top line, what is read, and the actions at the bottom, where the thumb is. */
@Composable
fun Page(
    top: @Composable RowScope.() -> Unit,
    bottom: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable () -> Unit,
) {
    Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.surface) {
        Column(Modifier.windowInsetsPadding(WindowInsets.safeDrawing), horizontalAlignment = Alignment.CenterHorizontally) {
            Row(
                Modifier.fillMaxWidth().heightIn(min = Measures.main).padding(horizontal = 8.dp),
                horizontalArrangement = Arrangement.spacedBy(Measures.apart),
                verticalAlignment = Alignment.CenterVertically,
                content = top,
            )
            Box(Modifier.weight(1f).widthIn(max = Measures.column)) { content() }
            if (bottom != null) {
                HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
                Column(
                    Modifier.widthIn(max = Measures.column).padding(horizontal = Measures.edge, vertical = Measures.apart),
                    verticalArrangement = Arrangement.spacedBy(Measures.apart),
                    content = bottom,
                )
            }
        }
    }
}

/**
 * What is read on a page, scrolling where it is long. [low] stands at the lower edge while there is room, so that what is
 * tapped is under the thumb; on a small screen or with large letters it follows what is read.
 */
@Composable
fun Reading(
    low: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    BoxWithConstraints(Modifier.fillMaxSize()) {
        Column(
            Modifier
                .verticalScroll(rememberScrollState())
                .heightIn(min = maxHeight)
                .fillMaxWidth()
                .padding(start = Measures.edge, end = Measures.edge, top = 4.dp, bottom = Measures.edge),
            verticalArrangement = Arrangement.SpaceBetween,
        ) {
            Column(verticalArrangement = Arrangement.spacedBy(Measures.apart), content = content)
            if (low != null) {
                Column(
                    Modifier.fillMaxWidth().padding(top = Measures.part),
                    verticalArrangement = Arrangement.spacedBy(Measures.apart),
                    content = low,
                )
            }
        }
    }
}

/** The thought of a screen; where it is told in several sentences, they are read and not looked at. */
@Composable
fun Heading(
    text: String,
    modifier: Modifier = Modifier,
) {
    val types = MaterialTheme.typography
    Text(text, modifier.semantics { heading() }, style = if (text.length > LOOKED_AT) types.titleLarge else types.headlineMedium)
}

/** So many letters are looked at as one. */
private const val LOOKED_AT = 120

/** A size that grows with the letters it stands beside, half as much: the words need the room. */
@Composable
internal fun Dp.withLetters(): Dp = this * ((1f + LocalDensity.current.fontScale) / 2f).coerceAtLeast(1f)

/** The name of one of the main screens, in its top line. */
@Composable
fun RowScope.Title(text: String) = Heading(text, Modifier.weight(1f).padding(start = Measures.apart))

/** The heading of a part of a page. */
@Composable
fun PartHeading(
    text: String,
    modifier: Modifier = Modifier,
) = Text(
    text,
    modifier.padding(top = Measures.part - Measures.apart).semantics { heading() },
    style = MaterialTheme.typography.titleLarge,
)

/** A sentence to read. */
@Composable
fun Sentence(
    text: String,
    modifier: Modifier = Modifier,
) = Text(text, modifier, style = MaterialTheme.typography.bodyLarge)

/** A sentence that is there for who looks for it. */
@Composable
fun Aside(
    text: String,
    modifier: Modifier = Modifier,
) = Text(text, modifier, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
