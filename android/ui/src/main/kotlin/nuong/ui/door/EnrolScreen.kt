package nuong.ui.door

import androidx.compose.foundation.layout.RowScope
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import nuong.ffi.EnrolRequestView
import nuong.ffi.EnrolView
import nuong.ffi.ErrorView
import nuong.ffi.WordsView
import nuong.ui.Draft
import nuong.ui.parts.Aside
import nuong.ui.parts.Card
import nuong.ui.parts.Field
import nuong.ui.parts.Heading
import nuong.ui.parts.Icons
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.PartHeading
import nuong.ui.parts.Problem
import nuong.ui.parts.QrCode
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.Text
import nuong.ui.parts.Tone
import nuong.ui.parts.Typed
import nuong.ui.parts.always

/** What can be done on the screen of joining. */
class EnrolIntents(
    val putAway: () -> Unit,
    val request: (String) -> Unit,
    val writeRequest: () -> Unit,
    val accept: (String) -> Unit,
    val acceptFile: () -> Unit,
    val copy: () -> Unit,
)

internal fun intents(model: EnrolModel) =
    EnrolIntents(
        model::putAway,
        { model.request(it) },
        { model.writeRequest() },
        { model.accept(it) },
        { model.acceptFile() },
        { model.copy() },
    )

/** The screen on which the phone joins a unit: a request out, the answer in. */
@Composable
fun EnrolScreen(
    view: EnrolView,
    draft: Draft,
    words: WordsView,
    busy: Boolean,
    problem: ErrorView?,
    top: @Composable RowScope.() -> Unit,
    does: EnrolIntents,
) {
    val request = view.request
    Page(
        top = top,
        bottom = {
            if (request == null) {
                MainButton(view.makeRequest, busy = busy) { does.request(draft.line) }
            } else {
                MainButton(view.acceptFile, busy = busy, onClick = does.acceptFile)
            }
        },
    ) {
        Reading {
            Problem(problem, words.close, does.putAway)
            Heading(view.title)
            Sentence(view.text)
            view.enrolled?.let { Card(tone = Tone.ACCENT) { Sentence(it) } }
            if (request == null) {
                Field(draft.line, view.personLabel, Modifier.testTag("person"), hint = view.personHint) { draft.line = it }
            } else {
                Aside(view.personLabel)
                Sentence(view.person)
            }
            if (request != null) {
                Request(request, view, words, does.copy)
                SideButton(view.writeFile, busy = busy, onClick = does.writeRequest)
                PartHeading(view.answerLabel)
                Field(draft.text, view.answerLabel, Modifier.testTag("answer"), Typed.WORDS) { draft.text = it }
                SideButton(view.accept, busy = busy) { does.accept(draft.text) }
            }
        }
    }
}

@Composable
private fun Request(
    request: EnrolRequestView,
    view: EnrolView,
    words: WordsView,
    copy: () -> Unit,
) {
    PartHeading(view.fingerprintLabel)
    Card {
        Text(request.fingerprint, style = MaterialTheme.typography.headlineSmall)
        Aside(view.fingerprintHint)
    }
    QrCode(request.text, view.title)
    SideButton(always(words.copy), icon = Icons.copy, onClick = copy)
}
