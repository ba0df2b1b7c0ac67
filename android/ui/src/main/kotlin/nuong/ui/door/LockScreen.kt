package nuong.ui.door

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import nuong.ffi.ErrorView
import nuong.ffi.LockView
import nuong.ffi.SetUpView
import nuong.ffi.WordsView
import nuong.ui.parts.Aside
import nuong.ui.parts.Choice
import nuong.ui.parts.Field
import nuong.ui.parts.Heading
import nuong.ui.parts.Icons
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.Text
import nuong.ui.parts.Typed
import nuong.ui.theme.Measures

/** The unlock screen: who, the passphrase, and nothing else. A passphrase is never saved with the screen. */
@Composable
fun LockScreen(
    view: LockView,
    words: WordsView,
    busy: Boolean,
    problem: ErrorView?,
    putAway: () -> Unit,
    choose: (String) -> Unit,
    unlock: (String) -> Unit,
    cover: () -> Unit,
    setUp: () -> Unit,
) {
    var passphrase by remember(view.profiles) { mutableStateOf("") }
    val open = { if (view.unlock.enabled && !busy) unlock(passphrase) }
    val starting = view.setUp
    Page(
        top = { Text(view.title, Modifier.padding(start = Measures.apart), style = MaterialTheme.typography.titleMedium) },
        bottom = {
            SideButton(view.cover, icon = Icons.cover, onClick = cover)
            if (starting != null) MainButton(starting, onClick = setUp) else MainButton(view.unlock, busy = busy, onClick = open)
        },
    ) {
        Reading(
            low = {
                if (starting == null) {
                    Field(
                        passphrase,
                        view.passphraseLabel,
                        Modifier.testTag("passphrase"),
                        Typed.SECRET,
                        hint = if (busy) words.opening else view.passphraseHint,
                        problem = view.passphraseError.takeUnless { busy },
                        enabled = view.unlock.enabled,
                        onDone = open,
                    ) { passphrase = it }
                }
            },
        ) {
            Problem(problem, words.close, putAway)
            Heading(view.heading)
            view.text?.let { Sentence(it) }
            if (view.profiles.size > 1) {
                Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
                    view.profiles.forEach { Choice(it.label, it.chosen, enabled = !busy) { choose(it.value) } }
                }
            }
        }
    }
}

/** The screen on which a profile is made. */
@Composable
fun SetUpScreen(
    view: SetUpView,
    words: WordsView,
    busy: Boolean,
    problem: ErrorView?,
    putAway: () -> Unit,
    create: (String, String) -> Unit,
) {
    var passphrase by remember { mutableStateOf("") }
    var again by remember { mutableStateOf("") }
    val make = { if (!busy) create(passphrase, again) }
    Page(
        top = { Text(words.app, Modifier.padding(start = Measures.apart), style = MaterialTheme.typography.titleMedium) },
        bottom = { MainButton(view.create, busy = busy, onClick = make) },
    ) {
        Reading(
            low = {
                Field(
                    passphrase,
                    view.passphraseLabel,
                    Modifier.testTag("passphrase"),
                    Typed.SECRET,
                    view.passphraseHint,
                    view.passphraseError,
                ) { passphrase = it }
                Field(again, view.againLabel, Modifier.testTag("again"), Typed.SECRET, onDone = make) { again = it }
            },
        ) {
            Problem(problem, words.close, putAway)
            Heading(view.title)
            Sentence(view.text)
            Sentence(view.caution)
            view.bound?.let { Aside(it) }
        }
    }
}
