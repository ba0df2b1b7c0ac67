package nuong.ui

import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import nuong.Nuong
import nuong.ffi.Lang
import nuong.ui.day.FieldDay
import nuong.ui.previews.Live
import nuong.ui.previews.Preview
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.div
import kotlin.io.path.writeBytes

/** `cargo xtask screens`: every screen over the real core and a played field day, in every language, light and size of letters. */
@Tag("screens")
class Pictures {
    private class Variant(
        val language: Lang,
        val dark: Boolean,
        val fontScale: Float,
    ) {
        val light = !dark
        val small = fontScale == 1f
        val name = "${language.name.lowercase()}-${if (dark) "dark" else "light"}-$fontScale"
    }

    private val variants =
        Lang.entries.flatMap { language ->
            listOf(false, true).flatMap { dark -> listOf(1f, 1.6f).map { Variant(language, dark, it) } }
        }
    private val out = Path.of(System.getProperty("nuong.screens"))

    @Test
    fun `every screen`(
        @TempDir root: Path,
    ) {
        // A day that was played before can be given, to try out how something looks.
        val day = FieldDay(System.getProperty("nuong.day")?.ifEmpty { null }?.let { Path.of(it) } ?: (root / "day"))
        val previews = Live.previews(root / "states").toMap().mapKeys { (language, _) -> Lang.valueOf(language.uppercase()) }
        val wanted = System.getProperty("nuong.variant")?.ifEmpty { null }
        for (variant in variants.filter { wanted == null || it.name == wanted }) {
            post(copy(day.post, root / "post-${variant.name}"), variant)
            desk(copy(day.supervisor, root / "desk-${variant.name}"), variant)
            if (variant.light == variant.small) states(previews.getValue(variant.language), variant)
            if (variant.small) window(copy(day.supervisor, root / "window-${variant.name}"), variant)
        }
    }

    /** Every screen in each of its states, by day and with small letters, or at night and with large ones. */
    private fun states(
        previews: List<Preview>,
        variant: Variant,
    ) = previews.forEach { preview ->
        Scene(PHONE, fontScale = variant.fontScale, dark = variant.dark, content = preview.content).use {
            Tour(it, variant).shoot("state-${preview.name.replace(Regex("[^a-z0-9]+"), "-")}")
        }
    }

    /** At a post: the door, the list, an interview, what it points to, sending, settings. */
    private fun post(
        phone: Path,
        variant: Variant,
    ) = tour(phone, variant) { nuong, places ->
        scene.awaitTag("passphrase")
        shoot("01-unlock")
        open(nuong)
        shoot("02-today")
        places.go(Place.Begin(null))
        await("the questionnaires") { scene.heading() == nuong.ask { interviews.instruments().title } }
        shoot("03-begin")
        places.swap(Place.Today)
        interview(nuong, places)
        places.root(Place.Send)
        await("sending") { scene.heading() == nuong.ask { exchange.viewNow().title } }
        shoot("20-send")
        places.root(Place.Settings)
        await("settings") { scene.heading() == nuong.ask { door.settings.first().title } }
        shoot("21-settings")
        scroll(2000)
        shoot("22-settings-below")
        places.go(Place.Enrol)
        await("joining") { scene.heading() == nuong.ask { joining.view().title } }
        shoot("23-enrol")
    }

    /** The first screens of the long questionnaire, each before and after an answer is taken. */
    private fun Tour.interview(
        nuong: Nuong,
        places: Places,
    ) {
        val of = nuong.ask { interviews.begin("border-initial").of }
        val now = { nuong.ask { interviews.take(of).screen.value!! } }
        places.go(Place.Interview(of.case, of.interview))
        for (nth in 4..15) {
            val view = now()
            await(view.heading) { scene.heading() == view.heading }
            view.questions.firstOrNull { it.input == null && it.choices.isNotEmpty() }?.let {
                scene.tap(it.choices.first().label)
                await("an answer that is taken") { scene.nodes().any { node -> node.isTaken } }
            }
            shoot("%02d-interview".format(nth))
            scene.tap(now().forward.label)
            await("what follows ${view.heading}") { now().at != view.at }
        }
        places.root(Place.Case(of.case))
        val case = nuong.ask { cases.caseNow(of.case) }
        await("the case") { said(case.number) }
        shoot("16-case-new")
        places.go(Place.Result(of.case))
        await("the result") { said(case.assessment.caution) }
        shoot("17-result-new")
    }

    /** At the province: the merged list, a case in which two colleagues differ, a decision. */
    private fun desk(
        phone: Path,
        variant: Variant,
    ) = tour(phone, variant) { nuong, places ->
        open(nuong)
        shoot("30-supervisor-today")
        val rows = nuong.ask { cases.page() }.groups.flatMap { it.rows }
        val differing = rows.map { nuong.ask { cases.caseNow(it.case) } }.first { it.conflicts.isNotEmpty() }
        places.go(Place.Case(differing.case))
        await("the case") { said(differing.number) }
        shoot("31-case")
        scroll(560)
        shoot("32-case-conflict")
        for (nth in 33..35) {
            scroll(640)
            shoot("$nth-case-below")
        }
        places.go(Place.Result(differing.case))
        await("the result") { said(differing.assessment.caution) }
        shoot("36-result")
        scroll(640)
        shoot("37-result-below")
        for ((nth, kind) in WorkKind.entries.withIndex()) {
            places.go(Place.Work(differing.case, kind))
            settleFor(nuong)
            shoot("${40 + nth}-${kind.name.lowercase().replace('_', '-')}")
            places.back()
        }
    }

    /** The same in the window of a computer: the list stays beside what was opened from it. */
    private fun window(
        phone: Path,
        variant: Variant,
    ) = tour(phone, variant, wide = true) { nuong, places ->
        open(nuong)
        shoot("50-window-today")
        val differing =
            nuong
                .ask { cases.page() }
                .groups
                .flatMap { it.rows }
                .map { nuong.ask { cases.caseNow(it.case) } }
                .first { it.conflicts.isNotEmpty() }
        places.root(Place.Case(differing.case))
        await("the case") { said(differing.number) }
        shoot("51-window-case")
        places.go(Place.Result(differing.case))
        await("the result") { said(differing.assessment.caution) }
        shoot("52-window-result")
    }

    private inner class Tour(
        val scene: Scene,
        private val variant: Variant,
    ) {
        fun shoot(name: String) {
            scene.settle()
            val file = out / variant.name / "$name.png"
            Files.createDirectories(file.parent)
            file.writeBytes(scene.picture())
        }

        fun await(
            what: String,
            there: Tour.() -> Boolean,
        ) {
            scene.await(what) { there() }
        }

        fun open(nuong: Nuong) {
            scene.type("passphrase", FieldDay.PASSPHRASE)
            scene.tap(nuong.ask { door.lockView.first().unlock.label })
            scene.awaitTag("search")
        }

        fun scroll(dp: Int) = scene.scroll(dp)

        fun said(text: String) = scene.nodes().any { it.said?.contains(text) == true }

        /** A screen that has a main action has been drawn. */
        fun settleFor(nuong: Nuong) {
            val back = nuong.words.back
            scene.await("a screen with a way back") { it.said == back }
        }
    }

    private fun tour(
        phone: Path,
        variant: Variant,
        wide: Boolean = false,
        walk: Tour.(Nuong, Places) -> Unit,
    ) {
        val places = Places()
        Nuong.open(phone, variant.language).use { nuong ->
            val width = if (wide) WINDOW else PHONE
            Scene(width, fontScale = variant.fontScale, dark = variant.dark) { NuongApp(nuong, Desk(phone / "file"), places) }.use {
                nuong.language = variant.language
                Tour(it, variant).walk(nuong, places)
            }
        }
    }

    private companion object {
        /** Of a phone's screen and of a computer's window, in dp. */
        const val PHONE = 393
        const val WINDOW = 1280
    }

    private fun <T> Nuong.ask(what: suspend Nuong.() -> T): T = runBlocking { what() }

    private fun copy(
        from: Path,
        to: Path,
    ): Path {
        from.toFile().copyRecursively(to.toFile())
        return to
    }
}
