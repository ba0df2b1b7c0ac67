package nuong.ui.cases

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import nuong.ffi.CaseView
import nuong.ffi.ConsentFormView
import nuong.ffi.ErrorView
import nuong.ffi.WordsView
import nuong.ui.Draft
import nuong.ui.parts.Card
import nuong.ui.parts.Choice
import nuong.ui.parts.Field
import nuong.ui.parts.Heading
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.PartHeading
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.Text
import nuong.ui.theme.Measures

/** What the person agreed to, for what and for whom; asking for more, and taking it back. */
@Composable
fun ConsentScreen(
    view: CaseView,
    form: ConsentFormView,
    draft: Draft,
    words: WordsView,
    busy: Boolean,
    problem: ErrorView?,
    top: @Composable RowScope.() -> Unit,
    does: WorkIntents,
) {
    val ready = draft.chosen != null && draft.receiver.isNotBlank()
    val say = { given: Boolean -> draft.chosen?.let { does.consent(it, draft.receiver, given) } ?: Unit }
    Page(
        top = top,
        bottom = {
            SideButton(form.refuse, busy = busy || !ready) { say(false) }
            MainButton(form.give, busy = busy || !ready) { say(true) }
        },
    ) {
        Reading {
            Problem(problem, words.close, does.putAway)
            Heading(form.title)
            Sentence(form.text)
            PartHeading(form.purposeLabel)
            Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
                form.purposes.forEach { Choice(it.label, draft.chosen == it.value) { draft.chosen = it.value } }
            }
            PartHeading(form.receiverLabel)
            Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
                form.receivers.forEach { Choice(it.label, draft.receiver == it.value) { draft.receiver = it.value } }
            }
            Field(draft.receiver, form.receiverLabel, Modifier.testTag("receiver"), hint = form.receiverHint) { draft.receiver = it }
            view.consents.forEach { consent ->
                Card {
                    Text(consent.fact.label, style = MaterialTheme.typography.titleMedium)
                    consent.fact.values.forEach { Sentence(it.text) }
                    SideButton(consent.withdraw) { does.withdraw(consent.purpose, consent.receiver) }
                }
            }
        }
    }
}
