package nuong

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import nuong.ffi.Answer
import nuong.ffi.Core
import nuong.ffi.InstrumentListView
import nuong.ffi.InterviewRef
import nuong.ffi.InterviewView
import nuong.ffi.Respondent

/** Holding interviews. */
class Interviews internal constructor(private val nuong: Nuong) {
    /** The questionnaires to begin with. */
    suspend fun instruments(): InstrumentListView = nuong.call { instruments() }

    /** Begins an interview with a questionnaire, of a case or, without one, of a new case. */
    suspend fun begin(instrument: String, case: String? = null): Interview =
        take(nuong.call { begin(case?.wellFormed(), instrument.wellFormed()) })

    /** Takes up an interview where it was left: after a stop, another screen, or the death of the app. */
    suspend fun take(of: InterviewRef): Interview {
        val exact = InterviewRef(of.case.wellFormed(), of.interview.wellFormed())
        return Interview(nuong, exact, nuong.call { interview(exact) })
    }
}

/**
 * An interview under way. [screen] is what to draw: each call ends when the answer is on disk and the screen stands there. Calls
 * come one after the other, in the order they were made, so that quick taps do not overtake each other.
 */
class Interview internal constructor(
    private val nuong: Nuong,
    /** By what it is taken up again. */
    val of: InterviewRef,
    first: InterviewView,
) {
    private val current = MutableStateFlow<InterviewView?>(first)
    private val one = Mutex()

    /** The screen to draw; none when the interview is finished: then show the case. */
    val screen: StateFlow<InterviewView?> = current.asStateFlow()

    /** Takes an answer as a choice has it in `then`; none takes the answer back. */
    suspend fun answer(question: String, answer: Answer?) =
        step { answer(of, question.wellFormed(), answer?.wellFormed()) }

    /** Takes what was typed at a question. */
    suspend fun type(question: String, text: String) =
        step { answerTyped(of, question.wellFormed(), text.wellFormed()) }

    /** The `forward` of the screen with this `at`. */
    suspend fun forward(at: UInt) = step { forward(of, at) }

    /** The `back` of the screen with this `at`. */
    suspend fun back(at: UInt) = step { back(of, at) }

    /** Says who is answering from now on, as the screen's `respondents` offer it. */
    suspend fun answeredBy(respondent: Respondent) = step { setRespondent(of, respondent) }

    /** Asks in another language from now on, as the screen's `languages` offer it. */
    suspend fun askIn(language: String) = step { askIn(of, language.wellFormed()) }

    /** Adds another of a repeat, by the path its view has, and goes there. */
    suspend fun addAnother(repeat: String) = step { addAnother(of, repeat.wellFormed()) }

    /** Takes one of a repeat away, with all that was told of it. */
    suspend fun takeAway(instance: String) = step { takeAway(of, instance.wellFormed()) }

    /** Goes to a screen that a view has named. */
    suspend fun goTo(at: UInt) = step { goTo(of, at) }

    /** The ending's `firstUnanswered`. */
    suspend fun firstUnanswered() = step { firstUnanswered(of) }

    /** Draws the screen anew, in another language or after something arrived. */
    suspend fun redraw() = step { interview(of) }

    /** Leaves the interview for now; all is kept. */
    suspend fun stop() = one.withLock { nuong.call { stop(of) } }

    private suspend fun step(ask: Core.() -> InterviewView?) = one.withLock { current.value = nuong.call(ask) }
}
