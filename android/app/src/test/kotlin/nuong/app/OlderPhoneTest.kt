package nuong.app

import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** The Android before, at night, in Vietnamese, with letters of twice the size; and the language the person chooses. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], application = MortalApplication::class, qualifiers = "vi-rVN-w360dp-h740dp-night-xhdpi", fontScale = 2f)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class OlderPhoneTest {
    @get:Rule val compose = createEmptyComposeRule()

    @Before
    fun `a phone's keystore`() = PhoneKeystore.install()

    @Test
    fun `the app opens in the phone's language and keeps the one that is chosen in it`() {
        val phone = PhoneInHand(compose)
        phone.see("Nương")
        phone.tap("Cài đặt máy này")
        phone.photograph("older-set-up")
        phone.app.life.language.choose(nuong.ffi.Lang.EN)
        phone.dieAndReturn()
        phone.see("Set up this phone")
    }
}
