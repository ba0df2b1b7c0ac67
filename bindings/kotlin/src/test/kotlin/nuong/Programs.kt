package nuong

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteIfExists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText

/** The passphrase of every profile in these tests. */
const val WORDS = "mưa rừng trên núi"

/** Longer than any step takes on a busy machine. */
private const val PATIENCE_SECONDS = 120L

/** The root of the repository. */
val repository: Path = Path(System.getProperty("nuong.repository")).toAbsolutePath().normalize()

/** The real programs, from where cargo has built them. */
fun program(name: String): String = Path(System.getProperty("nuong.programs"), name).toString()

/** A folder that is gone when the test run is over. */
fun folder(name: String): Path = Files.createTempDirectory("nuong-$name-").also { path ->
    Runtime.getRuntime().addShutdownHook(Thread { path.toFile().deleteRecursively() })
}

/** Runs `nuong --json` to its end on a profile, and gives what it said; it must go well. */
fun nuong(profile: Path, vararg arguments: String): JsonElement {
    val out = Files.createTempFile("nuong", ".json")
    val errors = Files.createTempFile("nuong", ".log")
    try {
        val command = listOf(program("nuong"), "--vault", profile.toString(), "--json") + arguments
        val builder = ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile())
        builder.environment() += mapOf("NUONG_PASSPHRASE" to WORDS, "NUONG_LANG" to "en")
        val process = builder.start()
        check(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) { "$command did not end" }
        check(process.exitValue() == 0) { "$command: ${out.readText()} ${errors.readText()}" }
        return Json.parseToJsonElement(out.readText().trim().lines().last())
    } finally {
        out.deleteIfExists()
        errors.deleteIfExists()
    }
}

/** An authority with its units, made by the programs themselves. */
class Province {
    val root = folder("province")
    private val authority = root.resolve("authority")
    private val nobody = root.resolve("nobody")

    init {
        val units = listOf("post-a", "post-b", "province").flatMap { listOf("--unit", it) }
        nuong(nobody, "authority", "init", "--quick", "--dir", "$authority", *units.toTypedArray())
    }

    /** Lets in who made this request; gives the file with the answer. */
    fun approve(request: Path, role: String, unit: String): Path {
        val grant = request.resolveSibling("${request.fileName}.grant")
        val share = if (unit == "province") emptyList() else listOf("--share-with", "province")
        val terms = listOf("--role", role, "--unit", unit) + share
        val act = listOf("enroll", "approve", "--dir", "$authority", "$request", "--out", "$grant") + terms
        nuong(nobody, *act.toTypedArray())
        return grant
    }

    /** A hub of this authority, ready to be served. */
    fun hub(): Hub {
        val dir = root.resolve("hub").createDirectories()
        val grant = root.resolve("hub.grant")
        hubProgram("init", "--dir", "$dir")
        val request = dir.resolve("enrol-request")
        val address = listOf("--url", "https://localhost:1", "--out", "$grant")
        nuong(nobody, "authority", "certify-hub", "--dir", "$authority", "$request", *address.toTypedArray())
        hubProgram("certify", "--dir", "$dir", "$grant")
        return Hub(dir)
    }

    /** Builds and signs a questionnaire, and installs it in the one profile of a phone that is closed. */
    fun install(phone: Path, form: Path) {
        val (pack, signed) = root.resolve("form.pack") to root.resolve("form.nuongpack")
        nuong(nobody, "instrument", "build", "$form", "--out", "$pack")
        nuong(nobody, "instrument", "sign", "$pack", "--dir", "$authority", "--out", "$signed")
        nuong(phone.listDirectoryEntries().single(), "instrument", "install", "$signed")
    }

    private fun hubProgram(vararg arguments: String) {
        val process = ProcessBuilder(listOf(program("nuong-hub")) + arguments).redirectErrorStream(true).start()
        val said = process.inputStream.readAllBytes().decodeToString()
        check(process.waitFor() == 0) { said }
    }
}

/** A hub in a process of its own, on a free port of loopback. */
class Hub(dir: Path) : AutoCloseable {
    private val port = dir.resolve("port").also { it.deleteIfExists() }
    private val process =
        ProcessBuilder(
            program("nuong-hub"),
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--dir",
            "$dir",
            "--port-file",
            "$port",
        ).redirectError(dir.resolve("log").toFile()).start()

    init {
        // The first line it says is said when it listens.
        checkNotNull(process.inputReader().readLine()) { dir.resolve("log").readText() }
    }

    val url = "https://localhost:${port.readText().trim()}"

    override fun close() {
        process.destroyForcibly().waitFor()
    }
}
