package nuong.ui.day

import java.net.ServerSocket
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.absolutePathString
import kotlin.io.path.div
import kotlin.io.path.readText

/** An administrator with the `nuong` program: founds an authority, and lets phones in. */
class Authority(
    private val folder: Path,
    vararg units: String,
) {
    private val secrets = folder / "authority"

    init {
        Files.createDirectories(folder)
        run("nuong", "authority", "init", "--quick", "--dir", "$secrets", *units.flatMap { listOf("--unit", it) }.toTypedArray())
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
        run("nuong", "enroll", "approve", "--dir", "$secrets", "$request", "--role", role, "--unit", unit, *shared, "--out", "$answer")
        return answer
    }

    /** A hub of this authority. Phones that are let in afterwards know its address. */
    fun hub(): Hub {
        val dir = folder / "hub"
        val grant = folder / "hub.grant"
        val port = ServerSocket(0).use { it.localPort }
        run("nuong-hub", "init", "--dir", "$dir")
        val request = dir / "enrol-request"
        run("nuong", "authority", "certify-hub", "--dir", "$secrets", "$request", "--url", "https://localhost:$port", "--out", "$grant")
        run("nuong-hub", "certify", "--dir", "$dir", "$grant")
        return Hub(dir, port)
    }

    private fun run(
        name: String,
        vararg arguments: String,
    ) {
        val process =
            ProcessBuilder(program(name), *arguments)
                .apply { environment()["NUONG_PASSPHRASE"] = "một hai ba bốn" }
                .redirectErrorStream(true)
                .start()
        val said = process.inputStream.readBytes().decodeToString()
        check(process.waitFor() == 0) { "$name ${arguments.joinToString(" ")}: $said" }
    }
}

/** A hub in a process of its own, on loopback. */
class Hub(
    dir: Path,
    port: Int,
) : AutoCloseable {
    private val process =
        ProcessBuilder(program("nuong-hub"), "serve", "--listen", "127.0.0.1:$port", "--dir", "$dir")
            .redirectError((dir / "log").toFile())
            .start()

    init {
        // The first line it says is said when it listens.
        checkNotNull(process.inputReader().readLine()) { (dir / "log").readText() }
    }

    override fun close() {
        process.destroyForcibly().waitFor()
    }
}

/** A program as cargo has built it. */
private fun program(name: String) = (Path.of(System.getProperty("nuong.programs")) / name).absolutePathString()
