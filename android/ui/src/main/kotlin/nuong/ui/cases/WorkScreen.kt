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
import nuong.ffi.OptionView
import nuong.ffi.UnitListView
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
    val ready = draft.chosen != null || kind == WorkKind.NOTE || kind == WorkKind.REFER
    Page(
        top = top,
        bottom = { MainButton(done(kind, view, forms, words), busy = busy || !ready) { tell(kind, draft, does) } },
    ) {
        val label = label(kind, forms, words)
        Reading(low = label?.let { { Words(kind, it, draft, words) } }) {
            Problem(problem, words.close, does.putAway)
            Heading(action(kind, view).label)
            if (kind == WorkKind.HAND_OVER) forms.units?.let { Receivers(it) }
            val choices = choices(kind, view, forms)
            if (choices.isNotEmpty()) {
                Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
                    choices.forEach { one -> Choice(one.label, draft.chosen == one.value) { draft.chosen = one.value } }
                }
            }
        }
    }
}

/** What is typed, above the action that keeps it. */
@Composable
private fun Words(
    kind: WorkKind,
    label: String,
    draft: Draft,
    words: WordsView,
) {
    if (kind == WorkKind.REFER) Field(draft.line, words.service, Modifier.testTag("service")) { draft.line = it }
    Field(draft.text, label, Modifier.testTag("text"), Typed.WORDS) { draft.text = it }
}

@Composable
private fun Receivers(units: UnitListView) {
    Sentence(units.text)
    units.empty?.let { Sentence(it) }
}

/** What was chosen and typed goes where it belongs. */
private fun tell(
    kind: WorkKind,
    draft: Draft,
    does: WorkIntents,
) {
    val chosen = draft.chosen
    when (kind) {
        WorkKind.NOTE -> does.note(draft.text)
        WorkKind.REFER -> does.refer(draft.line, draft.text)
        WorkKind.DECIDE -> chosen?.let { does.decide(it, draft.text) }
        WorkKind.HAND_OVER -> chosen?.let { does.handOver(it) }
        WorkKind.NEED -> chosen?.let { does.addNeed(it, draft.text) }
        WorkKind.CONSENT -> Unit
    }
}

/** The action at the bottom. */
private fun done(
    kind: WorkKind,
    view: CaseView,
    forms: Forms,
    words: WordsView,
): Action =
    when (kind) {
        WorkKind.NOTE -> always(words.save)
        WorkKind.NEED -> forms.need?.add ?: action(kind, view)
        else -> action(kind, view)
    }

/** What the field for words is called, where there is one. */
private fun label(
    kind: WorkKind,
    forms: Forms,
    words: WordsView,
): String? =
    when (kind) {
        WorkKind.HAND_OVER -> null
        WorkKind.NOTE -> words.note
        WorkKind.NEED -> forms.need?.detailLabel
        else -> words.reason
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
): List<OptionView> =
    when (kind) {
        WorkKind.DECIDE -> view.actions.decisions
        WorkKind.HAND_OVER -> forms.units?.units.orEmpty()
        WorkKind.NEED -> forms.need?.needs.orEmpty()
        else -> emptyList()
    }
