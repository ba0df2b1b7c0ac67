package nuong

import app.cash.turbine.test
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import nuong.ffi.Keystore
import nuong.ffi.KeystoreProblem
import nuong.ffi.Lang
import nuong.ffi.NuongException
import nuong.ffi.Standing
import java.util.concurrent.CountDownLatch
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.time.Duration.Companion.milliseconds

class DoorTest {
    @Test
    fun `a phone is set up, closed, and opened by its passphrase alone`() = runBlocking<Unit> {
        Nuong.open(folder("phone"), Lang.EN).use { phone ->
            assertEquals(Standing.NOT_SET_UP, phone.door.standing())
            val differ = assertFailsWith<NuongException.Passphrase> { phone.door.create(WORDS, "another") }
            assertEquals("passphrase.differ", differ.problem.code)
            assertNotNull(phone.door.setUpView().passphraseError)
            phone.door.create(WORDS, WORDS)
            assertEquals(Standing.NOT_ENROLLED, phone.door.standing())
            phone.door.lockView.test {
                assertNull(awaitItem().passphraseError)
                phone.door.lock()
                val wrong = assertFailsWith<NuongException.Passphrase> { phone.door.unlock("not the words") }
                assertEquals("trust.wrong_passphrase", wrong.problem.code)
                assertEquals(wrong.problem.run { "$text $todo" }, phone.now { lockView() }.passphraseError)
                assertFailsWith<NuongException.Locked> { phone.cases.page() }
                phone.door.unlock(WORDS)
                cancelAndIgnoreRemainingEvents()
            }
            assertFailsWith<NuongException.NotEnrolled> { phone.cases.page() }
        }
    }

    @Test
    fun `every text follows the language, also those on the screen`() = runBlocking<Unit> {
        freshPhone().use { phone ->
            phone.door.settings.test {
                assertEquals("Settings", awaitItem().title)
                phone.language = Lang.VI
                assertEquals("Cài đặt", awaitItem().title)
                cancelAndIgnoreRemainingEvents()
            }
            assertEquals("Tiếng Việt", phone.languages.single { it.chosen }.label)
            assertEquals("Lưu", phone.words.save)
        }
    }

    @Test
    fun `a call after close says so, closing twice is closing once, and what is on disk opens again`() =
        runBlocking<Unit> {
            val root = folder("phone")
            val phone = freshPhone(root)
            phone.close()
            phone.close()
            assertFailsWith<NuongClosedException> { phone.door.standing() }
            assertFailsWith<NuongClosedException> { phone.language }
            Nuong.open(root, Lang.EN).use { again ->
                again.door.unlock(WORDS)
                assertEquals(Standing.NOT_ENROLLED, again.door.standing())
            }
        }

    @Test
    fun `a phone that rests refuses every call and goes on where it was`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            val interview = phone.interviews.begin("triage")
            interview.answerAndGoOn()
            phone.door.pause()
            assertEquals(Standing.PAUSED, phone.door.standing())
            val refused = assertFailsWith<NuongException.Paused> { interview.redraw() }
            assertEquals("app.paused", refused.problem.code)
            phone.door.resume()
            interview.redraw()
            assertEquals(1u, interview.shown.at)
        }
    }
}

class KeystoreTest {
    /** A keystore that turns bytes round, until it is told to do something else. */
    private class Turning : Keystore {
        @Volatile
        var instead: (() -> ByteArray)? = null

        override fun wrap(profile: String, secret: ByteArray) = turned(secret)

        override fun unwrap(profile: String, wrapped: ByteArray) = turned(wrapped)

        private fun turned(bytes: ByteArray) =
            instead?.invoke() ?: bytes.map { (it.toInt().inv()).toByte() }.toByteArray()
    }

    @Test
    fun `a keystore that refuses, fails, throws or gives back rubbish opens nothing and harms nothing`() =
        runBlocking<Unit> {
            val keystore = Turning()
            freshPhone(keystore = keystore).use { phone ->
                phone.door.lock()
                val faults =
                    listOf<Pair<String, () -> ByteArray>>(
                        "keystore.refused" to { throw KeystoreProblem.Refused() },
                        "keystore.lost" to { throw KeystoreProblem.Lost() },
                        "keystore.failed" to { throw KeystoreProblem.Failed("hardware") },
                        "keystore.failed" to { throw UnsupportedOperationException("not one of ours") },
                        "keystore.failed" to { ByteArray(300) },
                        "keystore.failed" to { ByteArray(0) },
                    )
                for ((code, fault) in faults) {
                    keystore.instead = fault
                    val refused = assertFailsWith<NuongException.Keystore> { phone.door.unlock(WORDS) }
                    assertEquals(code, refused.problem.code)
                }
                keystore.instead = null
                phone.door.unlock(WORDS)
            }
        }

    @Test
    fun `a keystore that hangs keeps nobody waiting, and an opening that was given up does not come about later`() =
        runBlocking<Unit> {
            val keystore = Turning()
            freshPhone(keystore = keystore).use { phone ->
                phone.door.lock()
                val (asked, let) = CompletableDeferred<Unit>() to CountDownLatch(1)
                keystore.instead = {
                    asked.complete(Unit)
                    let.await()
                    throw KeystoreProblem.Refused()
                }
                assertNull(withTimeoutOrNull(300.milliseconds) { phone.door.unlock(WORDS) })
                asked.await()
                assertEquals(Standing.LOCKED, phone.door.standing())
                keystore.instead = null
                phone.door.unlock(WORDS)
                let.countDown()
                assertEquals(Standing.NOT_ENROLLED, phone.door.standing())
            }
        }
}
