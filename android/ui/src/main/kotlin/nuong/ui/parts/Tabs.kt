package nuong.ui.parts

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import nuong.ffi.WordsView
import nuong.ui.Place
import nuong.ui.theme.Measures
import nuong.ui.theme.growingLess

/** The main screens. The one that is shown has a ground behind its sign, not only another colour. */
@Composable
fun Tabs(
    words: WordsView,
    here: Place,
    go: (Place) -> Unit,
) {
    val all =
        listOf(
            Triple(Place.Today, words.today, Icons.today),
            Triple(Place.Send, words.send, Icons.send),
            Triple(Place.Settings, words.settings, Icons.settings),
        )
    Row(Modifier.fillMaxWidth().selectableGroup(), horizontalArrangement = Arrangement.spacedBy(Measures.apart)) {
        all.forEach { (place, label, icon) ->
            Column(
                Modifier.weight(1f).tab(here == place) { go(place) },
                horizontalAlignment = Alignment.CenterHorizontally,
                verticalArrangement = Arrangement.Center,
            ) { Sign(label, icon, here == place) }
        }
    }
}

/** From this scale on, three words do not stand in a row. */
internal const val LARGE_LETTERS = 1.3f

@Composable
private fun Modifier.tab(
    chosen: Boolean,
    onTap: () -> Unit,
) = heightIn(min = Measures.target).clip(MaterialTheme.shapes.medium).selectable(chosen, role = Role.Tab, onClick = onTap)

@Composable
private fun Sign(
    label: String,
    icon: ImageVector,
    chosen: Boolean,
) {
    val ground = if (chosen) MaterialTheme.colorScheme.primaryContainer else Color.Transparent
    Icon(
        icon,
        null,
        Modifier
            .clip(CircleShape)
            .background(ground)
            .padding(horizontal = 16.dp, vertical = 2.dp)
            .size(24.dp),
        MaterialTheme.colorScheme.onSurface,
    )
    Text(
        label,
        style = MaterialTheme.typography.labelMedium.growingLess(LocalDensity.current.fontScale),
        textAlign = TextAlign.Center,
    )
}
