package nuong.ui.interview

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.RowScope
import androidx.compose.runtime.Composable
import nuong.ffi.ErrorView
import nuong.ffi.InstrumentListView
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
import nuong.ui.parts.always
import nuong.ui.theme.Measures

/** What can be done on the screen with the questionnaires. */
class BeginIntents(
    val putAway: () -> Unit,
    val begin: (instrument: String) -> Unit,
    val handOver: (instrument: String, speak: String) -> Unit,
)

/** The questionnaires to begin with; under each, the languages in which a person can be left alone with it. */
@Composable
fun BeginScreen(
    view: InstrumentListView,
    alone: Map<String, SelfAnswerStartView>,
    words: WordsView,
    problem: ErrorView?,
    top: @Composable RowScope.() -> Unit,
    does: BeginIntents,
) {
    Page(top = top) {
        Reading(
            low = {
                view.instruments.forEach { one ->
                    SideButton(always(one.title)) { does.begin(one.instrument) }
                    alone[one.instrument]?.let { Alone(it) { speak -> does.handOver(one.instrument, speak) } }
                }
            },
        ) {
            Problem(problem, words.close, does.putAway)
            Heading(view.title)
            view.empty?.let { Sentence(it) }
        }
    }
}

@Composable
private fun Alone(
    start: SelfAnswerStartView,
    handOver: (String) -> Unit,
) {
    val heard = start.languages.filter { it.start.enabled }
    if (heard.isEmpty()) return
    Column(verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
        Aside(start.text)
        heard.forEach {
            SideButton(it.start, icon = Icons.hand) { handOver(it.tag) }
            Aside(it.text)
        }
    }
}
