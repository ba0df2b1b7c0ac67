package nuong.ui

import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.lifecycle.viewmodel.compose.LocalViewModelStoreOwner
import androidx.lifecycle.viewmodel.compose.viewModel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onStart
import nuong.Nuong
import nuong.ffi.Change
import nuong.ffi.Standing
import nuong.ffi.WordsView
import nuong.ui.alone.Alone
import nuong.ui.door.Cover
import nuong.ui.door.Door
import nuong.ui.parts.Icons
import nuong.ui.parts.SignButton
import nuong.ui.parts.Tabs
import nuong.ui.settings.SettingsModel
import nuong.ui.theme.Measures

/** What every screen is drawn with. */
data class Around(
    val nuong: Nuong,
    val shell: Shell,
    val places: Places,
    val words: WordsView,
    /** Goes back to the screen before. */
    val top: @Composable RowScope.() -> Unit,
    /** Hides the screen at once. */
    val cover: @Composable RowScope.() -> Unit,
    /** The main screens. */
    val tabs: @Composable ColumnScope.() -> Unit,
) {
    /** The main screens are offered once, under the list. */
    fun besideTheList() = copy(tabs = {})
}

/** What the whole app draws from. */
data class Root(
    val standing: Standing,
    val words: WordsView,
    val cover: String,
)

/** Which screen comes first, in which words. */
class RootModel(
    nuong: Nuong,
) : Model<Root>() {
    init {
        val changes: Flow<Change> = nuong.changes
        val standing = changes.filter { it in DOORS }.onStart { emit(Change.Lock) }.map { nuong.door.standing() }
        val words = changes.filter { it == Change.Language }.onStart { emit(Change.Language) }.map { nuong.words }
        follow(combine(standing, words, nuong.door.lockView) { now, said, lock -> Root(now, said, lock.cover.label) })
    }

    private companion object {
        /** The list is told of when the phone has rested. */
        val DOORS = setOf(Change.Lock, Change.Settings, Change.List)
    }
}

/** The app: the door while the records are closed, and the screens on the way of [places] while they are open. */
@Composable
fun NuongApp(
    nuong: Nuong,
    shell: Shell,
    places: Places,
) {
    val root by viewModel { RootModel(nuong) }.view.collectAsState()
    var covered by rememberSaveable { mutableStateOf(false) }
    val kept = rememberSaveableStateHolder()
    val now = root
    Surface(color = MaterialTheme.colorScheme.surface) {
        when {
            now == null || now.standing == Standing.PAUSED -> {
                Spacer(Modifier)
            }

            covered -> {
                Cover(now.words) { covered = false }
            }

            now.standing == Standing.HANDED_OVER -> {
                LaunchedEffect(now.standing) { places.handedOver() }
                Alone(nuong, shell, now.words)
            }

            now.standing != Standing.OPEN -> {
                LaunchedEffect(now.standing) { places.forget() }
                Door(nuong, shell, now.standing, now.words) { covered = true }
            }

            else -> {
                val lock = viewModel { SettingsModel(nuong) }
                val around =
                    remember(now, places) {
                        around(nuong, shell, places, now) {
                            covered = true
                            lock.lock()
                        }
                    }
                Columns(around) { place, draw ->
                    kept.SaveableStateProvider(place.toString()) {
                        CompositionLocalProvider(LocalViewModelStoreOwner provides places.owner(place)) { draw() }
                    }
                }
            }
        }
    }
}

private fun around(
    nuong: Nuong,
    shell: Shell,
    places: Places,
    root: Root,
    cover: () -> Unit,
): Around {
    val coverSign: @Composable RowScope.() -> Unit = { SignButton(root.cover, Icons.cover, onClick = cover) }
    return Around(
        nuong,
        shell,
        places,
        root.words,
        top = {
            SignButton(root.words.back, Icons.back, onClick = places::back)
            Spacer(Modifier.weight(1f))
            coverSign()
        },
        cover = coverSign,
        tabs = { Tabs(root.words, places.here, places::root) },
    )
}

/** On a wide screen the worklist stands beside what was opened from it; on a phone one screen is shown. */
@Composable
private fun Columns(
    around: Around,
    within: @Composable (Place, @Composable () -> Unit) -> Unit,
) {
    BoxWithConstraints {
        if (maxWidth < Measures.twoColumns) {
            val here = around.places.here
            within(here) { Screen(here, around) }
        } else {
            SideBySide(around, within)
        }
    }
}
