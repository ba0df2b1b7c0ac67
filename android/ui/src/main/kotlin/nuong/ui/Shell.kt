package nuong.ui

import java.nio.file.Path

/** What only the machine around the screens can do. */
interface Shell {
    /** Lets the person choose a file and gives it to [use]; none when nothing was chosen. */
    suspend fun <T> reading(use: suspend (Path) -> T): T?

    /** Lets the person choose where a file of this name goes, and has [use] write it; none when nothing was chosen. */
    suspend fun <T> writing(
        name: String,
        use: suspend (Path) -> T,
    ): T?

    /** Where the recordings of the questionnaires lie on this machine, by their file names. */
    val recordings: Path

    /** Plays recordings one after the other, in place of what is played now; what is not there or cannot be played is passed over. */
    fun play(names: List<String>)

    /** Plays nothing any more. */
    fun hush()

    /** Puts a text where other apps can take it from. */
    fun copy(text: String)
}
