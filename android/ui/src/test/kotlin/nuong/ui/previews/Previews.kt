package nuong.ui.previews

import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import nuong.ffi.Action
import nuong.ffi.AttachmentView
import nuong.ffi.CaseListView
import nuong.ffi.CaseView
import nuong.ffi.ConsentFormView
import nuong.ffi.Drawn
import nuong.ffi.EnrolView
import nuong.ffi.ErrorView
import nuong.ffi.InstanceView
import nuong.ffi.InterviewView
import nuong.ffi.LockView
import nuong.ffi.Media
import nuong.ffi.NeedFormView
import nuong.ffi.OptionView
import nuong.ffi.RangeView
import nuong.ffi.RepeatView
import nuong.ffi.SelfAnswerStartView
import nuong.ffi.SelfAnswerView
import nuong.ffi.SelfChoice
import nuong.ffi.SelfChoiceView
import nuong.ffi.SelfLanguageView
import nuong.ffi.SettingsView
import nuong.ffi.Shape
import nuong.ffi.SoundView
import nuong.ffi.SyncView
import nuong.ffi.UnitListView
import nuong.ui.Draft
import nuong.ui.Place
import nuong.ui.WorkKind
import nuong.ui.alone.AloneIntents
import nuong.ui.alone.AloneScreen
import nuong.ui.alone.HandPhoneScreen
import nuong.ui.cases.CaseIntents
import nuong.ui.cases.CaseScreen
import nuong.ui.cases.ConsentScreen
import nuong.ui.cases.Forms
import nuong.ui.cases.ResultScreen
import nuong.ui.cases.WorkIntents
import nuong.ui.cases.WorkScreen
import nuong.ui.door.Cover
import nuong.ui.door.EnrolIntents
import nuong.ui.door.EnrolScreen
import nuong.ui.door.LockScreen
import nuong.ui.door.SetUpScreen
import nuong.ui.interview.BeginScreen
import nuong.ui.interview.InterviewIntents
import nuong.ui.interview.InterviewScreen
import nuong.ui.parts.Icons
import nuong.ui.parts.SignButton
import nuong.ui.parts.Tabs
import nuong.ui.parts.always
import nuong.ui.send.SendIntents
import nuong.ui.send.SendScreen
import nuong.ui.settings.SettingsIntents
import nuong.ui.settings.SettingsScreen
import nuong.ui.today.TodayIntents
import nuong.ui.today.TodayScreen

/** A screen in one of its states. */
class Preview(
    val name: String,
    val content: @Composable () -> Unit,
)

/** Every screen in the states of `ui.md`: empty, one, many, very long names, error, offline, conflict, not allowed. */
class Previews(
    language: String,
    private val live: Live,
) {
    private val goldens = Goldens(language)
    private val words = live.words
    private val screens = goldens.all("interview", InterviewView::class.java)
    private val error = goldens.one("error", Array<ErrorView>::class.java).first { it.code == "vault.io" }
    private val notAllowed = goldens.one("error", Array<ErrorView>::class.java).first { it.code == "role.not_allowed" }
    private val longName = "Nguyễn Hoàng Phương Thảo Nguyên Đặng Trương Thị Ngọc Khuê Quỳnh"
    private val top: @Composable RowScope.() -> Unit = {
        SignButton(words.back, Icons.back) {}
        Spacer(Modifier.weight(1f))
        cover()
    }
    private val cover: @Composable RowScope.() -> Unit = { SignButton(live.settings.cover.label, Icons.cover) {} }

    /** All of them, by name. */
    val all: List<Preview> = door() + today() + interview() + cases() + send() + settings()

    /** What is drawn by lot for each phone, in place of it the widest that it can be: a picture is the same each time. */
    private fun sameEachTime(view: EnrolView): EnrolView {
        val request = view.request ?: return view
        return view.copy(request = request.copy(text = widest(request.text), fingerprint = widest(request.fingerprint)))
    }

    private fun sameEachTime(view: SettingsView) = view.copy(profile = view.profile?.let { it.copy(device = widest(it.device)) })

    private fun widest(byLot: String) = byLot.replace(Regex("[0-9]"), "8").replace(Regex("[a-z]"), "d").replace(Regex("[A-Z]"), "D")

    private fun door() =
        goldens.all("lock", LockView::class.java).map { (name, view) ->
            preview("lock $name") { LockScreen(view, words, false, null, {}, {}, {}, {}, {}) }
        } +
            preview("set up") { SetUpScreen(live.setUp, words, false, null, {}) { _, _ -> } } +
            preview("set up, keystore failed") { SetUpScreen(live.setUp, words, false, error, {}) { _, _ -> } } +
            preview("covered") { Cover(words) {} } +
            live.enrol.map(::sameEachTime).mapIndexed { nth, view ->
                preview("enrol $nth") { EnrolScreen(view, Draft(), words, false, null, top, EnrolIntents({}, {}, {}, {}, {}, {})) }
            }

    private fun today(): List<Preview> {
        val states = goldens.all("list", CaseListView::class.java)
        val long =
            states.getValue("supervisor").let { view ->
                view.copy(groups = view.groups.map { g -> g.copy(rows = g.rows.map { it.copy(title = longName) }) })
            }
        return (states + ("very long names" to long)).map { (name, view) -> preview("today $name") { Today(view, null) } } +
            preview("today error") { Today(states.getValue("officer"), error) }
    }

    @Composable
    private fun Today(
        view: CaseListView,
        problem: ErrorView?,
    ) = TodayScreen(
        view,
        words,
        view.search,
        problem,
        TodayIntents({}, {}, {}, {}, {}, {}),
        cover = cover,
        tabs = { Tabs(words, Place.Today) {} },
    )

    private fun interview() =
        goldens.all("interview", InterviewView::class.java).map { (name, view) ->
            preview("interview $name") { InterviewScreen(view, words, null, intents, cover) }
        } +
            preview("interview error") {
                InterviewScreen(goldens.all("interview", InterviewView::class.java).values.first(), words, error, intents, cover)
            } +
            preview("interview, what is rarely there") { InterviewScreen(rarely(), words, null, intents, cover) } +
            preview("interview, one more") { InterviewScreen(oneMore(), words, null, intents, cover) } +
            preview("begin") { BeginScreen(live.instruments, words, null, {}, top) {} } +
            preview("hand the phone") { HandPhoneScreen(start(), words, null, {}, top) {} } +
            alone()

    private val intents = InterviewIntents({}, { _, _ -> }, { _, _ -> }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})

    private fun drawn(kind: Drawn) = screens.values.first { it.questions.singleOrNull()?.drawn == kind }

    /** Recordings, an order, a range, a file, words for whoever learns to ask: all on one screen, with its choices. */
    private fun rarely(): InterviewView {
        val view = drawn(Drawn.MANY_CHOICES)
        val sound = SoundView("a.m4a", "vi", view.who)
        val question = view.questions.single()
        return view.copy(
            alone = always(words.send),
            questions =
                listOf(
                    question.copy(listen = sound, guidance = view.stopText, needed = view.progress, readOnly = view.saved),
                    question.copy(
                        path = "rank",
                        drawn = Drawn.RANK,
                        choices = question.choices.mapIndexed { nth, one -> one.copy(place = nth.toUInt() + 1u) },
                    ),
                    question.copy(path = "choice", drawn = Drawn.ONE_CHOICE, choices = question.choices.map { it.copy(listen = sound) }),
                    question.copy(path = "range", drawn = Drawn.RANGE, range = RangeView("0", "10", "1"), choices = emptyList()),
                    question.copy(
                        path = "file",
                        drawn = Drawn.ATTACHMENT,
                        attachment = AttachmentView(Media.IMAGE, view.title, "tay-trai.jpg"),
                        choices = emptyList(),
                    ),
                ),
        )
    }

    /** Whether there is another. */
    private fun oneMore(): InterviewView {
        val view = drawn(Drawn.NOTE)
        val remove = view.stop
        val some = listOf(InstanceView("m[1]", longName, 1u, remove), InstanceView("m[2]", view.title, null, remove.copy(enabled = false)))
        return view.copy(questions = emptyList(), repeat = RepeatView("m", view.who, some, view.forward))
    }

    private fun start(): SelfAnswerStartView {
        val hear = SelfLanguageView("vi", words.listen, 10u, 12u, notAllowed.todo, always(words.listen))
        val not = SelfLanguageView("en", words.copy, 0u, 12u, error.todo, Action(words.copy, false, notAllowed.text))
        return SelfAnswerStartView(words.app, error.todo, listOf(hear, not))
    }

    /** The four shapes, with and without the words, and the end. */
    private fun alone(): List<Preview> {
        val four = drawn(Drawn.FOUR_CHOICES).questions.single().choices.map { it.label }
        val choices = SelfChoice.entries.mapIndexed { nth, one -> SelfChoiceView(one, Shape.entries[nth], four[nth], null) }
        val asked =
            SelfAnswerView("q", listOf(SoundView("a.m4a", "vi", null)), choices, null, always(words.more), "", null, null, always(words.app))
        val states =
            mapOf(
                "" to asked,
                ", words" to asked.copy(text = listOf(drawn(Drawn.FOUR_CHOICES).heading), fallback = error.todo),
                ", ended" to asked.copy(path = null, sounds = emptyList(), choices = emptyList(), ended = error.todo),
            )
        return states.map { (name, view) ->
            preview("alone$name") { AloneScreen(view, Draft(), words, null, AloneIntents({}, {}, {}, {}, {})) }
        }
    }

    private fun cases(): List<Preview> {
        val full = goldens.one("case", CaseView::class.java)
        val bare =
            full.copy(
                urgent = emptyList(),
                conflicts = emptyList(),
                timeline = emptyList(),
                notes = emptyList(),
                interviews = emptyList(),
                person = emptyList(),
            )
        val off = { action: Action -> action.copy(enabled = false, whyNot = notAllowed.text) }
        val readOnly =
            full.copy(
                title = longName,
                locked = error.text,
                actions =
                    full.actions.let {
                        it.copy(
                            continueInterview = off(it.continueInterview),
                            newInterview = off(it.newInterview),
                            addNote = off(it.addNote),
                            refer = off(it.refer),
                            decide = off(it.decide),
                            handOver = off(it.handOver),
                        )
                    },
            )
        val intents = CaseIntents({}, { _, _ -> }, {}, {}, {}, {})
        val states = mapOf("conflict" to full, "bare" to bare, "read only, long name" to readOnly)
        return states.map { (name, view) -> preview("case $name") { CaseScreen(view, words, null, top, intents) } } +
            preview("case not allowed") { CaseScreen(full, words, notAllowed, top, intents) } +
            preview("result") { ResultScreen(full, words, top) {} } +
            preview("result bare") { ResultScreen(bare, words, top) {} } +
            WorkKind.entries.map { work("work ${it.name.lowercase()}", it, full, null) } +
            work("work refused", WorkKind.DECIDE, full, notAllowed)
    }

    private fun work(
        name: String,
        kind: WorkKind,
        view: CaseView,
        problem: ErrorView?,
    ) = preview(name) {
        val units = UnitListView(view.actions.handOver.label, view.stage, listOf(OptionView("post-b", longName, false)), null)
        val does = WorkIntents({}, {}, { _, _ -> }, { _, _ -> }, {}, { _, _ -> }, { _, _, _ -> }, { _, _ -> })
        val form = goldens.part("form", "may", 0, ConsentFormView::class.java)
        val need = goldens.part("form", "may", 1, NeedFormView::class.java)
        if (kind == WorkKind.CONSENT) {
            ConsentScreen(view, form, Draft(), words, false, problem, top, does)
        } else {
            WorkScreen(kind, view, Forms(units, need), Draft(), words, false, problem, top, does)
        }
    }

    private fun send() =
        goldens.all("sync", SyncView::class.java).map { (name, view) ->
            preview("send $name") {
                SendScreen(view, words, null, null, SendIntents({}, {}, {}, {}, {}, {}), cover) { Tabs(words, Place.Send) {} }
            }
        }

    private fun settings() =
        listOf(live.settings, live.settings.copy(namesHidden = true, shownName = longName)).map(::sameEachTime).mapIndexed { nth, view ->
            preview("settings $nth") {
                SettingsScreen(view, words, null, SettingsIntents({}, {}, {}, {}, {}, {}, {}), cover) { Tabs(words, Place.Settings) {} }
            }
        }

    private fun preview(
        name: String,
        content: @Composable () -> Unit,
    ) = Preview(name, content)
}
