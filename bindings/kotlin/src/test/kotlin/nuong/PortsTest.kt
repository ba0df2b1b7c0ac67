package nuong

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import nuong.ffi.Change
import nuong.ffi.Core
import nuong.ffi.Keystore
import nuong.ffi.Lang
import nuong.ffi.Log
import nuong.ffi.LogLevel
import nuong.ffi.NuongException
import nuong.ffi.Observer
import nuong.ffi.PortProblem
import nuong.ffi.Standing
import nuong.ffi.SyncView
import nuong.ffi.setLog
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

/** What a shell gives the core to call, and what is called while the core is let go of. */
class PortsTest {
    @Test
    fun `a log that throws stops nothing, and no line of a log holds a name, an answer or a passphrase`() =
        runBlocking<Unit> {
            val lines = ConcurrentLinkedQueue<String>()
            val log =
                object : Log {
                    override fun line(level: LogLevel, target: String, text: String) {
                        lines += "$level $target $text"
                        if (lines.size % 2 == 0) throw PortProblem.Failed("full") else error("not one of ours")
                    }
                }
            setLog(log)
            try {
                Province().phone("Lò Thị Mai").use { phone ->
                    val interview = phone.interviews.begin("border-initial")
                    val question = interview.goTo { it.input != null && it.drawn.name == "TEXT" }.path
                    interview.type(question, "Giàng Thị Súa")
                    interview.finish()
                    phone.door.lock()
                    assertFailsWith<NuongException.Passphrase> { phone.door.unlock("mật khẩu sai") }
                    assertFailsWith<NuongException.Locked> { phone.cases.page() }
                }
            } finally {
                setLog(null)
            }
            assertTrue(lines.isNotEmpty())
            assertContains(lines.joinToString("\n"), "trust.wrong_passphrase")
            val told = listOf("Mai", "Súa", WORDS, "mật khẩu sai")
            assertEquals(emptyList(), lines.filter { line -> told.any { it in line } })
        }

    @Test
    fun `an observer may call back, and is not told of anything once another is`() = runBlocking<Unit> {
        val root = folder("phone")
        Core("$root", Lang.EN, null).use { core ->
            val seen = ConcurrentLinkedQueue<Standing>()
            val calling =
                object : Observer {
                    override fun changed(what: List<Change>) {
                        seen += core.standing()
                        core.lockView()
                    }

                    override fun progress(view: SyncView) = Unit
                }
            core.observe(calling)
            core.createProfile(WORDS, WORDS)
            assertEquals(Standing.NOT_ENROLLED, seen.last())
            core.observe(null)
            val before = seen.size
            core.lock()
            assertEquals(before, seen.size)
        }
    }

    @Test
    fun `a keystore that gives back an enormous secret, or fails while a profile is made, leaves nothing behind`() =
        runBlocking<Unit> {
            val enormous =
                object : Keystore {
                    override fun wrap(profile: String, secret: ByteArray) = ByteArray(30_000_000)

                    override fun unwrap(profile: String, wrapped: ByteArray): ByteArray = error("never asked")
                }
            val root = folder("phone")
            Nuong.open(root, Lang.EN, enormous).use { phone ->
                assertFailsWith<NuongException.Keystore> { phone.door.create(WORDS, WORDS) }
                assertEquals(Standing.NOT_SET_UP, phone.door.standing())
            }
            assertEquals(
                emptyList(),
                root.toFile().listFiles().orEmpty().filter {
                    it.walk().any { file -> file.isFile }
                },
            )
        }

    @Test
    fun `calls under way while the phone is closed all come to an end, done or refused`() = runBlocking<Unit> {
        val root = folder("phone")
        val phone = Province().phone("Mai", at = root)
        val case = phone.interviews.begin("triage").of.case
        val calls =
            List(200) { nth ->
                async(Dispatchers.Default) {
                    if (nth == 100) phone.close()
                    try {
                        phone.cases.addNote(case, "$nth")
                        "$nth"
                    } catch (_: NuongClosedException) {
                        null
                    } catch (_: NuongException.Locked) {
                        // It was asked before the phone was closed, and carried out after.
                        null
                    }
                }
            }
        val kept = calls.awaitAll().filterNotNull()
        Nuong.open(root, Lang.EN).use { again ->
            again.door.unlock(WORDS)
            assertEquals(kept.toSet(), again.cases.caseNow(case).notes.map { it.text }.toSet())
        }
    }
}
