package nuong.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import nuong.ffi.CaseListView
import nuong.ffi.CaseRowView
import nuong.ui.previews.Goldens
import nuong.ui.today.CaseRow
import nuong.ui.today.TodayIntents
import nuong.ui.today.TodayScreen
import nuong.ui.today.plus
import org.junit.jupiter.api.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

class WorklistTest {
    private val view: CaseListView = Goldens("vi").all("list", CaseListView::class.java).getValue("supervisor")
    private val words = nuong.ffi.WordsView("", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "")

    private fun many(count: Int): CaseListView {
        val row = view.groups[0].rows[0]
        val rows = List(count) { row.copy(case = "case $it", spoken = "row $it") }
        return view.copy(
            groups =
                view.groups.mapIndexed { nth, group ->
                    if (nth == 1) group.copy(rows = rows, empty = null) else group.copy(rows = emptyList())
                },
        )
    }

    @Test
    fun `of ten thousand cases only those that are seen are composed`() {
        var composed = 0
        Scene {
            TodayScreen(many(10_000), words, "", null, TodayIntents({}, {}, {}, {}, {}, {})) { row, chosen, tap ->
                composed += 1
                CaseRow(row, chosen, tap)
            }
        }.use { scene ->
            scene.settle()
            val first = composed
            assertTrue(first in 3..SEEN, "$first rows were composed for the first screen")
            val list = scene.awaitTag("list")
            list.config[SemanticsActions.ScrollToIndex].action!!(9_990)
            scene.settle()
            assertTrue(composed - first <= 2 * SEEN, "${composed - first} rows were composed to go to the end")
            assertTrue(scene.nodes().any { it.said == "row 9987" })
            assertTrue(scene.nodes().count { it.config.getOrNull(SemanticsProperties.TestTag) == "case-row" } <= SEEN)
        }
    }

    @Test
    fun `a page is added to the one before, group by group`() {
        val page = view.copy(groups = view.groups.map { it.copy(rows = it.rows.map { row -> row.copy(case = row.case + "+") }) }, next = null)
        val both = view.copy(next = 10u) + page
        assertEquals(view.groups.map { it.rows.size * 2 }, both.groups.map { it.rows.size })
        assertEquals(view.groups.map { it.count * 2u }, both.groups.map { it.count })
        assertNull(both.next)
        val cases: List<CaseRowView> = both.groups.flatMap { it.rows }
        assertEquals(cases.size, cases.map { it.case }.toSet().size)
    }

    private companion object {
        /** Twice what a phone's screen can show at once: what comes into sight next is composed early. */
        const val SEEN = 16
    }
}
