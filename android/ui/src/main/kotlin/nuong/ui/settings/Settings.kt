package nuong.ui.settings

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import nuong.Nuong
import nuong.ffi.ErrorView
import nuong.ffi.Lang
import nuong.ffi.ProfileView
import nuong.ffi.SettingsView
import nuong.ffi.WordsView
import nuong.ui.Model
import nuong.ui.parts.Aside
import nuong.ui.parts.Card
import nuong.ui.parts.Choice
import nuong.ui.parts.MainButton
import nuong.ui.parts.Page
import nuong.ui.parts.PartHeading
import nuong.ui.parts.Problem
import nuong.ui.parts.Reading
import nuong.ui.parts.SavedField
import nuong.ui.parts.Sentence
import nuong.ui.parts.SideButton
import nuong.ui.parts.Text
import nuong.ui.parts.Title
import nuong.ui.parts.Tone
import nuong.ui.theme.Measures

/** The settings. */
class SettingsModel(
    private val nuong: Nuong,
) : Model<SettingsView>() {
    init {
        follow(nuong.door.settings)
    }

    fun language(language: Lang) {
        nuong.language = language
    }

    fun hideNames(hidden: Boolean) = act { nuong.door.hideNames(hidden) }

    fun showName(name: String) = act { nuong.door.showName(name) }

    fun lockAfter(time: String) = act { nuong.door.lockAfter(time) }

    fun lock() = act { nuong.door.lock() }
}

/** What can be done in the settings. */
class SettingsIntents(
    val putAway: () -> Unit,
    val language: (Lang) -> Unit,
    val hideNames: (Boolean) -> Unit,
    val showName: (String) -> Unit,
    val lockAfter: (String) -> Unit,
    val enrol: () -> Unit,
    val lock: () -> Unit,
)

/** Whose phone this is, its language, what it shows, and how it is closed. */
@Composable
fun SettingsScreen(
    view: SettingsView,
    words: WordsView,
    problem: ErrorView?,
    does: SettingsIntents,
    cover: @Composable RowScope.() -> Unit = {},
    tabs: (@Composable ColumnScope.() -> Unit)? = null,
) {
    Page(
        top = {
            Title(view.title)
            cover()
        },
        bottom = {
            MainButton(view.lock, onClick = does.lock)
            tabs?.invoke(this)
        },
    ) {
        Reading {
            Problem(problem, words.close, does.putAway)
            view.profile?.let { Profile(it) }
            view.notEnrolled?.let { Sentence(it) }
            SideButton(view.enrol, onClick = does.enrol)
            PartHeading(view.languageLabel)
            Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
                view.languages.forEach { Choice(it.label, it.chosen) { does.language(it.language) } }
            }
            Choice(view.namesLabel, view.namesHidden, Modifier.padding(top = Measures.apart), many = true) { does.hideNames(!view.namesHidden) }
            Aside(view.namesHint)
            SavedField(view.shownName, view.shownNameLabel, view.shownNameHint, "shown-name", words, save = does.showName)
            PartHeading(view.lockAfterLabel)
            Aside(view.lockAfterHint)
            Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(Measures.apart)) {
                view.lockTimes.forEach { Choice(it.label, it.chosen) { does.lockAfter(it.value) } }
            }
        }
    }
}

@Composable
private fun Profile(profile: ProfileView) {
    Card(tone = if (profile.accessNeedsCare) Tone.ACCENT else Tone.QUIET) {
        Text(profile.person, style = MaterialTheme.typography.titleLarge)
        Sentence(profile.role)
        Aside(profile.unitsLabel + ": " + profile.units.joinToString(", "))
        Aside(profile.deviceLabel + ": " + profile.device)
        Sentence(profile.access)
    }
}
