package nuong.ui.cases

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import nuong.ffi.Action
import nuong.ffi.CaseView
import nuong.ffi.ErrorView
import nuong.ffi.WordsView
import nuong.ui.Draft
import nuong.ui.WorkKind
import nuong.ui.parts.Choice
import nuong.ui.parts.Field
import nuong.ui.parts.Heading
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.Typed
import nuong.ui.parts.always
import nuong.ui.theme.Measures

/** What can be written down about a case. */
class WorkIntents(
    val putAway: () -> Unit,
    val note: (String) -> Unit,
    val refer: (to: String, reason: String) -> Unit,
    val decide: (decision: String, reason: String) -> Unit,
    val handOver: (unit: String) -> Unit,
    val addNeed: (need: String, detail: String) -> Unit,
    val consent: (purpose: String, receiver: String, given: Boolean) -> Unit,
    val withdraw: (purpose: String, receiver: String) -> Unit,
)

/** One thing written down about a case. The action at the bottom says what will be done. */
@Composable
fun WorkScreen(
    kind: WorkKind,
    view: CaseView,
    forms: Forms,
    draft: Draft,
    words: WordsView,
    busy: Boolean,
    problem: ErrorView?,
    top: @Composable RowScope.() -> Unit,
    does: WorkIntents,
) {
    val action = action(kind, view)
    val units = forms.units
    val choices = choices(kind, view, forms)
    val done = {
        when (kind) {
            WorkKind.NOTE -> does.note(draft.text)
            WorkKind.REFER -> does.refer(draft.line, draft.text)
            WorkKind.DECIDE -> draft.chosen?.let { does.decide(it, draft.text) } ?: Unit
            WorkKind.HAND_OVER -> draft.chosen?.let { does.handOver(it) } ?: Unit
            WorkKind.NEED -> draft.chosen?.let { does.addNeed(it, draft.text) } ?: Unit
            WorkKind.CONSENT -> Unit
        }
    }
    val ready = draft.chosen != null || kind == WorkKind.NOTE || kind == WorkKind.REFER
    Page(
        top = top,
        bottom = {
            val main =
                when (kind) {
                    WorkKind.NOTE -> always(words.save)
                    WorkKind.NEED -> forms.need?.add ?: action
                    else -> action
                }
            MainButton(main, busy = busy || !ready, onClick = done)
        },
    ) {
        Reading {
            Problem(problem, words.close, does.putAway)
            Heading(action.label)
            if (kind == WorkKind.HAND_OVER) (units?.text)?.let { Sentence(it) }
            if (kind == WorkKind.HAND_OVER) (units?.empty)?.let { Sentence(it) }
            Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
                choices.forEach { (value, label) -> Choice(label, draft.chosen == value) { draft.chosen = value } }
            }
            if (kind == WorkKind.REFER) Field(draft.line, words.service, Modifier.testTag("service")) { draft.line = it }
            if (kind != WorkKind.HAND_OVER) {
                val label =
                    when (kind) {
                        WorkKind.NOTE -> words.note
                        WorkKind.NEED -> forms.need?.detailLabel.orEmpty()
                        else -> words.reason
                    }
                Field(draft.text, label, Modifier.testTag("text"), Typed.WORDS) { draft.text = it }
            }
        }
    }
}

private fun action(
    kind: WorkKind,
    view: CaseView,
): Action =
    when (kind) {
        WorkKind.NOTE -> view.actions.addNote
        WorkKind.REFER -> view.actions.refer
        WorkKind.DECIDE -> view.actions.decide
        WorkKind.HAND_OVER -> view.actions.handOver
        WorkKind.NEED -> view.actions.addNeed
        WorkKind.CONSENT -> view.actions.consent
    }

private fun choices(
    kind: WorkKind,
    view: CaseView,
    forms: Forms,
): List<Pair<String, String>> =
    when (kind) {
        WorkKind.DECIDE -> view.actions.decisions.map { it.value to it.label }
        WorkKind.HAND_OVER -> forms.units?.units.orEmpty().map { it.value to it.label }
        WorkKind.NEED -> forms.need?.needs.orEmpty().map { it.value to it.label }
        else -> emptyList()
    }
