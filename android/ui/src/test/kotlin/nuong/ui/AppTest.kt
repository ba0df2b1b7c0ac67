package nuong.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import nuong.Nuong
import nuong.ffi.Lang
import nuong.ui.day.Authority
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.div
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotNull
import kotlin.test.assertTrue

/** The whole app over the real core, as a person goes through it. */
class AppTest {
    @Test
    fun `a phone is set up, joins, screens a person, is left and taken up, and is closed`(
        @TempDir root: Path,
    ) {
        val phone = root / "phone"
        val desk = Desk(root / "a.request")
        val places = Places()
        Nuong.open(phone, Lang.EN).use { nuong ->
            app(nuong, desk, places) {
                tap("Set up this phone")
                type("passphrase", WORDS)
                type("again", "another one")
                tap("Set the passphrase")
                awaitText("The two passphrases are not the same.")
                type("again", WORDS)
                tap("Set the passphrase")
                type("person", "Lò Thị Mai")
                tap("Make the request")
                tap("Write the request to a file")
                await("the request's file") { Files.exists(desk.file) }
                desk.file = Authority(root / "province", "post-a", "province").approve(desk.file, "officer", "post-a", "province")
                tap("Take the answer from a file")
                awaitText("No cases yet.")
                screenSomebody()
            }
        }
        // Another process: the way and the interview are taken up where they were left.
        Nuong.open(phone, Lang.EN).use { nuong ->
            app(nuong, desk, Places(places.saved)) {
                type("passphrase", "not this one")
                tap("Open")
                awaitText("Enter your passphrase")
                await("what is wrong, beside the field") { it.config.getOrNull(SemanticsProperties.Error) != null }
                type("passphrase", WORDS)
                tap("Open")
                goOnAndFinish()
                closeAndOpen()
            }
        }
    }

    private fun Scene.screenSomebody() {
        tap("New screening")
        tap("Quick triage at the barrier")
        awaitText("Looking at this person")
        tap(firstChoice())
        await("an answer that is taken") { it.isTaken }
        tap("Continue")
        awaitText("Can you talk with this person alone")
    }

    private fun Scene.goOnAndFinish() {
        awaitText("Can you talk with this person alone")
        tap("Back")
        await("the answer of before") { it.isTaken }
        while (nodes().none { it.said == "Finish" }) {
            val before = heading()
            nodes().firstOrNull { it.said in setOf("Continue", "Skip") }?.let { tap(it) }
            await("the screen after “$before”") { heading() != before }
        }
        tap("Finish")
        awaitText("It rests on the recorded answers alone.")
        tap("Close")
        awaitText("The person")
        tap(await("the note") { it.said == "Add a note" })
        type("text", "Hẹn gặp lại ở trạm xá")
        tap("Save")
        awaitText("Hẹn gặp lại ở trạm xá")
    }

    private fun Scene.closeAndOpen() {
        tap("Back")
        tap("Settings")
        awaitText("Lò Thị Mai")
        tap("Tiếng Việt")
        awaitText("Cài đặt")
        tap("English")
        tap(await("the sign that covers") { it.said == "Hide the screen" })
        awaitText("Hidden")
        assertFalse(nodes().any { it.said?.contains("Lò Thị Mai") == true })
        tap(nodes().last { it.config.contains(SemanticsActions.OnClick) })
        awaitText("Enter your passphrase")
        type("passphrase", WORDS)
        tap("Open")
        awaitText("Settings")
    }

    private fun Scene.firstChoice() = await("a choice") { it.config.contains(SemanticsProperties.ToggleableState) }

    private fun app(
        nuong: Nuong,
        shell: Shell,
        places: Places,
        walk: Scene.() -> Unit,
    ) = Scene { NuongApp(nuong, shell, places) }.use(walk)

    private companion object {
        const val WORDS = "rừng suối mây nắng"
    }
}
