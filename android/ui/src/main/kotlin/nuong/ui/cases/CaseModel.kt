package nuong.ui.cases

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import nuong.Nuong
import nuong.ffi.Answer
import nuong.ffi.CaseView
import nuong.ffi.UnitListView
import nuong.ui.Draft
import nuong.ui.Model
import nuong.ui.WorkKind

/** A case, drawn anew whenever it changes. */
class CaseModel(
    private val nuong: Nuong,
    private val case: String,
    private val done: () -> Unit = {},
) : Model<CaseView>() {
    /** What is being written down. */
    val draft = Draft()

    private val receivers = MutableStateFlow<UnitListView?>(null)

    /** The units the case can be given to, once they were asked for. */
    val units: StateFlow<UnitListView?> = receivers.asStateFlow()

    init {
        follow(nuong.cases.case(case))
    }

    fun resolve(
        path: String,
        value: Answer?,
    ) = act { nuong.cases.resolve(case, path, value) }

    /** Fetches what a screen on which something is written down needs besides the case. */
    fun prepare(kind: WorkKind) {
        if (kind == WorkKind.HAND_OVER) act { receivers.value = nuong.cases.units() }
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

    fun handOver(unit: String) = finish { nuong.cases.handOver(case, unit) }

    private fun finish(what: suspend () -> Unit) =
        act {
            what()
            done()
        }
}
