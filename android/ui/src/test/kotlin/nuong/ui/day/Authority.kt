package nuong.ui.day

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.absolutePathString
import kotlin.io.path.div

/** An administrator with the `nuong` program: founds an authority, and lets phones in. */
class Authority(
    private val folder: Path,
    vararg units: String,
) {
    private val secrets = folder / "authority"

    init {
        Files.createDirectories(folder)
        nuong("authority", "init", "--quick", "--dir", "$secrets", *units.flatMap { listOf("--unit", it) }.toTypedArray())
    }

    /** Approves a request file; the answer's file. */
    fun approve(
        request: Path,
        role: String,
        unit: String,
        sharesWith: String? = null,
    ): Path {
        val answer = Files.createTempFile(folder, "answer", "")
        Files.delete(answer)
        val shared = sharesWith?.let { arrayOf("--share-with", it) } ?: emptyArray()
        nuong("enroll", "approve", "--dir", "$secrets", "$request", "--role", role, "--unit", unit, *shared, "--out", "$answer")
        return answer
    }

    private fun nuong(vararg arguments: String) {
        val program = Path.of(System.getProperty("nuong.programs")) / "nuong"
        val process =
            ProcessBuilder(program.absolutePathString(), *arguments)
                .apply { environment()["NUONG_PASSPHRASE"] = "một hai ba bốn" }
                .redirectErrorStream(true)
                .start()
        val said = process.inputStream.readBytes().decodeToString()
        check(process.waitFor() == 0) { "nuong ${arguments.joinToString(" ")}: $said" }
    }
}
