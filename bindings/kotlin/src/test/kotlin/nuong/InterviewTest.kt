package nuong

import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import nuong.ffi.Answer
import nuong.ffi.InterviewRef
import nuong.ffi.Lang
import nuong.ffi.NuongException
import java.nio.file.Path
import java.text.Normalizer
import kotlin.io.path.Path
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class InterviewTest {
    @Test
    fun `an interview is held to its end, and its case says what was answered`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            val offered = phone.interviews.instruments()
            assertTrue(offered.instruments.any { it.instrument == "triage" })
            val interview = phone.interviews.begin("triage")
            val first = interview.shown
            interview.answerAndGoOn()
            // A second tap on a button that is not there any more does nothing.
            interview.forward(first.at)
            assertEquals(1u, interview.shown.at)
            interview.back(1u)
            assertEquals(first.questions.map { it.path }, interview.shown.questions.map { it.path })
            interview.finish()
            assertNull(interview.screen.value)
            val case = phone.cases.caseNow(interview.of.case)
            assertTrue(case.interviews.single().answers.isNotEmpty())
            assertEquals(1u, phone.cases.list().first().groups.sumOf { it.count })
        }
    }

    @Test
    fun `what was answered before the process was killed is there, and the interview goes on at its screen`() =
        runBlocking<Unit> {
            val root = folder("phone")
            Province().phone("Mai", at = root).close()
            val child = java("nuong.InterviewTestKt", "$root")
            val lines = child.inputReader()
            val of = lines.readLine().split(' ').let { InterviewRef(it[0], it[1]) }
            val kept = List(5) { lines.readLine() }
            child.destroyForcibly().waitFor()
            Nuong.open(root, Lang.EN).use { phone ->
                phone.door.unlock(WORDS)
                val interview = phone.interviews.take(of)
                val there = phone.cases.caseNow(of.case).interviews.single().answers
                assertEquals(emptySet(), kept.toSet() - there.map { it.path }.toSet())
                assertTrue(interview.shown.at > 0u, "it goes on where it was, not from the beginning")
                interview.finish()
            }
        }

    @Test
    fun `texts of every kind come back as they were given, in composed form`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            val interview = phone.interviews.begin("border-initial")
            val question = interview.goTo { it.input != null && it.drawn.name == "TEXT" }.path
            val texts =
                mapOf(
                    "Nguyễn Thị Ánh" to "Nguyễn Thị Ánh",
                    Normalizer.normalize("Đặng Thuỳ Trâm", Normalizer.Form.NFD) to "Đặng Thuỳ Trâm",
                    "מרים \u200fعائشة" to "מרים \u200fعائشة",
                    "👩‍👧 Súa" to "👩‍👧 Súa",
                    "nửa \uD83D đôi" to "nửa \uFFFD đôi",
                    "\uDC00" to "\uFFFD",
                )
            for ((given, kept) in texts) {
                interview.type(question, given)
                val shown = interview.shown.questions.single { it.path == question }
                assertNull(shown.problem)
                assertEquals(kept, Normalizer.normalize(shown.input?.text, Normalizer.Form.NFC))
            }
            interview.stop()
            val case = phone.cases.caseNow(interview.of.case)
            val answer = case.interviews.single().answers.single { it.path == question }
            assertEquals(listOf("\uFFFD"), answer.answers)
        }
    }

    @Test
    fun `what is far too long is refused in words, beside the question or as an error`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            val interview = phone.interviews.begin("border-initial")
            val question = interview.goTo { it.input != null && it.drawn.name == "TEXT" }.path
            val enormous = "ế".repeat(4_000_000)
            interview.type(question, enormous)
            assertNotNull(interview.shown.questions.single { it.path == question }.problem)
            val case = interview.of.case
            val note = assertFailsWith<NuongException> { phone.cases.addNote(case, enormous) }
            assertTrue("long" in note.said.text, note.said.text)
            assertFailsWith<NuongException.Passphrase> { phone.door.create(enormous, enormous) }
            assertEquals(0u, phone.cases.page(enormous).groups.sumOf { it.count })
            assertFailsWith<NuongException.Input> { phone.joining.accept(enormous) }
            assertTrue(phone.cases.caseNow(case).notes.isEmpty())
        }
    }

    @Test
    fun `ids of nothing are refused as stale and change nothing`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            for (id in listOf("", "no", "0".repeat(32), "\uD800", "f".repeat(1_000_000))) {
                assertFailsWith<NuongException.Stale> { phone.cases.caseNow(id) }
                assertFailsWith<NuongException.Stale> { phone.interviews.take(InterviewRef(id, "x")) }
                assertFailsWith<NuongException.Stale> { phone.interviews.begin("triage", case = id) }
                assertFailsWith<NuongException.Stale> { phone.door.choose(id) }
            }
            val interview = phone.interviews.begin("triage")
            assertFailsWith<NuongException.Stale> { interview.answer("no/such", Answer.DoesNotKnow) }
            assertFailsWith<NuongException.Stale> { phone.cases.resolve(interview.of.case, "nothing", null) }
            assertFailsWith<NuongException.Stale> { phone.cases.handOver(interview.of.case, "no such unit!") }
            assertEquals(1u, phone.cases.page().groups.sumOf { it.count })
        }
    }
}

/** A JVM of its own that runs a `main` of these tests over the real library. */
fun java(main: String, vararg arguments: String, library: String = System.getProperty("jna.library.path")): Process {
    val java = Path(System.getProperty("java.home"), "bin", "java").toString()
    val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
    val said = listOf(java, "-Xmx256m", "-Djna.library.path=$library", "-cp", classes, main)
    return ProcessBuilder(said + arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start()
}

/** In a JVM to be killed: begins an interview, and says each question when its answer is durable, until it is killed. */
fun main(arguments: Array<String>) = runBlocking<Unit> {
    val phone = Nuong.open(Path.of(arguments.single()), Lang.EN)
    phone.door.unlock(WORDS)
    val interview = phone.interviews.begin("border-initial")
    println("${interview.of.case} ${interview.of.interview}")
    while (true) {
        val shown = interview.shown
        for (question in shown.questions) {
            interview.answer(question.path, question.choices.firstOrNull()?.then ?: continue)
            println(question.path)
        }
        if (shown.ending != null) Thread.currentThread().join()
        interview.forward(shown.at)
    }
}
