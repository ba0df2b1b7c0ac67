package nuong.ui.cases

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import nuong.ffi.AssessmentView
import nuong.ffi.CaseView
import nuong.ffi.DimensionView
import nuong.ffi.ElementView
import nuong.ffi.ReasonView
import nuong.ffi.WordsView
import nuong.ui.parts.Aside
import nuong.ui.parts.Card
import nuong.ui.parts.Heading
import nuong.ui.parts.Icons
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.PartHeading
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SignedLine
import nuong.ui.parts.Text
import nuong.ui.parts.WordButton
import nuong.ui.parts.always

/** What the answers point to: what cannot wait, then the reasons, then what is not known. Never a number. */
@Composable
fun ResultScreen(
    view: CaseView,
    words: WordsView,
    top: @Composable RowScope.() -> Unit,
    close: () -> Unit,
) {
    val assessment = view.assessment
    Page(top = top, bottom = { MainButton(always(words.close), onClick = close) }) {
        Reading {
            Urgent(view.urgent, words.urgent)
            Heading(assessment.heading, Modifier.padding(top = 4.dp))
            Sentence(assessment.text)
            Card {
                Sentence(assessment.child)
                Aside(assessment.caution)
            }
            PartHeading(words.reasons)
            assessment.elements.forEach { Element(it, words) }
            assessment.protective.forEach { SignedLine(Icons.differs, it) }
            Unasked(assessment, words.unasked)
            Dimensions(assessment, words)
        }
    }
}

@Composable
private fun Element(
    element: ElementView,
    words: WordsView,
) {
    Card {
        Text(element.title, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)
        State(element.met, element.state)
        element.reasons.forEach { Reason(it, words) }
        element.noReasons?.let { Aside(it) }
    }
}

/** How something stands: a tick where it is there, besides the word. */
@Composable
private fun State(
    met: Boolean,
    state: String,
) {
    if (met) {
        SignedLine(Icons.check, state, color = MaterialTheme.colorScheme.primary)
    } else {
        Aside(state)
    }
}

/** An answer that is a reason; what it is a sign of is there after a tap. */
@Composable
private fun Reason(
    reason: ReasonView,
    words: WordsView,
) {
    var open by rememberSaveable(reason.interview, reason.question) { mutableStateOf(false) }
    HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
    Sentence(reason.text)
    if (open) reason.signs.forEach { Aside(it) }
    if (reason.signs.isNotEmpty()) {
        WordButton(if (open) words.close else words.more, icon = if (open) Icons.close else Icons.down) { open = !open }
    }
}

@Composable
private fun Unasked(
    assessment: AssessmentView,
    heading: String,
) {
    if (assessment.unasked.isEmpty()) return
    PartHeading(heading)
    assessment.unasked.forEach {
        Column(verticalArrangement = Arrangement.spacedBy(2.dp)) {
            Sentence(it.text)
            Aside(it.why)
        }
    }
}

@Composable
private fun Dimensions(
    assessment: AssessmentView,
    words: WordsView,
) {
    var open by rememberSaveable { mutableStateOf(false) }
    WordButton(if (open) words.close else words.more, icon = if (open) Icons.close else Icons.down) { open = !open }
    if (open) {
        assessment.dimensions.forEach { Dimension(it) }
        assessment.rules.forEach { Aside(it) }
    }
}

@Composable
private fun Dimension(dimension: DimensionView) {
    Card {
        Text(dimension.title, style = MaterialTheme.typography.titleMedium)
        State(dimension.met, dimension.state)
        dimension.signs.forEach {
            Column {
                Sentence(it.name)
                Aside(it.weight)
            }
        }
    }
}
