package nuong

import nuong.ffi.Answer
import nuong.ffi.InternalException
import java.util.Locale

/** A call on a [Nuong] that was closed: a fault of the app, not of the person. */
class NuongClosedException(cause: Throwable? = null) :
    IllegalStateException("this Nuong was closed; open another", cause)

/**
 * The core's library is missing, or is not the one this code was made for. Nothing was touched. Its text is the shell's own,
 * since there is no core to ask.
 */
class NuongLibraryException(cause: Throwable) : Exception(cause.message, cause) {
    /** What happened and what to do, in the language of the system as far as there is a text for it. */
    val text: String =
        if (Locale.getDefault().language == "vi") {
            "Các phần của ứng dụng này không khớp nhau. " +
                "Hãy cài lại ứng dụng từ nơi đã nhận. Đừng gỡ trước khi cài: hồ sơ vẫn còn."
        } else {
            "The parts of this app do not fit together. " +
                "Install the app anew from where you got it. Do not remove it first: the records stay."
        }

    /** The stable code, for a person on the telephone. */
    val code: String = "app.library"
}

/** Runs what first touches the library. */
internal fun <T> loaded(touch: () -> T): T = try {
    touch()
} catch (missing: LinkageError) {
    // Missing, of another processor, or its functions are not those expected; then also every later time.
    throw NuongLibraryException(missing.cause ?: missing)
} catch (other: InternalException) {
    throw NuongLibraryException(other)
} catch (mismatch: RuntimeException) {
    if (mismatch.message.orEmpty().contains("UniFFI")) throw NuongLibraryException(mismatch) else throw mismatch
}

/** A text without halves of surrogate pairs, which no file and no colleague's phone could hold: each becomes U+FFFD. */
internal fun String.wellFormed(): String {
    if (!hasLoneSurrogate()) return this
    return buildString(length) {
        var at = 0
        while (at < this@wellFormed.length) {
            val code = this@wellFormed.codePointAt(at)
            if (code in SURROGATES) append(REPLACEMENT) else appendCodePoint(code)
            at += Character.charCount(code)
        }
    }
}

internal fun Answer.wellFormed(): Answer = if (this is Answer.Value) Answer.Value(v1.wellFormed()) else this

private fun String.hasLoneSurrogate(): Boolean = codePoints().anyMatch { it in SURROGATES }

private val SURROGATES = Char.MIN_SURROGATE.code..Char.MAX_SURROGATE.code
private const val REPLACEMENT = '\uFFFD'
