package nuong.ui.parts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import nuong.ffi.Action
import nuong.ui.theme.Measures

private val inside = PaddingValues(horizontal = 16.dp, vertical = 12.dp)
private val insideInRow = PaddingValues(horizontal = 8.dp, vertical = 12.dp)

/** The one thing a screen is for. Where it cannot be done, it stays in its place and says why. */
@Composable
fun MainButton(
    action: Action,
    modifier: Modifier = Modifier,
    busy: Boolean = false,
    icon: ImageVector? = null,
    onClick: () -> Unit,
) {
    WithReason(action, modifier) {
        Button(
            onClick = onClick,
            enabled = action.enabled && !busy,
            shape = MaterialTheme.shapes.medium,
            contentPadding = inside,
            colors =
                ButtonDefaults.buttonColors(
                    disabledContainerColor = MaterialTheme.colorScheme.surfaceContainer,
                    disabledContentColor = MaterialTheme.colorScheme.onSurfaceVariant,
                ),
            modifier = Modifier.fillMaxWidth().heightIn(min = Measures.main).saysWhyNot(action),
        ) { Label(action.label, icon) }
    }
}

/** Something else that can be done here; [inRow] beside others. */
@Composable
fun SideButton(
    action: Action,
    modifier: Modifier = Modifier,
    busy: Boolean = false,
    icon: ImageVector? = null,
    inRow: Boolean = false,
    onClick: () -> Unit,
) {
    WithReason(action, modifier) {
        OutlinedButton(
            onClick = onClick,
            enabled = action.enabled && !busy,
            shape = MaterialTheme.shapes.medium,
            contentPadding = if (inRow) insideInRow else inside,
            border =
                BorderStroke(
                    1.5.dp,
                    if (action.enabled) MaterialTheme.colorScheme.outline else MaterialTheme.colorScheme.outlineVariant,
                ),
            colors =
                ButtonDefaults.outlinedButtonColors(
                    contentColor = MaterialTheme.colorScheme.onSurface,
                    disabledContentColor = MaterialTheme.colorScheme.onSurfaceVariant,
                ),
            modifier = Modifier.fillMaxWidth().heightIn(min = if (inRow) Measures.main else Measures.target).saysWhyNot(action),
        ) { Label(action.label, icon, if (inRow) MaterialTheme.typography.labelMedium else MaterialTheme.typography.labelLarge) }
    }
}

/** A quiet word that can be tapped. */
@Composable
fun WordButton(
    label: String,
    modifier: Modifier = Modifier,
    icon: ImageVector? = null,
    enabled: Boolean = true,
    onClick: () -> Unit,
) {
    TextButton(
        onClick = onClick,
        enabled = enabled,
        shape = MaterialTheme.shapes.medium,
        contentPadding = PaddingValues(horizontal = 12.dp, vertical = 8.dp),
        modifier = modifier.heightIn(min = Measures.target).widthIn(min = Measures.target),
    ) { Label(label, icon) }
}

/** A sign that can be tapped; it has a name for who does not see it. */
@Composable
fun SignButton(
    name: String,
    icon: ImageVector,
    modifier: Modifier = Modifier,
    onClick: () -> Unit,
) {
    TextButton(
        onClick = onClick,
        contentPadding = PaddingValues(0.dp),
        modifier = modifier.size(Measures.target).semantics { contentDescription = name },
    ) { Icon(icon, null, Modifier.size(28.dp), MaterialTheme.colorScheme.onSurface) }
}

@Composable
private fun Label(
    text: String,
    icon: ImageVector?,
    style: TextStyle = MaterialTheme.typography.labelLarge,
) {
    Row(verticalAlignment = Alignment.CenterVertically, horizontalArrangement = Arrangement.spacedBy(10.dp)) {
        if (icon != null) Icon(icon, null, Modifier.size(24.dp.withLetters()))
        Text(text, style = style, textAlign = TextAlign.Center)
    }
}

@Composable
private fun WithReason(
    action: Action,
    modifier: Modifier,
    button: @Composable () -> Unit,
) {
    Column(modifier, verticalArrangement = Arrangement.spacedBy(6.dp)) {
        button()
        action.whyNot?.let {
            Text(
                it,
                Modifier.padding(horizontal = 4.dp),
                style = MaterialTheme.typography.bodyMedium,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
            )
        }
    }
}

private fun Modifier.saysWhyNot(action: Action) = semantics { action.whyNot?.let { stateDescription = it } }

/** An action that is always possible, for a word of the core's that belongs to no view. */
fun always(label: String) = Action(label, true, null)
