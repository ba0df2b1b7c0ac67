package nuong.app

import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.UserNotAuthenticatedException
import androidx.test.core.app.ApplicationProvider
import nuong.ffi.KeystoreProblem
import org.junit.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertFailsWith

/** A phone whose keystore does not do what is wanted of it. */
class KeystoreTest : WithAPhone() {
    @Test
    fun `a keystore that refuses, or has lost its key, is said in words, and nothing is lost`() {
        phone.setUp(authority())
        phone.tap("Settings")
        phone.tap("Close the records now")
        PhoneKeystore.refusal = UserNotAuthenticatedException()
        phone.unlock()
        phone.see("This phone did not give out its key.")
        phone.see("Unlock the phone itself, then try again.")
        PhoneKeystore.refusal = KeyPermanentlyInvalidatedException()
        phone.unlock()
        phone.see("This phone has lost the key that belongs to these records.")
        PhoneKeystore.refusal = null
        phone.unlock()
        phone.see("Lò Thị Mai")
    }

    @Test
    fun `a key is made for each profile, and rubbish is refused`() {
        val keys = AndroidKeystore(ApplicationProvider.getApplicationContext())
        val wrapped = keys.wrap("p1", byteArrayOf(1, 2, 3))
        assertContentEquals(byteArrayOf(1, 2, 3), keys.unwrap("p1", wrapped))
        assertFailsWith<KeystoreProblem.Lost> { keys.unwrap("p2", wrapped) }
        assertFailsWith<KeystoreProblem.Failed> { keys.unwrap("p1", wrapped.copyOf(5)) }
        assertFailsWith<KeystoreProblem.Failed> { keys.unwrap("p1", wrapped.also { it[14] = (it[14] + 1).toByte() }) }
    }
}
