package nuong.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import nuong.ui.theme.Measures

/** One answer to tap. A round sign where one is taken, a square one where several can be; taken ones are ticked, not only coloured. */
@Composable
fun Choice(
    label: String,
    chosen: Boolean,
    modifier: Modifier = Modifier,
    many: Boolean = false,
    enabled: Boolean = true,
    place: String? = null,
    onTap: () -> Unit,
) {
    val colors = MaterialTheme.colorScheme
    val shape = MaterialTheme.shapes.medium
    val tap =
        if (many) {
            Modifier.toggleable(chosen, enabled, Role.Checkbox) { onTap() }
        } else {
            Modifier.selectable(chosen, enabled, Role.RadioButton, onClick = onTap)
        }
    Surface(
        modifier = modifier.fillMaxWidth().heightIn(min = Measures.main).clip(shape).then(tap),
        shape = shape,
        color = if (chosen) colors.primaryContainer else colors.surface,
        contentColor = if (chosen) colors.onPrimaryContainer else colors.onSurface,
        border = BorderStroke(if (chosen) 2.5.dp else 1.5.dp, if (chosen) colors.primary else colors.outline),
    ) {
        Row(
            Modifier.padding(horizontal = 14.dp, vertical = 12.dp),
            verticalAlignment = Alignment.CenterVertically,
            horizontalArrangement = Arrangement.spacedBy(12.dp),
        ) {
            if (place != null) Place(place) else Mark(chosen, many)
            Text(label, style = MaterialTheme.typography.labelLarge)
        }
    }
}

/** At which place of an order it stands. */
@Composable
private fun Place(place: String) {
    Box(
        Modifier
            .clip(CircleShape)
            .background(MaterialTheme.colorScheme.primary)
            .sizeIn(32.dp, 32.dp)
            .padding(horizontal = 8.dp, vertical = 2.dp),
        contentAlignment = Alignment.Center,
    ) { Text(place, style = MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.onPrimary) }
}

@Composable
private fun Mark(
    chosen: Boolean,
    many: Boolean,
) {
    val colors = MaterialTheme.colorScheme
    val shape = if (many) RoundedCornerShape(6.dp) else CircleShape
    Box(
        Modifier
            .size(26.dp)
            .clip(shape)
            .background(if (chosen) colors.primary else colors.surface)
            .border(2.dp, if (chosen) colors.primary else colors.outline, shape),
        contentAlignment = Alignment.Center,
    ) { if (chosen) Icon(Icons.check, null, Modifier.size(20.dp), colors.onPrimary) }
}

/** Things of equal weight, two in a row; one, where letters are so large that a word would fall apart. */
@Composable
fun <T> Pairs(
    items: List<T>,
    modifier: Modifier = Modifier,
    equallyTall: Boolean = true,
    content: @Composable (T, Modifier) -> Unit,
) {
    val across = across()
    items.chunked(across).forEach { pair ->
        val row = if (equallyTall) modifier.height(IntrinsicSize.Min) else modifier
        Row(row.fillMaxWidth(), horizontalArrangement = Arrangement.spacedBy(Measures.apart)) {
            pair.forEach { content(it, if (equallyTall) Modifier.weight(1f).fillMaxHeight() else Modifier.weight(1f)) }
            if (pair.size < across) Spacer(Modifier.weight(1f))
        }
    }
}

/** So many stand in a row. */
@Composable
internal fun across(): Int = if (LocalDensity.current.fontScale > ROOM_FOR_TWO) 1 else 2

/** From this scale on, a word of six letters does not stand in half a row. */
private const val ROOM_FOR_TWO = 1.7f
