package nuong.app

import android.graphics.Bitmap
import android.os.Looper
import android.view.WindowManager
import androidx.compose.ui.graphics.asAndroidBitmap
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextReplacement
import androidx.test.core.app.ApplicationProvider
import androidx.work.ListenableWorker
import androidx.work.testing.TestListenableWorkerBuilder
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import nuong.ffi.KeystoreProblem
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.ExternalResource
import org.junit.rules.RuleChain
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** The real window over the real core, in Android's own graphics. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], qualifiers = "en-rGB-w393dp-h851dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class MainActivityTest {
    private val keystore =
        object : ExternalResource() {
            override fun before() = PhoneKeystore.install()
        }
    private val compose = createAndroidComposeRule<MainActivity>()

    @get:Rule
    val rules: RuleChain = RuleChain.outerRule(keystore).around(compose)

    private val nuong get() = ApplicationProvider.getApplicationContext<NuongApplication>().nuong

    @Test
    fun `nothing photographs the window`() {
        val flags = compose.activity.window.attributes.flags
        assertTrue(flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
    }

    @Test
    fun `an interview is held, turned, left by the death of the window, taken up and finished`() {
        setUp()
        tap("New screening")
        tap("Quick triage at the barrier")
        see("Looking at this person")
        compose.onAllNodesWithText("Continue").fetchSemanticsNodes()
        tap("Skip")
        see("Can you talk with this person alone")
        compose.activityRule.scenario.recreate()
        see("Can you talk with this person alone")
        photograph("interview")
        var screens = 0
        while (!isThere("Finish")) {
            tap(if (isThere("Continue")) "Continue" else "Skip")
            screens += 1
            check(screens < MANY) { "the interview does not end" }
            idle()
        }
        tap("Finish")
        see("A first assessment with its reasons.")
        photograph("result")
    }

    @Test
    fun `a keystore that has lost its key is said in words, and nothing is lost`() {
        setUp()
        runBlocking { nuong.door.lock() }
        val kept = HashMap(PhoneKeystore.keys)
        PhoneKeystore.keys.clear()
        compose.onNodeWithTag("passphrase").performTextReplacement(WORDS)
        tap("Open")
        see("This phone has lost the key that belongs to these records.")
        PhoneKeystore.keys.putAll(kept)
        compose.onNodeWithTag("passphrase").performTextReplacement(WORDS)
        tap("Open")
        see("No cases yet.")
    }

    @Test
    fun `a key is made for each profile, and rubbish is refused`() {
        val keys = AndroidKeystore(compose.activity)
        val wrapped = keys.wrap("p1", byteArrayOf(1, 2, 3))
        assertEquals(listOf<Byte>(1, 2, 3), keys.unwrap("p1", wrapped).toList())
        assertFailsWith<KeystoreProblem.Lost> { keys.unwrap("p2", wrapped) }
        assertFailsWith<KeystoreProblem.Failed> { keys.unwrap("p1", wrapped.copyOf(5)) }
        assertFailsWith<KeystoreProblem.Failed> { keys.unwrap("p1", wrapped.also { it[20] = (it[20] + 1).toByte() }) }
    }

    @Test
    fun `work in the background does nothing while the records are closed`() {
        val worker = TestListenableWorkerBuilder<SyncWorker>(compose.activity).build()
        assertEquals(ListenableWorker.Result.success(), runBlocking { worker.doWork() })
    }

    private fun setUp() {
        tap("Set up this phone")
        compose.onNodeWithTag("passphrase").performTextReplacement(WORDS)
        compose.onNodeWithTag("again").performTextReplacement(WORDS)
        tap("Set the passphrase")
        see("Join your unit")
        join()
        see("No cases yet.")
    }

    private fun join() =
        runBlocking {
            nuong.joining.request("Lò Thị Mai")
            val folder = File(compose.activity.cacheDir, "province").apply { mkdirs() }
            val request = File(folder, "request").toPath()
            nuong.joining.writeRequest(request)
            nuong.joining.acceptFile(approve(folder, request))
            nuong.door.lockView.first()
        }

    private fun approve(
        folder: File,
        request: java.nio.file.Path,
    ): java.nio.file.Path {
        val answer = File(folder, "answer")
        program("authority", "init", "--quick", "--dir", "$folder/secrets", "--unit", "post-a")
        program("enroll", "approve", "--dir", "$folder/secrets", "$request", "--role", "officer", "--unit", "post-a", "--out", "$answer")
        return answer.toPath()
    }

    private fun program(vararg arguments: String) {
        val process =
            ProcessBuilder(System.getProperty("nuong.programs") + "/nuong", *arguments)
                .apply { environment()["NUONG_PASSPHRASE"] = "một hai ba bốn" }
                .redirectErrorStream(true)
                .start()
        val said = process.inputStream.readBytes().decodeToString()
        check(process.waitFor() == 0) { said }
    }

    private fun tap(text: String) {
        compose.waitUntil(PATIENCE_MS) { isThere(text) }
        compose.onNode(hasText(text) and hasClickAction()).performClick()
        idle()
    }

    private fun isThere(text: String) = compose.onAllNodes(hasText(text) and hasClickAction()).fetchSemanticsNodes().isNotEmpty()

    private fun see(text: String) =
        compose.waitUntil(PATIENCE_MS) {
            idle()
            compose.onAllNodesWithText(text, substring = true).fetchSemanticsNodes().isNotEmpty()
        }

    private fun idle() = shadowOf(Looper.getMainLooper()).idle()

    private fun photograph(name: String) {
        val file = File(System.getProperty("nuong.screens"), "android/$name.png").apply { parentFile.mkdirs() }
        file.outputStream().use { compose.onRoot().captureToImage().asAndroidBitmap().compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    private companion object {
        const val WORDS = "rừng suối mây nắng"
        const val PATIENCE_MS = 30_000L
        const val MANY = 40
    }
}
