package nuong

import com.sun.jna.Library
import com.sun.jna.Native
import com.sun.jna.Structure
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import nuong.ffi.Keystore
import nuong.ffi.Lang
import nuong.ffi.NuongException
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

class LimitsTest {
    @Test
    fun `a thousand calls at once all come to their end, and every note is there once`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            val case = phone.interviews.begin("triage").of.case
            val calls =
                List(CALLS) { nth ->
                    async(Dispatchers.Default) {
                        when (nth % 5) {
                            0 -> phone.cases.addNote(case, "ghi chú $nth")
                            1 -> phone.cases.caseNow(case)
                            2 -> phone.cases.page("ghi")
                            3 -> phone.exchange.viewNow()
                            else -> phone.door.standing()
                        }
                    }
                }
            calls.awaitAll()
            val notes = phone.cases.caseNow(case).notes.map { it.text }
            assertEquals((0 until CALLS step 5).map { "ghi chú $it" }.toSet(), notes.toSet())
            assertEquals(CALLS / 5, notes.size)
        }
    }

    @Test
    fun `calls from many threads while the phone rests and wakes are refused or done, and nothing breaks`() =
        runBlocking<Unit> {
            Province().phone("Mai").use { phone ->
                val case = phone.interviews.begin("triage").of.case
                val noted =
                    List(100) { nth ->
                        async(Dispatchers.Default) {
                            if (nth % 10 == 0) {
                                phone.door.pause()
                                phone.door.resume()
                            }
                            try {
                                phone.cases.addNote(case, "$nth")
                                "$nth"
                            } catch (_: NuongException.Paused) {
                                null
                            }
                        }
                    }.awaitAll().filterNotNull()
                phone.door.resume()
                assertEquals(noted.toSet(), phone.cases.caseNow(case).notes.map { it.text }.toSet())
            }
        }

    /**
     * Memory that the core holds is malloc's. What is kept of an interview by mistake, or of a view of some kilobytes, is kept
     * each time; what the JVM itself allocates comes and goes, and is not in the round that grew least.
     */
    @Test
    fun `ten thousand interviews leave nothing behind in native memory`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            val of = List(10) { phone.interviews.begin("triage").of }
            val hold: suspend (Int) -> Unit = { nth -> phone.interviews.take(of[nth % of.size]).stop() }
            leavesNothing { hold(it) }
        }
    }

    @Test
    fun `ten thousand phones, their observers and keystores are let go of, and opened vaults are`() =
        runBlocking<Unit> {
            val root = folder("phone")
            freshPhone(root).close()
            val keystore =
                object : Keystore {
                    override fun wrap(profile: String, secret: ByteArray) = secret

                    override fun unwrap(profile: String, wrapped: ByteArray) = wrapped
                }
            leavesNothing { Nuong.open(root, Lang.EN, keystore).close() }
            val closed = nativeBytes()
            repeat(20) { Nuong.open(root, Lang.EN).use { it.door.unlock(WORDS) } }
            val opened = nativeBytes() - closed
            assertTrue(opened < 20 * 100_000, "$opened bytes in 20 openings")
        }

    /** Does something ten thousand times in four rounds; in at least one of them next to nothing may be kept. */
    private suspend fun leavesNothing(act: suspend (Int) -> Unit) {
        repeat(WARM) { act(it) }
        val grown =
            List(ROUNDS) {
                val before = nativeBytes()
                repeat(TIMES / ROUNDS) { act(it) }
                nativeBytes() - before
            }
        assertTrue(grown.min() < TIMES / ROUNDS * BYTES_EACH, "$grown bytes in ${TIMES / ROUNDS} times each")
    }

    @Test
    fun `without its library, or with that of another version, the app says so and touches nothing`() {
        val none = folder("none")
        assertContains(tried(none.toString()), "app.library")
        // A library that has every function asked for at the start, and is of another version.
        val header = Path(System.getProperty("jna.library.path")).resolveSibling("swift/nuong_ffiFFI.h").readText()
        val sums = Regex("uniffi_nuong_ffi_checksum_\\w+").findAll(header).map { it.value }.distinct()
        val other = folder("other").createDirectories()
        val source = other.resolve("other.c")
        source.writeText(
            "unsigned ffi_nuong_ffi_uniffi_contract_version(void) { return 1; }\n" +
                sums.joinToString("") { "unsigned short $it(void) { return 1; }\n" },
        )
        val built = ProcessBuilder(
            "cc",
            "-shared",
            "-fPIC",
            "-o",
            "$other/libnuong_ffi.so",
            "$source",
        ).start().waitFor()
        assertEquals(0, built)
        assertContains(tried(other.toString()), "app.library")
    }

    /** What a JVM of its own says that opens a phone over the library in this folder. */
    private fun tried(library: String): String {
        val root = folder("phone").resolve("never-made")
        val process = java("nuong.Opening", "$root", library = library)
        val said = process.inputReader().readText()
        assertEquals(0, process.waitFor())
        assertNotEquals(true, root.toFile().exists())
        return said
    }

    private companion object {
        const val CALLS = 1_000
        const val WARM = 500
        const val ROUNDS = 4
        const val TIMES = 10_000
        const val BYTES_EACH = 200
    }
}

/** In a JVM of its own: opens a phone, and says what came of it. */
object Opening {
    @JvmStatic
    fun main(arguments: Array<String>) = try {
        Nuong.open(Path(arguments.single())).close()
        println("opened")
    } catch (refused: NuongLibraryException) {
        println("${refused.code}: ${refused.text}")
    }
}

/** glibc's own account of its heap. */
private interface Libc : Library {
    fun mallinfo2(): Mallinfo.ByValue

    @Structure.FieldOrder(
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost",
    )
    open class Mallinfo : Structure() {
        @JvmField var arena = 0L

        @JvmField var ordblks = 0L

        @JvmField var smblks = 0L

        @JvmField var hblks = 0L

        @JvmField var hblkhd = 0L

        @JvmField var usmblks = 0L

        @JvmField var fsmblks = 0L

        @JvmField var uordblks = 0L

        @JvmField var fordblks = 0L

        @JvmField var keepcost = 0L

        class ByValue :
            Mallinfo(),
            Structure.ByValue
    }
}

/** Less than what one kept record of a few fields would be over a round. */
private const val NEXT_TO_NOTHING = 32_000

private val libc: Libc = Native.load("c", Libc::class.java)

/** Bytes in use of malloc's heap once the JVM lets go of nothing more: what it frees it frees on a thread of its own. */
private fun nativeBytes(): Long {
    var least = Long.MAX_VALUE
    var unchanged = 0
    while (unchanged < 3) {
        System.gc()
        val now = libc.mallinfo2().let { it.uordblks + it.hblkhd }
        unchanged = if (now < least - NEXT_TO_NOTHING) 0 else unchanged + 1
        least = minOf(least, now)
    }
    return least
}
