package nuong.ui.alone

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.lifecycle.viewmodel.compose.viewModel
import nuong.Nuong
import nuong.ffi.ErrorView
import nuong.ffi.SelfAnswerView
import nuong.ffi.SelfChoice
import nuong.ffi.SelfChoiceView
import nuong.ffi.Shape
import nuong.ffi.WordsView
import nuong.ui.Draft
import nuong.ui.Shell
import nuong.ui.parts.Field
import nuong.ui.parts.Icons
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.Pairs
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.SignButton
import nuong.ui.parts.Text
import nuong.ui.parts.Typed
import nuong.ui.parts.WordButton
import nuong.ui.theme.Measures

/** What can be done while a person answers alone. */
class AloneIntents(
    val putAway: () -> Unit,
    val touch: (SelfChoice) -> Unit,
    val again: () -> Unit,
    val showText: (Boolean) -> Unit,
    val takeBack: () -> Unit,
)

/** The phone is in the person's hands, until the officer unlocks it. */
@Composable
internal fun Alone(
    nuong: Nuong,
    shell: Shell,
    words: WordsView,
) {
    val model = viewModel { AloneModel(nuong, shell) }
    val view by model.view.collectAsState()
    val problem by model.problem.collectAsState()
    val does =
        AloneIntents(model::putAway, model::touch, model::again, { model.showText(it) }, { model.takeBack() })
    view?.let { AloneScreen(it, model.draft, words, problem, does) }
}

/** Four large shapes, each told from the others without reading and without colour; the words only where they were asked for. */
@Composable
fun AloneScreen(
    view: SelfAnswerView,
    draft: Draft,
    words: WordsView,
    problem: ErrorView?,
    does: AloneIntents,
) {
    var taking by remember { mutableStateOf(false) }
    Page(
        top = {
            if (view.sounds.isNotEmpty()) SignButton(words.listen, Icons.listen, onClick = does.again)
            Spacer(Modifier.weight(1f))
            if (view.choices.isNotEmpty()) WordButton(view.showText.label) { does.showText(view.text == null) }
        },
        bottom = {
            if (taking) {
                Field(draft.line, view.takeBack.label, Modifier.testTag("take-back"), Typed.SECRET, onDone = does.takeBack) { draft.line = it }
                MainButton(view.takeBack, onClick = does.takeBack)
            } else {
                SideButton(view.takeBack) { taking = true }
            }
        },
    ) {
        Reading(
            low = {
                Pairs(view.choices) { choice, modifier -> Touch(choice, modifier) { does.touch(choice.choice) } }
            },
        ) {
            Problem(problem, words.close, does.putAway)
            view.fallback?.let { Sentence(it) }
            view.ended?.let { Text(it, style = MaterialTheme.typography.headlineMedium) }
            view.text?.forEach { Text(it, style = MaterialTheme.typography.headlineSmall) }
        }
    }
}

/** One of the four. */
@Composable
private fun Touch(
    choice: SelfChoiceView,
    modifier: Modifier,
    onTouch: () -> Unit,
) {
    val shape = MaterialTheme.shapes.large
    Surface(
        modifier.heightIn(min = TOUCH).clip(shape).selectable(false, role = Role.Button, onClick = onTouch),
        shape,
        MaterialTheme.colorScheme.surfaceContainer,
    ) {
        Column(
            Modifier.padding(16.dp),
            horizontalAlignment = Alignment.CenterHorizontally,
            verticalArrangement = Arrangement.spacedBy(8.dp, Alignment.CenterVertically),
        ) {
            Icon(sign(choice.shape), null, Modifier.size(72.dp), MaterialTheme.colorScheme.onSurface)
            Text(choice.label, style = MaterialTheme.typography.titleLarge, textAlign = TextAlign.Center)
        }
    }
}

/** As large as two rows of buttons: it is found without looking for it. */
private val TOUCH = Measures.target * 2.5f

private fun sign(shape: Shape): ImageVector =
    when (shape) {
        Shape.CIRCLE -> Icons.circle
        Shape.SQUARE -> Icons.square
        Shape.TRIANGLE -> Icons.triangle
        Shape.CROSS -> Icons.close
    }
