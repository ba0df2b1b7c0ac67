package nuong.app

import android.view.WindowManager
import androidx.compose.ui.test.hasText
import nuong.ffi.Standing
import org.junit.Test
import kotlin.test.assertFalse
import kotlin.test.assertTrue

/** The real window over the real core, in Android's own graphics. */
class MainActivityTest : WithAPhone() {
    @Test
    fun `nothing photographs the window`() {
        val flags = phone.window.window.attributes.flags
        assertTrue(flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
    }

    @Test
    fun `an interview is held, turned, left by the death of the process, taken up and finished`() {
        phone.setUp(authority())
        phone.tap("New screening")
        phone.tap("Quick triage at the barrier")
        phone.see("Looking at this person")
        phone.photograph("interview")
        phone.tap("Skip")
        phone.see("Can you talk with this person alone")
        phone.turn()
        phone.see("Can you talk with this person alone")
        phone.tap(APART)
        phone.await("the answer to be taken") { phone.isChosen(APART) }
        phone.dieAndReturn()
        phone.see("Enter your passphrase")
        phone.unlock()
        // It goes on after the last screen that was answered; what was answered there is still there.
        phone.await("the interview") { phone.canTap("Stop here") }
        phone.tap("Back")
        phone.see("Can you talk with this person alone")
        phone.await("the answer given before") { phone.isChosen(APART) }
        phone.finishInterview()
        phone.see("It rests on the recorded answers alone.")
        phone.photograph("result")
        phone.tap("Close")
        phone.tap("Show more")
        phone.see("Can you talk with this person alone")
    }

    @Test
    fun `a note that is not kept yet outlives a turn and a short absence, and not the lock`() {
        phone.setUp(authority())
        phone.tap("New screening")
        phone.tap("Quick triage at the barrier")
        phone.tap("Stop here")
        phone.tap("Add a note")
        phone.type("text", NOTE)
        phone.turn()
        phone.see(NOTE)
        phone.leave()
        phone.await("the records to rest") { phone.standing == Standing.PAUSED }
        phone.comeBack()
        phone.see(NOTE)
        phone.dieAndReturn()
        phone.unlock()
        phone.see("Note")
        assertFalse(phone.isThere(hasText(NOTE)))
    }

    private fun PhoneInHand.finishInterview() {
        repeat(MANY) {
            val before = heading
            if (tapOneOf("Finish", "Continue", "Skip") == "Finish") return
            await("the screen after “$before”") { heading != before }
        }
        error("the interview does not end")
    }

    private companion object {
        const val APART = "Yes: apart, understood, and willing"
        const val MANY = 40
        const val NOTE = "Hẹn gặp lại ở trạm y tế"
    }
}
