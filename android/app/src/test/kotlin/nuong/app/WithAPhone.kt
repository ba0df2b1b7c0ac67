package nuong.app

import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import nuong.ui.day.Authority
import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** A test that has the real window over the real core in its hand, in Android's own graphics. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], application = MortalApplication::class, qualifiers = "en-rGB-w393dp-h851dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
abstract class WithAPhone {
    @get:Rule val compose = createEmptyComposeRule()

    @get:Rule val folder = TemporaryFolder()

    protected lateinit var phone: PhoneInHand

    @Before
    fun `a phone`() {
        PhoneKeystore.install()
        phone = PhoneInHand(compose)
    }

    /** An authority with one unit, which lets phones in. */
    protected fun authority() = Authority(folder.newFolder().toPath(), "post-a")
}
