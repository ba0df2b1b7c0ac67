package nuong.app

import android.app.Activity
import android.content.Intent
import android.graphics.Bitmap
import android.net.Uri
import android.os.Bundle
import android.os.Looper
import androidx.compose.ui.graphics.asAndroidBitmap
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.isOn
import androidx.compose.ui.test.isSelected
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextReplacement
import androidx.test.core.app.ApplicationProvider
import kotlinx.coroutines.runBlocking
import nuong.ffi.Standing
import nuong.ui.day.Authority
import org.robolectric.Robolectric
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import java.io.File

/** The app as its process holds it; here a process can die and another come. */
class MortalApplication : NuongApplication() {
    private var now: Life? = null

    override val life: Life get() = now ?: Life(this).also { now = it }

    /** The process dies, whatever it was at. */
    fun die() {
        now?.nuong?.close()
        now = null
    }
}

/** A phone in a hand: the real window, tapped and read. */
class PhoneInHand(
    private val compose: ComposeTestRule,
) {
    private var controller: ActivityController<MainActivity> = Robolectric.buildActivity(MainActivity::class.java).setup()

    val app: MortalApplication get() = ApplicationProvider.getApplicationContext()
    val window: MainActivity get() = controller.get()
    val standing: Standing get() = runBlocking { app.life.nuong.door.standing() }

    fun tap(text: String) {
        tapOneOf(text)
    }

    /** Taps the first of these that is there, and says which it was. */
    fun tapOneOf(vararg texts: String): String {
        await("“${texts.joinToString("” or “")}” to tap") { texts.any { canTap(it) } }
        val text = texts.first { canTap(it) }
        val node = compose.onAllNodes(tappable(text))[0]
        if (isThere(tappable(text) and hasAnyAncestor(hasScrollAction()))) node.performScrollTo()
        node.performClick()
        idle()
        return text
    }

    fun type(
        tag: String,
        text: String,
    ) {
        await("the field $tag") { isThere(SemanticsMatcher("tag $tag") { it.config.any { (key, value) -> key.name == "TestTag" && value == tag } }) }
        compose.onNodeWithTag(tag).performTextReplacement(text)
        idle()
    }

    fun see(text: String) = await("“$text”") { compose.onAllNodesWithText(text, substring = true).fetchSemanticsNodes().isNotEmpty() }

    fun canTap(text: String) = isThere(tappable(text))

    /** The thought of the screen. */
    val heading: String? get() {
        val headings = compose.onAllNodes(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading)).fetchSemanticsNodes()
        return headings.firstOrNull()?.config?.getOrNull(SemanticsProperties.Text)?.joinToString()
    }

    /** The person goes away from the app, and its window is stopped. */
    fun leave(): Bundle {
        val saved = Bundle()
        controller.pause().stop().saveInstanceState(saved)
        idle()
        return saved
    }

    fun comeBack() {
        controller.restart().start().resume()
        idle()
    }

    fun turn() {
        controller.recreate()
        idle()
    }

    /** The system takes the process away behind the person's back; the icon brings another. */
    fun dieAndReturn() {
        val saved = leave()
        await("the records to rest") { standing != Standing.OPEN }
        controller.destroy()
        app.die()
        controller = Robolectric.buildActivity(MainActivity::class.java).setup(saved)
        idle()
    }

    /** The person chooses this file in the system's screen, which hides the app meanwhile. */
    fun choose(file: File) {
        await("the system's screen for files") { shadowOf(window).peekNextStartedActivityForResult() != null }
        val request: Intent = shadowOf(window).nextStartedActivityForResult.intent
        controller.pause().stop()
        idle()
        controller.restart().start()
        shadowOf(window).receiveResult(request, Activity.RESULT_OK, Intent().setData(Uri.fromFile(file)))
        controller.resume()
        idle()
    }

    fun await(
        what: String,
        there: () -> Boolean,
    ) {
        try {
            compose.waitUntil(PATIENCE_MS) {
                idle()
                there()
            }
        } catch (never: ComposeTimeoutException) {
            throw AssertionError("$what never came; there is: ${said()}", never)
        }
    }

    fun photograph(name: String) {
        val file = File(System.getProperty("nuong.screens"), "android/$name.png").apply { parentFile!!.mkdirs() }
        file.outputStream().use { compose.onRoot().captureToImage().asAndroidBitmap().compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    /** Makes a profile and joins a unit, as a person does it: request out as a file, answer in as a file. */
    fun setUp(
        authority: Authority,
        passphrase: String = WORDS,
    ) {
        tap("Set up this phone")
        type("passphrase", passphrase)
        type("again", passphrase)
        tap("Set the passphrase")
        type("person", "Lò Thị Mai")
        tap("Make the request")
        tap("Write the request to a file")
        val request = File(app.cacheDir, "a.request")
        choose(request)
        await("the request's file") { request.length() > 0 }
        tap("Take the answer from a file")
        choose(authority.approve(request.toPath(), "officer", "post-a").toFile())
        see("No cases yet.")
    }

    fun unlock(passphrase: String = WORDS) {
        type("passphrase", passphrase)
        tap("Open")
    }

    /** Whether this choice is taken. */
    fun isChosen(text: String) = isThere(hasText(text) and (isOn() or isSelected()))

    /** All that can be read, for who looks why something is not there. */
    private fun said() =
        compose.onAllNodes(hasText("", substring = true), useUnmergedTree = true).fetchSemanticsNodes().map {
            it.config.getOrNull(SemanticsProperties.Text)?.joinToString()
        }

    fun isThere(matcher: SemanticsMatcher) = compose.onAllNodes(matcher).fetchSemanticsNodes().isNotEmpty()

    private fun tappable(text: String) = (hasText(text) or hasContentDescription(text)) and hasClickAction() and isEnabled()

    private fun idle() = shadowOf(Looper.getMainLooper()).idle()

    companion object {
        const val WORDS = "rừng suối mây nắng"
        private const val PATIENCE_MS = 60_000L
    }
}
