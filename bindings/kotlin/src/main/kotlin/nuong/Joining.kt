package nuong

import nuong.ffi.EnrolView
import java.nio.file.Path

/** Becoming a member of an authority, with no network. */
class Joining internal constructor(private val nuong: Nuong) {
    /** The screen on which the device becomes a member. */
    suspend fun view(): EnrolView = nuong.call { enrolView() }

    /** Makes the request for a person of this name; the view then holds it as text. */
    suspend fun request(person: String): EnrolView = nuong.call { makeRequest(person.wellFormed()) }

    /** Writes the request made last to a file. */
    suspend fun writeRequest(file: Path) = nuong.call { writeRequest(file.toString().wellFormed()) }

    /** Takes the administrator's answer as text. */
    suspend fun accept(text: String) = nuong.call { acceptAnswer(text.wellFormed()) }

    /** Takes the administrator's answer from a file. */
    suspend fun acceptFile(file: Path) = nuong.call { acceptAnswerFile(file.toString().wellFormed()) }
}
