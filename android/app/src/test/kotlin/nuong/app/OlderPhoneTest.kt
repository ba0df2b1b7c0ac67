package nuong.app

import org.junit.Test
import org.robolectric.annotation.Config

/** The Android before, at night, in Vietnamese, with letters of twice the size; and the language the person chooses. */
@Config(sdk = [34], qualifiers = "vi-rVN-w360dp-h740dp-night-xhdpi", fontScale = 2f)
class OlderPhoneTest : WithAPhone() {
    @Test
    fun `the app opens in the phone's language and keeps the one that is chosen in it`() {
        phone.see("Nương")
        phone.tap("Cài đặt máy này")
        phone.photograph("older-set-up")
        phone.app.life.language.choose(nuong.ffi.Lang.EN)
        phone.dieAndReturn()
        phone.see("Set up this phone")
    }
}
