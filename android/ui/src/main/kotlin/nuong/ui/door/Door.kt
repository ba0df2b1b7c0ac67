package nuong.ui.door

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.lifecycle.viewmodel.compose.viewModel
import nuong.Nuong
import nuong.ffi.Standing
import nuong.ffi.WordsView
import nuong.ui.Shell
import nuong.ui.parts.Aside
import nuong.ui.parts.Text
import nuong.ui.theme.Measures

/** What stands before the records: unlocking, making a profile, joining a unit. */
@Composable
fun Door(
    nuong: Nuong,
    shell: Shell,
    standing: Standing,
    words: WordsView,
    cover: () -> Unit,
) {
    var settingUp by rememberSaveable { mutableStateOf(false) }
    when {
        standing == Standing.NOT_ENROLLED -> Join(nuong, shell, words)
        standing == Standing.NOT_SET_UP && settingUp -> SetUp(nuong, words)
        else -> Lock(nuong, words, cover) { settingUp = true }
    }
}

@Composable
private fun Lock(
    nuong: Nuong,
    words: WordsView,
    cover: () -> Unit,
    setUp: () -> Unit,
) {
    val model = viewModel { LockModel(nuong) }
    val view by model.view.collectAsState()
    val busy by model.busy.collectAsState()
    val problem by model.problem.collectAsState()
    view?.let {
        LockScreen(it, words, busy > 0, problem, model::putAway, { model.choose(it) }, { model.unlock(it) }, cover, setUp)
    }
}

@Composable
private fun SetUp(
    nuong: Nuong,
    words: WordsView,
) {
    val model = viewModel { SetUpModel(nuong) }
    val view by model.view.collectAsState()
    val busy by model.busy.collectAsState()
    val problem by model.problem.collectAsState()
    view?.let {
        SetUpScreen(it, words, busy > 0, problem, model::putAway) { passphrase, again -> model.create(passphrase, again) }
    }
}

@Composable
private fun Join(
    nuong: Nuong,
    shell: Shell,
    words: WordsView,
) {
    val model = viewModel { EnrolModel(nuong, shell) }
    val view by model.view.collectAsState()
    val busy by model.busy.collectAsState()
    val problem by model.problem.collectAsState()
    val top: @Composable RowScope.() -> Unit = {
        Text(words.app, Modifier.padding(start = Measures.apart), style = MaterialTheme.typography.titleMedium)
    }
    view?.let { EnrolScreen(it, model.draft, words, busy > 0, problem, top, intents(model)) }
}

/** Nothing to see. A tap leads to the unlock screen, since the records were closed as it came. */
@Composable
fun Cover(
    words: WordsView,
    onTap: () -> Unit,
) {
    Box(Modifier.fillMaxSize().clickable(onClick = onTap), contentAlignment = Alignment.Center) { Aside(words.covered) }
}
