package nuong.ui.interview

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import nuong.ffi.AttachmentView
import nuong.ffi.ChoiceView
import nuong.ffi.Drawn
import nuong.ffi.InputView
import nuong.ffi.QuestionView
import nuong.ffi.WordsView
import nuong.ui.parts.Aside
import nuong.ui.parts.Choice
import nuong.ui.parts.Field
import nuong.ui.parts.Icons
import nuong.ui.parts.Pairs
import nuong.ui.parts.PartHeading
import nuong.ui.parts.SideButton
import nuong.ui.parts.SignButton
import nuong.ui.parts.SignedLine
import nuong.ui.parts.Text
import nuong.ui.parts.Typed
import nuong.ui.parts.WordButton
import nuong.ui.parts.always
import nuong.ui.theme.Measures

/** What stands between a question and its answers. */
@Composable
internal fun Surroundings(
    question: QuestionView,
    words: WordsView,
    does: InterviewIntents,
) {
    question.listen?.let { sound ->
        SideButton(always(words.listen), icon = Icons.listen) { does.play(listOf(sound.file)) }
        sound.fallback?.let { Aside(it) }
    }
    question.hint?.let { Text(it, style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onSurfaceVariant) }
    question.needed?.let { Aside(it) }
    question.readOnly?.let { SignedLine(Icons.seen, it) }
    question.guidance?.let { Guidance(it, words) }
}

/** Words for whoever learns to ask, for who looks for them. */
@Composable
private fun Guidance(
    guidance: String,
    words: WordsView,
) {
    var open by rememberSaveable(guidance) { mutableStateOf(false) }
    if (open) Aside(guidance)
    WordButton(if (open) words.close else words.more, icon = if (open) Icons.close else Icons.down) { open = !open }
}

/** A question of a screen that holds several. */
@Composable
internal fun WholeQuestion(
    question: QuestionView,
    answerable: Boolean,
    words: WordsView,
    does: InterviewIntents,
) {
    PartHeading(question.label)
    Surroundings(question, words, does)
    question.observed?.let { SignedLine(Icons.seen, it) }
    Answers(question, answerable, words, does)
}

/** The answers to a question, as the core says they are drawn; all are there at once, and equal. */
@Composable
internal fun Answers(
    question: QuestionView,
    answerable: Boolean,
    words: WordsView,
    does: InterviewIntents,
) {
    val tap = { choice: ChoiceView -> does.answer(question.path, choice.then) }
    if (question.drawn != Drawn.FOUR_CHOICES) question.how?.let { Aside(it) }
    question.attachment?.let { file -> Attached(file) }
    question.range?.let { Aside("${it.start} – ${it.end}") }
    question.input?.let { Input(question, it, answerable, does.type) }
    question.problem?.takeIf { question.input == null }?.let {
        Text(
            it,
            Modifier.semantics { liveRegion = LiveRegionMode.Polite },
            style = MaterialTheme.typography.bodyLarge,
            color = MaterialTheme.colorScheme.error,
        )
    }
    val many = question.drawn == Drawn.MANY_CHOICES
    Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
        if (question.drawn == Drawn.FOUR_CHOICES || question.input != null) {
            Pairs(question.choices) { choice, modifier ->
                Choice(choice.label, choice.chosen, modifier, enabled = answerable) { tap(choice) }
            }
        } else {
            question.choices.forEach { choice ->
                val place = choice.place?.toString()
                WithListen(choice, words, does) { Choice(choice.label, choice.chosen, it, many, answerable, place) { tap(choice) } }
            }
        }
    }
}

/** A choice, and its recording beside it. */
@Composable
private fun WithListen(
    choice: ChoiceView,
    words: WordsView,
    does: InterviewIntents,
    draw: @Composable (Modifier) -> Unit,
) {
    val sound = choice.listen ?: return draw(Modifier)
    Row(verticalAlignment = Alignment.CenterVertically, horizontalArrangement = Arrangement.spacedBy(Measures.apart)) {
        draw(Modifier.weight(1f))
        SignButton("${words.listen}: ${choice.label}", Icons.listen) { does.play(listOf(sound.file)) }
    }
    sound.fallback?.let { Aside(it) }
}

/** What file belongs to the answer, and its name where it was attached. */
@Composable
private fun Attached(file: AttachmentView) {
    Aside(file.label)
    file.name?.let { SignedLine(Icons.check, it) }
}

/** What is typed stays as it is typed; when the core has taken it, it stands there as the core writes it. */
@Composable
private fun Input(
    question: QuestionView,
    input: InputView,
    answerable: Boolean,
    type: (String, String) -> Unit,
) {
    var text by remember(question.path) { mutableStateOf(input.text) }
    var taken by remember(question.path) { mutableStateOf(input.text) }
    LaunchedEffect(input.text) {
        if (input.text != taken) {
            taken = input.text
            text = input.text
        }
    }
    Field(
        text,
        input.label,
        Modifier.testTag(question.path),
        typed(question.drawn),
        problem = question.problem,
        enabled = answerable,
    ) {
        text = it
        type(question.path, it)
    }
}

private fun typed(drawn: Drawn): Typed =
    when (drawn) {
        Drawn.WHOLE_NUMBER, Drawn.NUMBER -> Typed.NUMBER
        Drawn.DATE, Drawn.DATE_PART -> Typed.DATE
        else -> Typed.WORDS
    }
