package nuong.ui.send

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.RowScope
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import nuong.Nuong
import nuong.ffi.ArrivedView
import nuong.ffi.ErrorView
import nuong.ffi.SyncView
import nuong.ffi.WordsView
import nuong.ui.Model
import nuong.ui.Shell
import nuong.ui.cases.KeptAside
import nuong.ui.parts.Aside
import nuong.ui.parts.Card
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.SavedField
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.Text
import nuong.ui.parts.Title
import nuong.ui.parts.Tone
import nuong.ui.parts.Typed

/** What came of writing or reading a file. */
data class FileOutcome(
    val text: String,
    val arrived: ArrivedView? = null,
)

/** Sending and receiving: with the hub, and by a file on a memory card. */
class SendModel(
    private val nuong: Nuong,
    private val shell: Shell,
) : Model<SyncView>() {
    private val file = MutableStateFlow<FileOutcome?>(null)
    private var exchange: Job? = null

    /** What came of the file written or read last. */
    val outcome: StateFlow<FileOutcome?> = file.asStateFlow()

    init {
        follow(nuong.exchange.view)
    }

    fun send() {
        if (exchange?.isActive != true) exchange = act { nuong.exchange.withHub().collect { draw(it) } }
    }

    fun useHub(address: String) = act { nuong.exchange.useHub(address) }

    fun stop() = exchange?.cancel()

    fun writeFile() = act { file.value = shell.writing(PARCEL_FILE) { FileOutcome(nuong.exchange.write(it).text) } }

    fun readFile() =
        act {
            file.value = shell.reading { path -> nuong.exchange.read(path).let { FileOutcome(it.text, it) } }
        }

    private companion object {
        const val PARCEL_FILE = "nuong.parcels"
    }
}

/** What can be done on the screen for sending. */
class SendIntents(
    val putAway: () -> Unit,
    val send: () -> Unit,
    val stop: () -> Unit,
    val writeFile: () -> Unit,
    val readFile: () -> Unit,
    val useHub: (String) -> Unit,
)

/** What waits, over which way it can go, and what arrived. Being without a network is no error. */
@Composable
fun SendScreen(
    view: SyncView,
    words: WordsView,
    outcome: FileOutcome?,
    problem: ErrorView?,
    does: SendIntents,
    cover: @Composable RowScope.() -> Unit = {},
    tabs: (@Composable ColumnScope.() -> Unit)? = null,
) {
    Page(
        top = {
            Title(view.title)
            cover()
        },
        bottom = {
            if (view.stop.enabled) SideButton(view.stop, onClick = does.stop) else MainButton(view.send, onClick = does.send)
            tabs?.invoke(this)
        },
    ) {
        Reading(
            low = {
                SideButton(view.writeFile, onClick = does.writeFile)
                SideButton(view.readFile, onClick = does.readFile)
            },
        ) {
            Problem(problem ?: view.problem, words.close, does.putAway)
            Card(Modifier.semantics { liveRegion = LiveRegionMode.Polite }) {
                Text(view.state, style = MaterialTheme.typography.titleMedium)
                Sentence(view.waiting)
                view.carried?.let { Sentence(it) }
                view.progress.forEach { Sentence(it) }
            }
            view.arrived?.let { Sentence(it) }
            view.cost.forEach { Aside(it) }
            outcome?.let { Outcome(it) }
            (outcome?.arrived?.aside ?: view.aside)?.let { KeptAside(it) }
            view.hub?.let { SavedField(it.address, it.label, it.hint, "hub", words, Typed.ADDRESS, does.useHub) }
        }
    }
}

@Composable
private fun Outcome(outcome: FileOutcome) {
    Card(tone = Tone.ACCENT) {
        Sentence(outcome.text)
        outcome.arrived?.sealed?.let { Sentence(it) }
    }
}
