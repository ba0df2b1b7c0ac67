package nuong.ui.interview

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import nuong.ffi.Answer
import nuong.ffi.EndingView
import nuong.ffi.ErrorView
import nuong.ffi.InterviewView
import nuong.ffi.RepeatView
import nuong.ffi.Respondent
import nuong.ffi.WordsView
import nuong.ui.parts.Aside
import nuong.ui.parts.Card
import nuong.ui.parts.Choice
import nuong.ui.parts.Heading
import nuong.ui.parts.Icons
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.SignedLine
import nuong.ui.parts.Text
import nuong.ui.parts.Tone
import nuong.ui.parts.always
import nuong.ui.theme.Measures
import nuong.ui.theme.growingLess

/** What can be done in an interview. */
class InterviewIntents(
    val putAway: () -> Unit,
    val answer: (question: String, answer: Answer?) -> Unit,
    val type: (question: String, text: String) -> Unit,
    val forward: (at: UInt) -> Unit,
    val back: (at: UInt) -> Unit,
    val firstUnanswered: () -> Unit,
    val stop: () -> Unit,
    val answeredBy: (Respondent) -> Unit,
    val askIn: (language: String) -> Unit,
    val addAnother: (repeat: String) -> Unit,
    val takeAway: (instance: String) -> Unit,
    val goTo: (at: UInt) -> Unit,
    val play: (recordings: List<String>) -> Unit,
    val alone: () -> Unit,
)

/** One screen of an interview: the thought as the heading, the answers under the thumb, the bar at the same place always. */
@Composable
fun InterviewScreen(
    view: InterviewView,
    words: WordsView,
    problem: ErrorView?,
    does: InterviewIntents,
    cover: @Composable RowScope.() -> Unit = {},
) {
    val only = view.questions.singleOrNull()
    val answerable = view.locked == null
    Page(
        top = {
            Column(Modifier.weight(1f).padding(start = Measures.apart, top = 6.dp)) {
                val types = MaterialTheme.typography
                val scale = LocalDensity.current.fontScale
                Text(view.section ?: view.title, style = types.titleSmall.growingLess(scale))
                view.progress?.let {
                    Text(it, style = types.bodyMedium.growingLess(scale), color = MaterialTheme.colorScheme.onSurfaceVariant)
                }
            }
            cover()
        },
        bottom = { Bar(view, does) },
    ) {
        key(view.at) {
            Reading(low = only?.let { { Answers(it, answerable, words, does) } }) {
                Problem(problem, words.close, does.putAway)
                Heading(view.heading)
                only?.let { Surroundings(it, words, does) }
                if (view.ending == null) Who(view, answerable, does)
                view.alone?.let { SideButton(it, icon = Icons.hand, onClick = does.alone) }
                view.borrowed?.let { Aside(it) }
                view.locked?.let { Card(tone = Tone.ACCENT) { Sentence(it) } }
                view.ending?.let { Ending(it, view, does) }
                if (only == null) view.questions.forEach { WholeQuestion(it, answerable, words, does) }
                view.repeat?.let { Repeat(it, does) }
            }
        }
    }
}

/** Who answers; a tap shows who else may be, and in which languages can be asked. */
@Composable
private fun Who(
    view: InterviewView,
    answerable: Boolean,
    does: InterviewIntents,
) {
    var open by rememberSaveable { mutableStateOf(false) }
    val seen = view.questions.singleOrNull()?.observed != null
    if (!answerable || view.respondents.isEmpty()) return SignedLine(if (seen) Icons.seen else Icons.person, view.who)
    Row(
        Modifier
            .fillMaxWidth()
            .heightIn(min = Measures.target)
            .clip(MaterialTheme.shapes.small)
            .clickable(role = Role.Button) { open = !open },
        Arrangement.spacedBy(8.dp),
        Alignment.CenterVertically,
    ) {
        SignedLine(if (seen) Icons.seen else Icons.person, view.who, Modifier.weight(1f))
        Icon(if (open) Icons.close else Icons.down, null, Modifier.size(20.dp), MaterialTheme.colorScheme.onSurfaceVariant)
    }
    if (open) {
        Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
            view.respondents.forEach {
                Choice(it.label, it.chosen) {
                    open = false
                    does.answeredBy(it.respondent)
                }
            }
        }
        Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
            view.languages.forEach {
                Choice(it.label, it.chosen) {
                    open = false
                    does.askIn(it.value)
                }
            }
        }
    }
}

/** Those there are, each to be looked at or taken away, and another. */
@Composable
private fun Repeat(
    repeat: RepeatView,
    does: InterviewIntents,
) {
    Sentence(repeat.count)
    repeat.instances.forEach { one ->
        Card {
            one.at?.let { at -> SideButton(always(one.label), icon = Icons.onward) { does.goTo(at) } } ?: Sentence(one.label)
            SideButton(one.remove, Modifier.padding(top = 4.dp), icon = Icons.close) { does.takeAway(one.path) }
        }
    }
    SideButton(repeat.add, icon = Icons.add) { does.addAnother(repeat.path) }
}

@Composable
private fun Ending(
    ending: EndingView,
    view: InterviewView,
    does: InterviewIntents,
) {
    Sentence(ending.text)
    ending.unanswered?.let { Sentence(it) }
    if (ending.firstUnanswered.enabled) SideButton(ending.firstUnanswered, onClick = does.firstUnanswered)
    view.saved?.let { SignedLine(Icons.here, it) }
}

/** Back, stop, onward: in one row, or with large letters onward above the two others. */
@Composable
private fun Bar(
    view: InterviewView,
    does: InterviewIntents,
) {
    val large = LocalDensity.current.fontScale > ROOM_FOR_THREE
    val back: @Composable (Modifier) -> Unit = { SideButton(view.back.copy(whyNot = null), it, inRow = true) { does.back(view.at) } }
    val stop: @Composable (Modifier) -> Unit = { SideButton(view.stop, it, inRow = true, onClick = does.stop) }
    val forward: @Composable (Modifier) -> Unit = { MainButton(view.forward, it) { does.forward(view.at) } }
    if (large) forward(Modifier)
    Row(Modifier.fillMaxWidth(), horizontalArrangement = Arrangement.spacedBy(Measures.apart)) {
        back(Modifier.weight(1f))
        stop(Modifier.weight(1.25f))
        if (!large) forward(Modifier.weight(1.25f))
    }
}

/** From this scale on, three words do not stand in a row. */
private const val ROOM_FOR_THREE = 1.15f
