package nuong

import app.cash.turbine.test
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.flow.transformWhile
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import nuong.ffi.Change
import nuong.ffi.NuongException
import nuong.ffi.Observer
import nuong.ffi.SyncView
import java.net.InetAddress
import java.net.ServerSocket
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class FieldDayTest {
    @Test
    fun `the list on the screen follows what is done`() = runBlocking<Unit> {
        Province().phone("Mai").use { phone ->
            phone.cases.list().test {
                assertEquals("No cases yet.", awaitItem().empty)
                val interview = phone.interviews.begin("triage")
                assertEquals(1u, awaitItem().groups.sumOf { it.count })
                interview.finish()
                phone.cases.addNote(interview.of.case, "Hẹn gặp lại")
                cancelAndIgnoreRemainingEvents()
            }
            val interview = phone.interviews.begin("triage")
            phone.cases.case(interview.of.case).test {
                assertTrue(awaitItem().notes.isEmpty())
                phone.cases.addNote(interview.of.case, "Đi cùng em gái")
                assertEquals("Đi cùng em gái", awaitItem().notes.single().text)
                cancelAndIgnoreRemainingEvents()
            }
        }
    }

    @Test
    fun `two phones of a post answer differently, all comes together over the hub, and one decides`() =
        runBlocking<Unit> {
            val province = Province()
            province.hub().use { hub ->
                province.phone("Páo").use { one ->
                    province.phone("Hặc").use { other ->
                        province.phone("Dung", "supervisor", "province").use { supervisor ->
                            differ(one, other, hub)
                            supervisor.exchange.withHub(hub.url).toList()
                            decide(supervisor)
                            supervisor.exchange.withHub(hub.url).toList()
                            one.exchange.withHub(hub.url).toList()
                            val case = one.case()
                            assertTrue(one.cases.caseNow(case).conflicts.isEmpty())
                            assertEquals(one.told(case), supervisor.told(case))
                        }
                    }
                }
            }
        }

    /** Both answer one question of one interview, each without the other's knowledge. */
    private suspend fun differ(one: Nuong, other: Nuong, hub: Hub) {
        val begun = one.interviews.begin("border-initial")
        val question = begun.goTo { it.drawn.name == "FOUR_CHOICES" }.path
        begun.stop()
        assertTrue(one.exchange.withHub(hub.url).toList().last().waiting.startsWith("Nothing waits"))
        val brought = other.exchange.withHub(hub.url).toList().last().arrived
        assertEquals("News for 1 case arrived.", brought)
        listOf(one, other).forEachIndexed { nth, phone ->
            val interview = phone.interviews.take(begun.of)
            val asked = interview.goTo { it.path == question }
            interview.answer(question, asked.choices[nth].then)
            interview.stop()
            phone.exchange.withHub(hub.url).toList()
        }
        one.exchange.withHub(hub.url).toList()
    }

    private suspend fun decide(supervisor: Nuong) {
        val case = supervisor.case()
        val conflict = supervisor.cases.caseNow(case).conflicts.single {
            it.path.startsWith("answer") ||
                it.values.size == 2
        }
        assertEquals(2, conflict.values.size)
        for (place in supervisor.cases.caseNow(case).conflicts) {
            val shown = supervisor.cases.conflict(case, place.path)
            assertTrue(shown.values.first().choose.enabled)
            supervisor.cases.resolve(case, place.path, shown.values.first().value)
        }
        val again = assertFailsWith<NuongException.Stale> { supervisor.cases.resolve(case, conflict.path, null) }
        assertEquals("conflict.unknown", again.problem.code)
        val decision = supervisor.cases.caseNow(case).actions.decisions.first()
        supervisor.cases.decide(case, decision.value, "Đủ căn cứ")
    }

    @Test
    fun `an exchange tells how far it is, others go on meanwhile, and it can be stopped at once`() = runBlocking<Unit> {
        val province = Province()
        province.hub().use { hub ->
            province.phone("Páo").use { phone ->
                phone.interviews.begin("triage").finish()
                // One that takes the call and never says a word.
                ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { silent ->
                    val address = "https://localhost:${silent.localPort}"
                    val begun = phone.exchange.withHub(address).transformWhile {
                        emit(it)
                        false
                    }.first()
                    assertTrue(begun.progress.isNotEmpty() && !begun.send.enabled)
                    phone.exchange.view.first { !it.stop.enabled }
                    val running = launch { phone.exchange.withHub(address).collect {} }
                    phone.exchange.view.first { it.stop.enabled }
                    val twice = assertFailsWith<NuongException.Stale> { phone.exchange.withHub(address).toList() }
                    assertEquals("sync.running", twice.problem.code)
                    phone.cases.addNote(phone.case(), "Vẫn làm việc được")
                    running.cancel()
                    running.join()
                    phone.exchange.view.first { !it.stop.enabled }
                    val rests = async { phone.exchange.withHub(address).toList() }
                    phone.exchange.view.first { it.stop.enabled }
                    phone.door.pause()
                    rests.join()
                    phone.door.resume()
                }
                val seen = phone.exchange.withHub(hub.url).toList()
                assertTrue(seen.first().progress.isNotEmpty())
                assertFalse(seen.last().stop.enabled)
                assertTrue(seen.last().waiting.startsWith("Nothing waits"), seen.last().waiting)
            }
        }
    }

    @Test
    fun `a hub that is not there is an error with something to do, and nothing is lost`() = runBlocking<Unit> {
        val province = Province()
        province.hub().close()
        province.phone("Páo").use { phone ->
            phone.interviews.begin("triage").finish()
            val gone = ServerSocket(0).use { it.localPort }
            val error =
                assertFailsWith<NuongException.Hub> { phone.exchange.withHub("https://localhost:$gone").toList() }
            assertEquals("hub.unreachable", error.problem.code)
            assertEquals("hub.unreachable", phone.exchange.viewNow().problem?.code)
            val card = folder("card").resolve("parcels.nuong")
            phone.exchange.write(card)
            province.phone("Dung", "supervisor", "province").use { supervisor ->
                supervisor.exchange.read(card)
                assertEquals(phone.case(), supervisor.case())
            }
        }
    }

    @Test
    fun `an observer that throws stops nothing`() = runBlocking<Unit> {
        val province = Province()
        province.hub().use { hub ->
            province.phone("Páo").use { phone ->
                phone.interviews.begin("triage").finish()
                val throwing =
                    object : Observer {
                        override fun changed(what: List<Change>) = error("not today")

                        override fun progress(view: SyncView) = error("not today")
                    }
                phone.call { startSync(hub.url, throwing).use { it.join() } }
                assertTrue(phone.exchange.viewNow().waiting.startsWith("Nothing waits"))
                yield()
            }
        }
    }

    /** What a case says, without what differs from phone to phone. */
    private suspend fun Nuong.told(case: String) =
        cases.caseNow(case).let { listOf(it.stage, it.assessment, it.interviews, it.timeline, it.conflicts) }

    /** The one case there is. */
    private suspend fun Nuong.case(): String = cases
        .page()
        .groups
        .flatMap { it.rows }
        .single()
        .case
}
