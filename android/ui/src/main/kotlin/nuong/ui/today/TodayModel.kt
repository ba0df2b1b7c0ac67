package nuong.ui.today

import androidx.lifecycle.viewModelScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import nuong.Nuong
import nuong.ffi.CaseListView
import nuong.ffi.Change
import nuong.ui.Model

/** The worklist, as many pages of it as were scrolled to. */
class TodayModel(
    private val nuong: Nuong,
) : Model<CaseListView>() {
    private val typed = MutableStateFlow("")
    private var fetching: Job? = null
    private var pages = 1

    /** What is searched for. */
    val search: StateFlow<String> = typed.asStateFlow()

    init {
        viewModelScope.launch { nuong.changes.collect { if (it == Change.List || it == Change.Language) fetch() } }
        fetch()
    }

    fun look(words: String) {
        typed.value = words
        pages = 1
        fetch()
    }

    /** The end of what is drawn is near. */
    fun more() {
        if (view.value?.next == null || fetching?.isActive == true) return
        pages += 1
        fetch()
    }

    fun toggleNames() = act { nuong.cases.toggleNames() }

    /** Only the latest question is answered: letters come faster than pages. */
    private fun fetch() {
        fetching?.cancel()
        fetching =
            act {
                var all = nuong.cases.page(typed.value, rows = PAGE)
                repeat(pages - 1) { all = all.next?.let { next -> all + nuong.cases.page(typed.value, next, PAGE) } ?: all }
                draw(all)
            }
    }

    private companion object {
        /** Some screens of a tall phone; the core gives 200 at most. */
        const val PAGE = 100
    }
}

/** A page and the one after it. */
operator fun CaseListView.plus(page: CaseListView): CaseListView =
    page.copy(
        groups =
            groups.map { group ->
                val more = page.groups.filter { it.group == group.group }
                group.copy(
                    rows = group.rows + more.flatMap { it.rows },
                    count = group.count + more.sumOf { it.count },
                    empty = group.empty?.takeIf { more.all { it.rows.isEmpty() } },
                )
            },
        empty = empty,
    )
