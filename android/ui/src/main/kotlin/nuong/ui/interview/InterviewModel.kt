package nuong.ui.interview

import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch
import nuong.Interview
import nuong.Nuong
import nuong.ffi.Answer
import nuong.ffi.Change
import nuong.ffi.InterviewRef
import nuong.ffi.InterviewView
import nuong.ffi.Respondent
import nuong.ui.Model

/** An interview under way, taken up where it was left. */
class InterviewModel(
    nuong: Nuong,
    of: InterviewRef,
    private val leave: (finished: Boolean) -> Unit,
) : Model<InterviewView>() {
    private val taken = CompletableDeferred<Interview>()
    private val drafts = LinkedHashMap<String, String>()
    private var resting: Job? = null

    init {
        act { taken.complete(nuong.interviews.take(of)) }
        follow(flow { emitAll(taken.await().screen) })
        viewModelScope.launch { nuong.changes.collect { if (it == Change.Language) step { redraw() } } }
    }

    /** Takes an answer as the choice had it. */
    fun answer(
        question: String,
        answer: Answer?,
    ) {
        drafts.remove(question)
        step { answer(question, answer) }
    }

    /** Takes letters as they come; they are written down when the typing rests, and before anything else is done. */
    fun type(
        question: String,
        text: String,
    ) {
        drafts[question] = text
        resting?.cancel()
        resting =
            viewModelScope.launch {
                delay(REST_MS)
                step {}
            }
    }

    /** Returns when all that was tapped and typed until now is on disk or refused. */
    suspend fun writeDown() = step { redraw() }.join()

    fun forward(at: UInt): Job =
        step {
            forward(at)
            if (screen.value == null) leave(true)
        }

    fun back(at: UInt): Job = step { back(at) }

    fun firstUnanswered(): Job = step { firstUnanswered() }

    fun answeredBy(respondent: Respondent): Job = step { answeredBy(respondent) }

    fun askIn(language: String): Job = step { askIn(language) }

    fun addAnother(repeat: String): Job = step { addAnother(repeat) }

    fun takeAway(instance: String): Job = step { takeAway(instance) }

    fun goTo(at: UInt): Job = step { goTo(at) }

    fun stop(): Job =
        step {
            stop()
            leave(false)
        }

    /** Writes down what was typed, then does what was tapped. */
    private fun step(what: suspend Interview.() -> Unit): Job =
        act {
            val interview = taken.await()
            while (drafts.isNotEmpty()) {
                val (question, text) = drafts.entries.first()
                // What is refused stays on the screen, with what to do about it.
                try {
                    interview.type(question, text)
                } finally {
                    drafts.remove(question, text)
                }
            }
            interview.what()
        }

    private companion object {
        /** Long enough not to write down halves of words, short enough to lose nothing with the battery. */
        const val REST_MS = 800L
    }
}
