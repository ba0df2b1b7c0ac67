package nuong.ui

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.ViewModel
import androidx.lifecycle.ViewModelStore
import androidx.lifecycle.ViewModelStoreOwner

/** A screen that can be gone to, by what it is found again with. */
sealed interface Place {
    data object Today : Place

    data object Send : Place

    data object Settings : Place

    data object Enrol : Place

    /** The questionnaires, for a case or for a new one. */
    data class Begin(
        val case: String?,
    ) : Place

    data class Interview(
        val case: String,
        val interview: String,
    ) : Place

    /** Before the phone is handed to the person, who answers an interview alone. */
    data class HandPhone(
        val case: String,
        val interview: String,
        val instrument: String,
    ) : Place

    data class Case(
        val case: String,
    ) : Place

    /** What the answers of a case point to. */
    data class Result(
        val case: String,
    ) : Place

    /** Something written down about a case. */
    data class Work(
        val case: String,
        val kind: WorkKind,
    ) : Place
}

/** What is written down about a case on a screen of its own. */
enum class WorkKind { NOTE, NEED, CONSENT, REFER, DECIDE, HAND_OVER }

/**
 * Where the person is, and the way back. Each screen keeps what it holds while it is on the way; what is left is cleared. When
 * the phone is locked everything is cleared and only the way is kept, so that nothing of a record stays in memory.
 */
class Places(
    saved: String? = null,
) : ViewModel() {
    private var way: List<Place> by mutableStateOf(read(saved))
    private val stores = HashMap<Place, Owner>()
    private val drafts = LinkedHashMap<Place, suspend () -> Unit>()

    /** The screen that is shown. */
    val here: Place get() = way.last()

    /** Whether there is a way back. */
    val canGoBack: Boolean get() = way.size > 1

    /** The way, to be saved and given to another `Places` later. */
    val saved: String get() = way.joinToString("\n", transform = ::write)

    /** Goes to a screen; back leads here again. */
    fun go(place: Place) {
        if (place != here) take(way + place)
    }

    /** Goes to a screen in place of this one. */
    fun swap(place: Place) {
        val before = way.dropLast(1)
        take(if (before.lastOrNull() == place) before else before + place)
    }

    /** Goes to a screen from which there is no way back but to the worklist. */
    fun root(place: Place) = take(listOf(Place.Today, place).distinct())

    /** Goes to the screen before; from the worklist there is none. */
    fun back() {
        if (canGoBack) take(way.dropLast(1))
    }

    /** What belongs to a screen, kept for as long as it is on the way. */
    fun owner(place: Place): ViewModelStoreOwner = stores.getOrPut(place) { Owner() }

    /** What a screen does with what was typed on it, before nobody looks at it any more. */
    fun beforeRest(
        place: Place,
        writeDown: suspend () -> Unit,
    ) {
        if (place in way) drafts[place] = writeDown
    }

    /** Has every screen write down what was typed on it. */
    suspend fun writeDown() = drafts.values.toList().forEach { it() }

    /** The phone is in the person's hands; whoever takes it back finds the case, and the screens hold nothing meanwhile. */
    fun handedOver() {
        (here as? Place.HandPhone)?.let { root(Place.Case(it.case)) }
        forget()
    }

    /** Lets go of all that the screens hold, and keeps the way. */
    fun forget() {
        drafts.clear()
        stores.values.forEach { it.viewModelStore.clear() }
        stores.clear()
    }

    override fun onCleared() = forget()

    private fun take(next: List<Place>) {
        val left = way - next.toSet()
        way = next
        left.forEach {
            drafts.remove(it)
            stores.remove(it)?.viewModelStore?.clear()
        }
    }

    private class Owner : ViewModelStoreOwner {
        override val viewModelStore = ViewModelStore()
    }
}

private fun write(place: Place): String =
    when (place) {
        Place.Today -> "today"
        Place.Send -> "send"
        Place.Settings -> "settings"
        Place.Enrol -> "enrol"
        is Place.Begin -> listOfNotNull("begin", place.case).joinToString("\t")
        is Place.Interview -> "interview\t${place.case}\t${place.interview}"
        is Place.HandPhone -> "hand\t${place.case}\t${place.interview}\t${place.instrument}"
        is Place.Case -> "case\t${place.case}"
        is Place.Result -> "result\t${place.case}"
        is Place.Work -> "work\t${place.case}\t${place.kind}"
    }

/** A way that was saved by another version and is not understood begins at the worklist. */
private fun read(saved: String?): List<Place> {
    val way = saved?.lines()?.map { place(it.split('\t')) ?: return listOf(Place.Today) }
    return way.orEmpty().ifEmpty { listOf(Place.Today) }
}

private fun place(words: List<String>): Place? =
    when (words.first() to words.size) {
        "today" to 1 -> Place.Today
        "send" to 1 -> Place.Send
        "settings" to 1 -> Place.Settings
        "enrol" to 1 -> Place.Enrol
        "begin" to 1 -> Place.Begin(null)
        "begin" to 2 -> Place.Begin(words[1])
        "interview" to 3 -> Place.Interview(words[1], words[2])
        "hand" to 4 -> Place.HandPhone(words[1], words[2], words[3])
        "case" to 2 -> Place.Case(words[1])
        "result" to 2 -> Place.Result(words[1])
        "work" to 3 -> WorkKind.entries.find { it.name == words[2] }?.let { Place.Work(words[1], it) }
        else -> null
    }
