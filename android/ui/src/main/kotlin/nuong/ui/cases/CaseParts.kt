package nuong.ui.cases

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import nuong.ffi.Answer
import nuong.ffi.CaseView
import nuong.ffi.ConflictView
import nuong.ffi.FactView
import nuong.ffi.InterviewSummaryView
import nuong.ffi.MomentView
import nuong.ffi.UrgentView
import nuong.ffi.WordsView
import nuong.ui.parts.Aside
import nuong.ui.parts.Card
import nuong.ui.parts.Icons
import nuong.ui.parts.Pairs
import nuong.ui.parts.PartHeading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.SignedLine
import nuong.ui.parts.Text
import nuong.ui.parts.Tone
import nuong.ui.parts.WordButton
import nuong.ui.parts.across

/** What to see to before anything else; what threatens life or limb now is the one place for red. */
@Composable
internal fun Urgent(
    urgent: List<UrgentView>,
    heading: String,
) {
    if (urgent.isEmpty()) return
    PartHeading(heading)
    Card(tone = if (urgent.any { it.danger }) Tone.DANGER else Tone.ACCENT) {
        urgent.forEachIndexed { nth, need ->
            if (nth > 0) HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
            if (need.danger) {
                SignedLine(Icons.danger, need.name, color = MaterialTheme.colorScheme.error, style = MaterialTheme.typography.titleMedium)
            } else {
                Text(need.name, style = MaterialTheme.typography.titleMedium)
            }
            Sentence(need.todo)
            need.because.forEach { Aside(it) }
        }
    }
}

/** Differing answers side by side, one tap each. */
@Composable
internal fun Conflicts(
    conflicts: List<ConflictView>,
    heading: String,
    resolve: (String, Answer?) -> Unit,
) {
    if (conflicts.isEmpty()) return
    PartHeading(heading)
    conflicts.forEach { conflict ->
        Card(Modifier.testTag(conflict.path), Tone.ACCENT) {
            SignedLine(Icons.differs, conflict.heading, color = MaterialTheme.colorScheme.onPrimaryContainer)
            Text(conflict.text, style = MaterialTheme.typography.bodyMedium)
            // The buttons of a row stand side by side, however long it takes to say who wrote what.
            conflict.values.chunked(across()).forEach { row ->
                Pairs(row, Modifier.padding(top = 4.dp), equallyTall = false) { value, modifier ->
                    Column(modifier, verticalArrangement = Arrangement.spacedBy(8.dp)) {
                        Text(value.text, style = MaterialTheme.typography.headlineSmall)
                        value.by.forEach { Text(it, style = MaterialTheme.typography.bodyMedium) }
                    }
                }
                Pairs(row, equallyTall = false) { value, modifier ->
                    SideButton(value.choose, modifier) { resolve(conflict.path, value.value) }
                }
            }
        }
    }
}

/** All that is stated about the person and the case. */
@Composable
internal fun Facts(
    view: CaseView,
    words: WordsView,
) {
    PartHeading(words.person)
    (view.person + view.needs + view.referrals + view.consents.map { it.fact } + listOfNotNull(view.custody) + view.links).forEach { Fact(it) }
    Aside(view.opened)
    Aside(view.updated)
}

@Composable
private fun Fact(fact: FactView) {
    Column(verticalArrangement = Arrangement.spacedBy(if (fact.values.size > 1) 6.dp else 0.dp)) {
        Aside(fact.label)
        fact.values.forEach {
            Column {
                Sentence(it.text)
                if (fact.values.size > 1) Aside(it.by)
            }
        }
        fact.differs?.let { SignedLine(Icons.differs, it) }
    }
}

/** What happened or was noted, newest first; what is long ago waits behind a tap. */
@Composable
internal fun Moments(
    moments: List<MomentView>,
    heading: String,
    words: WordsView,
) {
    if (moments.isEmpty()) return
    var all by rememberSaveable(heading) { mutableStateOf(false) }
    PartHeading(heading)
    moments.take(if (all) moments.size else FIRST).forEachIndexed { nth, moment ->
        if (nth > 0) HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
        Column(verticalArrangement = Arrangement.spacedBy(2.dp)) {
            Sentence(moment.text)
            moment.reason?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
            Aside(listOf(moment.`when`, moment.who).filter { it.isNotEmpty() }.joinToString(" · "))
        }
    }
    if (!all && moments.size > FIRST) WordButton(words.more, icon = Icons.down) { all = true }
}

/** So many moments are shown at first. */
private const val FIRST = 8

/** The interviews; the answers of each are there after a tap. */
@Composable
internal fun Interviews(
    interviews: List<InterviewSummaryView>,
    words: WordsView,
) {
    if (interviews.isEmpty()) return
    PartHeading(words.interviews)
    interviews.forEach { Interview(it, words) }
}

@Composable
private fun Interview(
    interview: InterviewSummaryView,
    words: WordsView,
) {
    var open by rememberSaveable(interview.interview) { mutableStateOf(false) }
    Card {
        Text(interview.title, style = MaterialTheme.typography.titleMedium)
        Aside(interview.began)
        Aside(interview.state)
        if (interview.answers.isNotEmpty()) {
            WordButton(if (open) words.close else words.more, icon = if (open) Icons.close else Icons.down) { open = !open }
        }
        if (open) {
            interview.answers.forEach { answered ->
                HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
                Aside(answered.question)
                answered.answers.forEach { Sentence(it) }
                answered.differs?.let { SignedLine(Icons.differs, it) }
                answered.notCounted?.let { Aside(it) }
            }
        }
    }
}
