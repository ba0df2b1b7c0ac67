package nuong.ui.cases

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import nuong.Nuong
import nuong.ffi.Answer
import nuong.ffi.CaseView
import nuong.ffi.ConsentFormView
import nuong.ffi.NeedFormView
import nuong.ffi.UnitListView
import nuong.ui.Draft
import nuong.ui.Model
import nuong.ui.WorkKind

/** What a screen on which something is written down needs besides the case. */
data class Forms(
    val units: UnitListView? = null,
    val need: NeedFormView? = null,
    val consent: ConsentFormView? = null,
)

/** A case, drawn anew whenever it changes. */
class CaseModel(
    private val nuong: Nuong,
    private val case: String,
    private val done: () -> Unit = {},
) : Model<CaseView>() {
    /** What is being written down. */
    val draft = Draft()

    private val asked = MutableStateFlow(Forms())

    /** What the screen on which something is written down needs besides the case, once it was asked for. */
    val forms: StateFlow<Forms> = asked.asStateFlow()

    init {
        follow(nuong.cases.case(case))
    }

    fun resolve(
        path: String,
        value: Answer?,
    ) = act { nuong.cases.resolve(case, path, value) }

    /** Fetches what a screen on which something is written down needs besides the case. */
    fun prepare(kind: WorkKind) {
        when (kind) {
            WorkKind.HAND_OVER -> act { asked.value = Forms(units = nuong.cases.units()) }
            WorkKind.NEED -> act { asked.value = Forms(need = nuong.cases.needForm(case)) }
            WorkKind.CONSENT -> act { asked.value = Forms(consent = nuong.cases.consentForm(case)) }
            else -> Unit
        }
    }

    fun addNote(text: String) = finish { nuong.cases.addNote(case, text) }

    fun refer(
        to: String,
        reason: String,
    ) = finish { nuong.cases.refer(case, to, reason) }

    fun decide(
        decision: String,
        reason: String,
    ) = finish { nuong.cases.decide(case, decision, reason) }

    fun addNeed(
        need: String,
        detail: String,
    ) = finish { nuong.cases.addNeed(case, need, detail) }

    fun consent(
        purpose: String,
        receiver: String,
        given: Boolean,
    ) = finish { nuong.cases.consent(case, purpose, receiver, given) }

    fun withdraw(
        purpose: String,
        receiver: String,
    ) = act { nuong.cases.withdrawConsent(case, purpose, receiver) }

    fun handOver(unit: String) = finish { nuong.cases.handOver(case, unit) }

    private fun finish(what: suspend () -> Unit) =
        act {
            what()
            done()
        }
}
