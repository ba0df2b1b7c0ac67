package nuong

import kotlinx.coroutines.flow.Flow
import nuong.ffi.Answer
import nuong.ffi.CaseListView
import nuong.ffi.CaseView
import nuong.ffi.Change
import nuong.ffi.ConflictView
import nuong.ffi.ConsentFormView
import nuong.ffi.NeedFormView
import nuong.ffi.UnitListView

/** The worklist, and what is done with a case. */
class Cases internal constructor(private val nuong: Nuong) {
    /** The first [rows] of the worklist for these words, and again whenever a case changes. */
    fun list(search: String = "", rows: Int = PAGE): Flow<CaseListView> =
        nuong.drawn({ it == Change.List }) { list(search.wellFormed(), 0u, rows.coerceAtLeast(0).toUInt()) }

    /** One page of the worklist; [CaseListView.next] of the page before says where it begins. */
    suspend fun page(search: String = "", from: UInt = 0u, rows: Int = PAGE): CaseListView =
        nuong.call { list(search.wellFormed(), from, rows.coerceAtLeast(0).toUInt()) }

    /** Shows the names in the list, or hides them again. */
    suspend fun toggleNames() = nuong.call { toggleNames() }

    /** A case, and again whenever it changes. */
    fun case(case: String): Flow<CaseView> =
        nuong.drawn({ it is Change.Case && it.case == case }) { case(case.wellFormed()) }

    /** A case as it is now. */
    suspend fun caseNow(case: String): CaseView = nuong.call { case(case.wellFormed()) }

    /** One place where colleagues wrote different things. */
    suspend fun conflict(case: String, path: String): ConflictView =
        nuong.call { conflict(case.wellFormed(), path.wellFormed()) }

    /** Settles on one of the values of a conflict, given back as its view had it. */
    suspend fun resolve(case: String, path: String, value: Answer?) =
        nuong.call { resolve(case.wellFormed(), path.wellFormed(), value?.wellFormed()) }

    /** Adds a note. */
    suspend fun addNote(case: String, text: String) = nuong.call { addNote(case.wellFormed(), text.wellFormed()) }

    /** The form on which a need is written down. */
    suspend fun needForm(case: String): NeedFormView = nuong.call { needForm(case.wellFormed()) }

    /** Records what the person needs. */
    suspend fun addNeed(case: String, need: String, detail: String = "") =
        nuong.call { addNeed(case.wellFormed(), need.wellFormed(), detail.wellFormed()) }

    /** Refers the person to a service. */
    suspend fun refer(case: String, to: String, reason: String = "") =
        nuong.call { refer(case.wellFormed(), to.wellFormed(), reason.wellFormed()) }

    /** The form on which consent is asked for. */
    suspend fun consentForm(case: String): ConsentFormView = nuong.call { consentForm(case.wellFormed()) }

    /** Records that the person gives or refuses consent. */
    suspend fun consent(case: String, purpose: String, receiver: String, given: Boolean) =
        nuong.call { consent(case.wellFormed(), purpose.wellFormed(), receiver.wellFormed(), given) }

    /** Records that the person withdraws consent. */
    suspend fun withdrawConsent(case: String, purpose: String, receiver: String) =
        nuong.call { withdrawConsent(case.wellFormed(), purpose.wellFormed(), receiver.wellFormed()) }

    /** Decides how a case goes on; [decision] as the case's view offered it. */
    suspend fun decide(case: String, decision: String, reason: String) =
        nuong.call { decide(case.wellFormed(), decision.wellFormed(), reason.wellFormed()) }

    /** The units a case can be given to. */
    suspend fun units(): UnitListView = nuong.call { units() }

    /** Gives a case to another unit. */
    suspend fun handOver(case: String, unit: String) = nuong.call { handOver(case.wellFormed(), unit.wellFormed()) }

    private companion object {
        /** A screen and a half on a tall phone. */
        const val PAGE = 50
    }
}
