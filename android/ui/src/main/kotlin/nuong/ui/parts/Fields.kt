package nuong.ui.parts

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.OutlinedTextFieldDefaults
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation
import nuong.ffi.WordsView
import nuong.ui.theme.Measures

/** What a field is for. */
enum class Typed { WORDS, LINE, NUMBER, DATE, SECRET, SEARCH, ADDRESS }

/** A place to type. What is wrong stands under it, in the place of the hint. */
@Composable
fun Field(
    text: String,
    label: String,
    modifier: Modifier = Modifier,
    typed: Typed = Typed.LINE,
    hint: String? = null,
    problem: String? = null,
    enabled: Boolean = true,
    icon: ImageVector? = null,
    clear: String? = null,
    onDone: () -> Unit = {},
    onChange: (String) -> Unit,
) {
    val under = problem ?: hint
    val lines = if (typed == Typed.WORDS) 3..8 else 1..1
    // A label that does not fit on the edge of the field stands above it, or within it while nothing is searched for.
    val long = label.length * LocalDensity.current.fontScale > ON_THE_EDGE
    if (long && typed != Typed.SEARCH) Aside(label)
    val named = if (long) modifier.semantics { contentDescription = label } else modifier
    OutlinedTextField(
        value = text,
        onValueChange = onChange,
        enabled = enabled,
        modifier = named.fillMaxWidth().heightIn(min = Measures.target),
        label = if (long) null else ({ Text(label) }),
        placeholder = if (long && typed == Typed.SEARCH) ({ Text(label) }) else null,
        supportingText = under?.let { { Text(it, style = MaterialTheme.typography.bodyMedium) } },
        isError = problem != null,
        leadingIcon = icon?.let { { Icon(it, null) } },
        trailingIcon = if (clear != null && text.isNotEmpty()) ({ SignButton(clear, Icons.close) { onChange("") } }) else null,
        singleLine = lines.last == 1,
        minLines = lines.first,
        maxLines = lines.last,
        textStyle = MaterialTheme.typography.bodyLarge,
        shape = MaterialTheme.shapes.medium,
        visualTransformation = if (typed == Typed.SECRET) PasswordVisualTransformation() else VisualTransformation.None,
        keyboardOptions = keyboard(typed),
        keyboardActions = KeyboardActions(onAny = { onDone() }),
        colors =
            OutlinedTextFieldDefaults.colors(
                unfocusedBorderColor = MaterialTheme.colorScheme.outline,
                unfocusedLabelColor = MaterialTheme.colorScheme.onSurfaceVariant,
                // What is off is still to be read, and so is why.
                disabledLabelColor = MaterialTheme.colorScheme.onSurfaceVariant,
                disabledTextColor = MaterialTheme.colorScheme.onSurfaceVariant,
                disabledSupportingTextColor = MaterialTheme.colorScheme.onSurface,
            ),
    )
}

/** So many letters of the usual size stand in one line on the edge of a field. */
private const val ON_THE_EDGE = 34

/** A field that is written down when the typing ends; while it differs from what is kept, a button says so. */
@Composable
fun SavedField(
    kept: String,
    label: String,
    hint: String,
    tag: String,
    words: WordsView,
    typed: Typed = Typed.LINE,
    save: (String) -> Unit,
) {
    var text by remember(kept) { mutableStateOf(kept) }
    Field(text, label, Modifier.testTag(tag), typed, hint, onDone = { save(text) }) { text = it }
    if (text != kept) SideButton(always(words.save)) { save(text) }
}

private fun keyboard(typed: Typed) =
    KeyboardOptions(
        keyboardType =
            when (typed) {
                Typed.NUMBER -> KeyboardType.Decimal
                Typed.SECRET -> KeyboardType.Password
                Typed.ADDRESS -> KeyboardType.Uri
                else -> KeyboardType.Text
            },
        imeAction =
            when (typed) {
                Typed.WORDS -> ImeAction.Default
                Typed.SEARCH -> ImeAction.Search
                else -> ImeAction.Done
            },
        autoCorrectEnabled = typed == Typed.WORDS,
    )
