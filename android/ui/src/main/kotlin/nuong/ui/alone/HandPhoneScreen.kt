package nuong.ui.alone

import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import nuong.ffi.ErrorView
import nuong.ffi.SelfAnswerStartView
import nuong.ffi.WordsView
import nuong.ui.parts.Aside
import nuong.ui.parts.Heading
import nuong.ui.parts.Icons
import nuong.ui.parts.Page
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.theme.Measures

/** Before the phone is handed over: what to do first, and in which languages the questionnaire can be heard. */
@Composable
fun HandPhoneScreen(
    view: SelfAnswerStartView,
    words: WordsView,
    problem: ErrorView?,
    putAway: () -> Unit,
    top: @Composable RowScope.() -> Unit,
    hand: (speak: String) -> Unit,
) {
    Page(top = top) {
        Reading(
            low = {
                view.languages.forEach {
                    Aside(it.text, Modifier.padding(top = Measures.apart))
                    SideButton(it.start, icon = Icons.hand) { hand(it.tag) }
                }
            },
        ) {
            Problem(problem, words.close, putAway)
            Heading(view.title)
            Sentence(view.text)
        }
    }
}
