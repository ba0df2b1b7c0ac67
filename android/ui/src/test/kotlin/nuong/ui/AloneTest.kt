package nuong.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import nuong.Nuong
import nuong.ffi.Lang
import nuong.ui.day.Authority
import nuong.ui.day.Phone
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.createFile
import kotlin.io.path.div
import kotlin.io.path.readText
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** A person answers alone, over the real core. */
class AloneTest {
    @Test
    fun `the person hears the questions, sees four shapes and no word, and only the officer gets the phone back`(
        @TempDir root: Path,
    ) {
        Phone(root / "phone", WORDS).use { it.join(Authority(root / "province", "post-a", "province"), "Lò Thị Mai", "officer", "post-a") }
        val desk = Desk(root / "file", recordings(root / "recordings"))
        Nuong.open(root / "phone", Lang.EN).use { nuong ->
            Scene { NuongApp(nuong, desk, Places()) }.use { scene ->
                scene.type("passphrase", WORDS)
                scene.tap("Open")
                scene.tap("New screening")
                scene.tap("Answering alone")
                scene.tap("Let the person answer alone")
                scene.tap("Hand over the phone, speaking Vietnamese")
                scene.await("the four shapes") { it.said == "Stop" }
                assertEquals("vi-hears.m4a", desk.heard.first())
                assertFalse(scene.nodes().any { it.said?.contains("Can you hear") == true }, "the question is shown, though nobody asked for it")
                val all = scene.targets()
                assertEquals(FOUR, all.filter { it in FOUR }, "$all")
                val before = desk.heard.size
                scene.tap("Có")
                scene.await("the next question") { desk.heard.size > before }
                scene.tap("Show the words")
                scene.await("the words") { it.said == "Hide the words" }
                takeBack(scene)
            }
        }
    }

    private fun takeBack(scene: Scene) {
        scene.tap("Stop")
        scene.awaitText("Please give the phone back to the officer")
        scene.tap("The officer takes the phone back")
        scene.type("take-back", "not this one")
        scene.tapLast("The officer takes the phone back")
        scene.await("what is refused") { it.said == "Close" }
        scene.tap("Close")
        scene.type("take-back", WORDS)
        scene.tapLast("The officer takes the phone back")
        scene.await("the case") { it.said == "Add a note" }
    }

    /** The button, below the field of the same name. */
    private fun Scene.tapLast(text: String) = tap(nodes().last { it.said == text && it.config.contains(SemanticsActions.OnClick) })

    private fun Scene.targets() =
        nodes().filter { it.config.contains(SemanticsActions.OnClick) && it.config.getOrNull(SemanticsProperties.Disabled) == null }.map { it.said }

    /** A file for each recording that the questionnaire names. */
    private fun recordings(folder: Path): Path {
        folder.createDirectories()
        val sheets = Path.of(System.getProperty("nuong.root")) / "instruments" / "self-answer"
        val named = listOf("survey.csv", "choices.csv").flatMap { NAME.findAll((sheets / it).readText()) }.map { it.value }.toSet()
        named.forEach { (folder / it).createFile() }
        return folder
    }

    private companion object {
        val FOUR = listOf("Có", "Không", "Skip", "Stop")
        const val WORDS = "rừng suối mây nắng"
        val NAME = Regex("[\\w-]+\\.m4a")
    }
}
