package nuong.ui

import java.nio.file.Path

/** A machine around the screens: files are where the test puts them, and what would be heard is written down. */
class Desk(
    var file: Path,
    override val recordings: Path = file.resolveSibling("recordings"),
) : Shell {
    /** The recordings that were played, in their order. */
    val heard = ArrayList<String>()

    /** What was copied last. */
    var copied: String? = null

    override suspend fun <T> reading(use: suspend (Path) -> T): T = use(file)

    override suspend fun <T> writing(
        name: String,
        use: suspend (Path) -> T,
    ): T = use(file)

    override fun play(names: List<String>) {
        heard += names
    }

    override fun hush() = Unit

    override fun copy(text: String) {
        copied = text
    }
}
