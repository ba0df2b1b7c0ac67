package nuong.ui

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.width
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.VerticalDivider
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import androidx.lifecycle.viewmodel.compose.viewModel
import nuong.ffi.InterviewRef
import nuong.ui.alone.HandPhoneModel
import nuong.ui.alone.HandPhoneScreen
import nuong.ui.cases.CaseIntents
import nuong.ui.cases.CaseModel
import nuong.ui.cases.CaseScreen
import nuong.ui.cases.ConsentScreen
import nuong.ui.cases.ResultScreen
import nuong.ui.cases.WorkIntents
import nuong.ui.cases.WorkScreen
import nuong.ui.door.EnrolModel
import nuong.ui.door.EnrolScreen
import nuong.ui.door.intents
import nuong.ui.interview.BeginModel
import nuong.ui.interview.BeginScreen
import nuong.ui.interview.InterviewIntents
import nuong.ui.interview.InterviewModel
import nuong.ui.interview.InterviewScreen
import nuong.ui.send.SendIntents
import nuong.ui.send.SendModel
import nuong.ui.send.SendScreen
import nuong.ui.settings.SettingsIntents
import nuong.ui.settings.SettingsModel
import nuong.ui.settings.SettingsScreen
import nuong.ui.today.TodayIntents
import nuong.ui.today.TodayModel
import nuong.ui.today.TodayScreen

/** The screen of a place, joined to what it holds. */
@Composable
internal fun Screen(
    place: Place,
    around: Around,
) {
    when (place) {
        Place.Today -> Today(around, null)
        Place.Send -> Send(around)
        Place.Settings -> Settings(around)
        Place.Enrol -> Enrol(around, around.places::back)
        is Place.Begin -> Begin(place, around)
        is Place.Interview -> Interview(place, around)
        is Place.HandPhone -> HandPhone(place, around)
        is Place.Case -> Case(place, around)
        is Place.Result -> Result(place, around)
        is Place.Work -> Work(place, around)
    }
}

/** The worklist on the left, what was opened from it on the right: for a supervisor's computer. */
@Composable
internal fun SideBySide(
    around: Around,
    within: @Composable (Place, @Composable () -> Unit) -> Unit,
) {
    val here = around.places.here
    Row(Modifier.fillMaxSize()) {
        Box(Modifier.width(440.dp).fillMaxHeight()) {
            val case = (here as? Place.Case)?.case ?: (here as? Place.Result)?.case ?: (here as? Place.Work)?.case
            within(Place.Today) { Today(around, case) }
        }
        VerticalDivider(color = MaterialTheme.colorScheme.outlineVariant)
        Surface(Modifier.weight(1f).fillMaxHeight(), color = MaterialTheme.colorScheme.surface) {
            if (here != Place.Today) within(here) { Screen(here, around.besideTheList()) }
        }
    }
}

@Composable
private fun Today(
    around: Around,
    open: String?,
) {
    val model = viewModel { TodayModel(around.nuong) }
    val view by model.view.collectAsState()
    val search by model.search.collectAsState()
    val problem by model.problem.collectAsState()
    val does =
        TodayIntents(
            model::putAway,
            model::look,
            model::more,
            { model.toggleNames() },
            { around.places.root(Place.Case(it)) },
            { around.places.go(Place.Begin(null)) },
        )
    view?.let { TodayScreen(it, around.words, search, problem, does, open, around.cover, around.tabs) }
}

@Composable
private fun Begin(
    place: Place.Begin,
    around: Around,
) {
    val model =
        viewModel {
            BeginModel(around.nuong, place.case) { around.places.swap(Place.Interview(it.case, it.interview)) }
        }
    val view by model.view.collectAsState()
    val problem by model.problem.collectAsState()
    view?.let { BeginScreen(it, around.words, problem, model::putAway, around.top, model::begin) }
}

@Composable
private fun Interview(
    place: Place.Interview,
    around: Around,
) {
    val places = around.places
    val model =
        viewModel {
            InterviewModel(around.nuong, InterviewRef(place.case, place.interview)) { finished ->
                around.places.root(Place.Case(place.case))
                if (finished) around.places.go(Place.Result(place.case))
            }
        }
    val view by model.view.collectAsState()
    val problem by model.problem.collectAsState()
    val does =
        InterviewIntents(
            model::putAway,
            model::answer,
            model::type,
            { model.forward(it) },
            { model.back(it) },
            { model.firstUnanswered() },
            { model.stop() },
            { model.answeredBy(it) },
            { model.askIn(it) },
            { model.addAnother(it) },
            { model.takeAway(it) },
            { model.goTo(it) },
            around.shell::play,
            { model.view.value?.let { places.go(Place.HandPhone(place.case, place.interview, it.instrument)) } },
        )
    LaunchedEffect(model) { around.places.beforeRest(place, model::writeDown) }
    view?.let { InterviewScreen(it, around.words, problem, does, around.cover) }
}

@Composable
private fun HandPhone(
    place: Place.HandPhone,
    around: Around,
) {
    val model =
        viewModel {
            HandPhoneModel(around.nuong, around.shell, InterviewRef(place.case, place.interview), place.instrument)
        }
    val view by model.view.collectAsState()
    val problem by model.problem.collectAsState()
    view?.let { HandPhoneScreen(it, around.words, problem, model::putAway, around.top, model::hand) }
}

@Composable
private fun Case(
    place: Place.Case,
    around: Around,
) {
    val model = viewModel { CaseModel(around.nuong, place.case) }
    val view by model.view.collectAsState()
    val problem by model.problem.collectAsState()
    val places = around.places
    val does =
        CaseIntents(
            model::putAway,
            { path, value -> model.resolve(path, value) },
            { places.go(Place.Interview(place.case, it)) },
            { places.go(Place.Begin(place.case)) },
            { places.go(Place.Result(place.case)) },
            { places.go(Place.Work(place.case, it)) },
        )
    view?.let { CaseScreen(it, around.words, problem, around.top, does) }
}

@Composable
private fun Result(
    place: Place.Result,
    around: Around,
) {
    val model = viewModel { CaseModel(around.nuong, place.case) }
    val view by model.view.collectAsState()
    view?.let { ResultScreen(it, around.words, around.top, around.places::back) }
}

@Composable
private fun Work(
    place: Place.Work,
    around: Around,
) {
    val model = viewModel { CaseModel(around.nuong, place.case, around.places::back) }
    LaunchedEffect(place) { model.prepare(place.kind) }
    val view by model.view.collectAsState()
    val forms by model.forms.collectAsState()
    val busy by model.busy.collectAsState()
    val problem by model.problem.collectAsState()
    val does =
        WorkIntents(
            model::putAway,
            { model.addNote(it) },
            { to, reason -> model.refer(to, reason) },
            { decision, reason -> model.decide(decision, reason) },
            { model.handOver(it) },
            { need, detail -> model.addNeed(need, detail) },
            { purpose, receiver, given -> model.consent(purpose, receiver, given) },
            { purpose, receiver -> model.withdraw(purpose, receiver) },
        )
    val case = view ?: return
    if (place.kind == WorkKind.CONSENT) {
        forms.consent?.let { ConsentScreen(case, it, model.draft, around.words, busy > 0, problem, around.top, does) }
    } else {
        WorkScreen(place.kind, case, forms, model.draft, around.words, busy > 0, problem, around.top, does)
    }
}

@Composable
private fun Send(around: Around) {
    val model = viewModel { SendModel(around.nuong, around.shell) }
    val view by model.view.collectAsState()
    val outcome by model.outcome.collectAsState()
    val problem by model.problem.collectAsState()
    val does = SendIntents(model::putAway, model::send, { model.stop() }, { model.writeFile() }, { model.readFile() }, { model.useHub(it) })
    view?.let { SendScreen(it, around.words, outcome, problem, does, around.cover, around.tabs) }
}

@Composable
private fun Settings(around: Around) {
    val model = viewModel { SettingsModel(around.nuong) }
    val view by model.view.collectAsState()
    val problem by model.problem.collectAsState()
    val does =
        SettingsIntents(
            model::putAway,
            model::language,
            { model.hideNames(it) },
            { model.showName(it) },
            { model.lockAfter(it) },
            { around.places.go(Place.Enrol) },
            { model.lock() },
        )
    view?.let { SettingsScreen(it, around.words, problem, does, around.cover, around.tabs) }
}

/** Joining a unit: from the settings, and as the door of a phone that belongs to none yet. */
@Composable
internal fun Enrol(
    around: Around,
    done: () -> Unit,
) {
    val model = viewModel { EnrolModel(around.nuong, around.shell) }
    val view by model.view.collectAsState()
    val busy by model.busy.collectAsState()
    val joined by model.joined.collectAsState()
    val problem by model.problem.collectAsState()
    LaunchedEffect(joined) { if (joined) done() }
    view?.let { EnrolScreen(it, model.draft, around.words, busy > 0, problem, around.top, intents(model)) }
}
