package nuong.ui.today

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import nuong.ffi.CaseGroupView
import nuong.ffi.CaseListView
import nuong.ffi.CaseRowView
import nuong.ffi.ErrorView
import nuong.ffi.WordsView
import nuong.ui.parts.Aside
import nuong.ui.parts.Field
import nuong.ui.parts.Icons
import nuong.ui.parts.LARGE_LETTERS
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.Problem
import nuong.ui.parts.SendingLine
import nuong.ui.parts.Sentence
import nuong.ui.parts.SignedLine
import nuong.ui.parts.Text
import nuong.ui.parts.Title
import nuong.ui.parts.Typed
import nuong.ui.parts.WordButton
import nuong.ui.theme.Measures

/** What can be done on the worklist. */
class TodayIntents(
    val putAway: () -> Unit,
    val search: (String) -> Unit,
    val more: () -> Unit,
    val toggleNames: () -> Unit,
    val open: (String) -> Unit,
    val begin: () -> Unit,
)

/** The worklist: three groups, the search at thumb reach, and one large button. */
@Composable
fun TodayScreen(
    view: CaseListView,
    words: WordsView,
    search: String,
    problem: ErrorView?,
    does: TodayIntents,
    open: String? = null,
    cover: @Composable RowScope.() -> Unit = {},
    tabs: (@Composable ColumnScope.() -> Unit)? = null,
    row: @Composable (CaseRowView, Boolean, () -> Unit) -> Unit = { one, chosen, tap -> CaseRow(one, chosen, tap) },
) {
    val large = LocalDensity.current.fontScale > LARGE_LETTERS
    val names = @Composable { WordButton(view.names.label, enabled = view.names.enabled, onClick = does.toggleNames) }
    Page(
        top = {
            Title(view.title)
            if (!large) names()
            cover()
        },
        bottom = {
            Field(
                search,
                view.searchLabel,
                Modifier.testTag("search"),
                Typed.SEARCH,
                icon = Icons.search,
                clear = words.clear,
                onChange = does.search,
            )
            MainButton(view.newCase, icon = Icons.add, onClick = does.begin)
            tabs?.invoke(this)
        },
    ) {
        val state = rememberLazyListState()
        val nearEnd by remember {
            derivedStateOf { (state.layoutInfo.visibleItemsInfo.lastOrNull()?.index ?: 0) > state.layoutInfo.totalItemsCount - NEAR }
        }
        LaunchedEffect(nearEnd, view.next) { if (nearEnd && view.next != null) does.more() }
        LazyColumn(
            Modifier.fillMaxSize().testTag("list"),
            state,
            contentPadding = PaddingValues(horizontal = Measures.edge, vertical = 4.dp),
            verticalArrangement = Arrangement.spacedBy(Measures.apart),
        ) {
            if (large) item(key = "names") { names() }
            if (problem != null) item(key = "problem") { Problem(problem, words.close, does.putAway) }
            val empty = view.empty
            if (empty != null) {
                item(key = "empty") { Sentence(empty, Modifier.padding(top = Measures.part)) }
            } else {
                view.groups.forEach { group(it) { one -> row(one, one.case == open) { does.open(one.case) } } }
            }
            view.more?.let { item(key = "more") { Aside(it) } }
        }
    }
}

/** Pages are fetched when so few rows are left below. */
private const val NEAR = 20

private fun LazyListScope.group(
    group: CaseGroupView,
    row: @Composable (CaseRowView) -> Unit,
) {
    item(key = group.group, contentType = "heading") {
        Row(Modifier.fillMaxWidth().padding(top = Measures.apart), horizontalArrangement = Arrangement.SpaceBetween) {
            Text(group.heading, Modifier.weight(1f).semantics { heading() }, style = MaterialTheme.typography.titleLarge)
            Text(
                group.count.toString(),
                style = MaterialTheme.typography.titleLarge,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
            )
        }
    }
    group.empty?.let { item(key = group.group.name + "-empty") { Aside(it) } }
    items(group.rows.size, key = { group.rows[it].case }, contentType = { "row" }) { row(group.rows[it]) }
}

/** One case. It is read aloud as the one sentence that the core made of it. */
@Composable
fun CaseRow(
    row: CaseRowView,
    chosen: Boolean = false,
    onTap: () -> Unit,
) {
    val colors = MaterialTheme.colorScheme
    Surface(
        modifier =
            Modifier
                .fillMaxWidth()
                .heightIn(min = 72.dp)
                .clip(MaterialTheme.shapes.medium)
                .clickable(role = Role.Button, onClick = onTap)
                .semantics(mergeDescendants = true) { contentDescription = row.spoken }
                .testTag("case-row"),
        shape = MaterialTheme.shapes.medium,
        color = if (chosen) colors.primaryContainer else colors.surfaceContainer,
    ) {
        Column(
            Modifier.padding(horizontal = 16.dp, vertical = 14.dp).clearAndSetSemantics {},
            verticalArrangement = Arrangement.spacedBy(4.dp),
        ) {
            if (LocalDensity.current.fontScale > LARGE_LETTERS) {
                Text(row.title, style = MaterialTheme.typography.titleMedium)
                Aside(row.age)
            } else {
                Row(verticalAlignment = Alignment.Top, horizontalArrangement = Arrangement.spacedBy(Measures.apart)) {
                    Text(row.title, Modifier.weight(1f), style = MaterialTheme.typography.titleMedium)
                    Aside(row.age)
                }
            }
            if (row.danger) {
                SignedLine(Icons.danger, row.reason, color = colors.onSurface, sign = colors.error)
            } else {
                Text(row.reason, style = MaterialTheme.typography.bodyMedium)
            }
            row.child?.let { SignedLine(Icons.person, it, color = colors.onSurface) }
            Aside(row.place)
            SendingLine(row.sending)
        }
    }
}
