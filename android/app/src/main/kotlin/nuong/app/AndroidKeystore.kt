package nuong.app

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import androidx.annotation.RequiresApi
import nuong.ffi.Keystore
import nuong.ffi.KeystoreProblem
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Half of the key to the records: an AES key that never leaves the phone's secure hardware, one for each profile. With
 * [presence], the phone itself must have been unlocked by its owner within the last half minute.
 */
class AndroidKeystore(
    private val context: Context,
    private val presence: Boolean = false,
) : Keystore {
    override fun wrap(
        profile: String,
        secret: ByteArray,
    ): ByteArray =
        orSay {
            val cipher = Cipher.getInstance(TRANSFORMATION)
            cipher.init(Cipher.ENCRYPT_MODE, keyOf(profile) ?: make(profile))
            cipher.iv + cipher.doFinal(secret)
        }

    override fun unwrap(
        profile: String,
        wrapped: ByteArray,
    ): ByteArray =
        orSay {
            val key = keyOf(profile) ?: throw KeystoreProblem.Lost()
            if (wrapped.size <= IV_BYTES) throw KeystoreProblem.Failed("${wrapped.size} bytes are no wrapped secret")
            val cipher = Cipher.getInstance(TRANSFORMATION)
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, wrapped, 0, IV_BYTES))
            cipher.doFinal(wrapped, IV_BYTES, wrapped.size - IV_BYTES)
        }

    private fun keyOf(profile: String): SecretKey? = KeyStore.getInstance(PROVIDER).apply { load(null) }.getKey(alias(profile), null) as SecretKey?

    /** In a chip of its own where the phone has one, else in the processor's secure world. */
    private fun make(profile: String): SecretKey {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && hasChip()) {
            try {
                return generate(inChip(form(profile)))
            } catch (_: ProviderException) {
                // The chip is full or does not do this kind of key; the processor does.
            }
        }
        return generate(form(profile))
    }

    @RequiresApi(Build.VERSION_CODES.P)
    private fun hasChip() = context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)

    @RequiresApi(Build.VERSION_CODES.P)
    private fun inChip(form: KeyGenParameterSpec.Builder) = form.setIsStrongBoxBacked(true)

    private fun generate(form: KeyGenParameterSpec.Builder): SecretKey =
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).apply { init(form.build()) }.generateKey()

    private fun form(profile: String): KeyGenParameterSpec.Builder {
        val form =
            KeyGenParameterSpec
                .Builder(alias(profile), KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
                .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                .setKeySize(KEY_BITS)
        return if (presence) present(form) else form
    }

    private fun present(form: KeyGenParameterSpec.Builder): KeyGenParameterSpec.Builder {
        form.setUserAuthenticationRequired(true)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) return presentByAny(form)
        @Suppress("DEPRECATION")
        return form.setUserAuthenticationValidityDurationSeconds(PRESENCE_SECONDS)
    }

    @RequiresApi(Build.VERSION_CODES.R)
    private fun presentByAny(form: KeyGenParameterSpec.Builder) =
        form.setUserAuthenticationParameters(
            PRESENCE_SECONDS,
            KeyProperties.AUTH_BIOMETRIC_STRONG or KeyProperties.AUTH_DEVICE_CREDENTIAL,
        )

    /** What went wrong, as the core wants to hear it. */
    @Suppress("SwallowedException")
    private fun <T> orSay(what: () -> T): T =
        try {
            what()
        } catch (_: UserNotAuthenticatedException) {
            throw KeystoreProblem.Refused()
        } catch (_: KeyPermanentlyInvalidatedException) {
            throw KeystoreProblem.Lost()
        } catch (failure: GeneralSecurityException) {
            throw KeystoreProblem.Failed(failure.javaClass.simpleName)
        } catch (failure: ProviderException) {
            throw KeystoreProblem.Failed(failure.javaClass.simpleName)
        }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val TAG_BITS = 128
        const val IV_BYTES = 12
        const val PRESENCE_SECONDS = 30

        fun alias(profile: String) = "nuong.$profile"
    }
}
