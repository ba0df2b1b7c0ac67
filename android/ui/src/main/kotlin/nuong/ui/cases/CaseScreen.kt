package nuong.ui.cases

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.RowScope
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import nuong.ffi.Action
import nuong.ffi.Answer
import nuong.ffi.AsideView
import nuong.ffi.CaseActions
import nuong.ffi.CaseStep
import nuong.ffi.CaseView
import nuong.ffi.ErrorView
import nuong.ffi.WordsView
import nuong.ui.WorkKind
import nuong.ui.parts.Aside
import nuong.ui.parts.Card
import nuong.ui.parts.Heading
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.PartHeading
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.SendingLine
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.Text
import nuong.ui.parts.Tone
import nuong.ui.parts.always

/** What can be done with a case. */
class CaseIntents(
    val putAway: () -> Unit,
    val resolve: (path: String, value: Answer?) -> Unit,
    val goOn: (interview: String) -> Unit,
    val begin: () -> Unit,
    val result: () -> Unit,
    val work: (WorkKind) -> Unit,
)

/** A case: what cannot wait, what differs, what the answers point to, what can be done; below, all that is known. */
@Composable
fun CaseScreen(
    view: CaseView,
    words: WordsView,
    problem: ErrorView?,
    top: @Composable RowScope.() -> Unit,
    does: CaseIntents,
) {
    Page(top = top, bottom = { Foremost(view.actions, does) }) {
        Reading {
            Problem(problem, words.close, does.putAway)
            Head(view)
            Urgent(view.urgent, words.urgent)
            Conflicts(view.conflicts, words.conflicts, does.resolve)
            Card {
                Text(view.assessment.heading, style = MaterialTheme.typography.titleLarge)
                Sentence(view.assessment.child)
                SideButton(always(words.reasons), Modifier.testTag("reasons"), onClick = does.result)
            }
            Others(view.actions, does)
            Facts(view, words)
            Moments(view.timeline, words.timeline, words)
            Moments(view.notes, words.notes, words)
            Interviews(view.interviews, words)
            view.aside?.let { KeptAside(it) }
        }
    }
}

@Composable
private fun Head(view: CaseView) {
    Heading(view.title)
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        if (view.title != view.number) Aside(view.number)
        Text(view.stage, style = MaterialTheme.typography.titleMedium)
        SendingLine(view.sending)
    }
    view.locked?.let { Card(tone = Tone.ACCENT) { Sentence(it) } }
}

/** The actions in the core's order: the first is the main one, the others stand on the page. */
private fun all(
    actions: CaseActions,
    does: CaseIntents,
): List<Pair<Action, () -> Unit>> =
    actions.order.map { step ->
        when (step) {
            CaseStep.CONTINUE_INTERVIEW -> actions.continueInterview to { actions.continueWith?.let(does.goOn) ?: Unit }
            CaseStep.DECIDE -> actions.decide to { does.work(WorkKind.DECIDE) }
            CaseStep.NEW_INTERVIEW -> actions.newInterview to does.begin
            CaseStep.ADD_NOTE -> actions.addNote to { does.work(WorkKind.NOTE) }
            CaseStep.ADD_NEED -> actions.addNeed to { does.work(WorkKind.NEED) }
            CaseStep.CONSENT -> actions.consent to { does.work(WorkKind.CONSENT) }
            CaseStep.REFER -> actions.refer to { does.work(WorkKind.REFER) }
            CaseStep.HAND_OVER -> actions.handOver to { does.work(WorkKind.HAND_OVER) }
        }
    }

@Composable
private fun Foremost(
    actions: CaseActions,
    does: CaseIntents,
) {
    val (action, tap) = all(actions, does).first()
    MainButton(action, onClick = tap)
}

@Composable
private fun Others(
    actions: CaseActions,
    does: CaseIntents,
) {
    all(actions, does).drop(1).forEach { (action, tap) -> SideButton(action, onClick = tap) }
}

/** What was kept aside and has no effect, each kind with what to do. */
@Composable
fun KeptAside(aside: AsideView) {
    PartHeading(aside.heading)
    aside.items.forEach {
        Card {
            Sentence(it.text)
            Aside(it.todo)
        }
    }
}
