package nuong.ui.interview

import androidx.compose.foundation.layout.RowScope
import androidx.compose.runtime.Composable
import nuong.ffi.ErrorView
import nuong.ffi.InstrumentListView
import nuong.ffi.WordsView
import nuong.ui.parts.Heading
import nuong.ui.parts.Page
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.always

/** The questionnaires to begin with. */
@Composable
fun BeginScreen(
    view: InstrumentListView,
    words: WordsView,
    problem: ErrorView?,
    putAway: () -> Unit,
    top: @Composable RowScope.() -> Unit,
    begin: (String) -> Unit,
) {
    Page(top = top) {
        Reading(
            low = {
                view.instruments.forEach { SideButton(always(it.title)) { begin(it.instrument) } }
            },
        ) {
            Problem(problem, words.close, putAway)
            Heading(view.title)
            view.empty?.let { Sentence(it) }
        }
    }
}
