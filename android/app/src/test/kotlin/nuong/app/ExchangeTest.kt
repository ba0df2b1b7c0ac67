package nuong.app

import androidx.work.ListenableWorker
import androidx.work.NetworkType
import androidx.work.WorkManager
import androidx.work.testing.SynchronousExecutor
import androidx.work.testing.TestListenableWorkerBuilder
import androidx.work.testing.WorkManagerTestInitHelper
import kotlinx.coroutines.runBlocking
import nuong.ffi.Standing
import org.junit.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What a case is sent by: the screen for sending, and work while nobody looks; over a real hub. */
class ExchangeTest : WithAPhone() {
    @Test
    fun `what waits is sent from the screen, and by the work in the background while the records rest`() {
        val authority = authority()
        authority.hub().use {
            phone.setUp(authority)
            phone.screenSomebody()
            phone.tap("Send")
            phone.tap("Exchange with the hub")
            phone.see("Nothing waits")
            phone.tap("Today")
            phone.screenSomebody()
            phone.leave()
            phone.await("the records to rest") { phone.standing == Standing.PAUSED }
            assertEquals(ListenableWorker.Result.success(), phone.work())
            assertEquals(Standing.PAUSED, phone.standing)
            phone.comeBack()
            phone.tap("Send")
            phone.see("Nothing waits")
        }
    }

    @Test
    fun `a hub that is not there is tried again later, and closed records are left alone`() {
        val authority = authority()
        authority.hub().close()
        phone.setUp(authority)
        assertEquals(ListenableWorker.Result.retry(), phone.work())
        runBlocking { phone.app.life.nuong.door.lock() }
        assertEquals(ListenableWorker.Result.success(), phone.work())
    }

    @Test
    fun `a file that cannot be read is said in words`() {
        phone.setUp(authority())
        phone.tap("Send")
        phone.tap("Read a parcel file")
        phone.choose(folder.root.resolve("nowhere"))
        phone.see("This file cannot be read.")
        phone.tap("Close")
    }

    @Test
    fun `the work is known to the system, waits for a network and a charged battery, and runs`() {
        val configuration = androidx.work.Configuration.Builder().setExecutor(SynchronousExecutor()).build()
        WorkManagerTestInitHelper.initializeTestWorkManager(phone.app, configuration)
        SyncWorker.schedule(phone.app)
        val manager = WorkManager.getInstance(phone.app)
        val info = { manager.getWorkInfosForUniqueWork(SyncWorker.NAME).get().single() }
        assertEquals(NetworkType.CONNECTED, info().constraints.requiredNetworkType)
        assertTrue(info().constraints.requiresBatteryNotLow())
        val driver = WorkManagerTestInitHelper.getTestDriver(phone.app)!!
        driver.setAllConstraintsMet(info().id)
        phone.await("the work, waiting for its next time") { info().nextScheduleTimeMillis > System.currentTimeMillis() }
    }

    /** The system lets the work run, on threads of its own. */
    private fun PhoneInHand.work(): ListenableWorker.Result {
        val running = TestListenableWorkerBuilder<SyncWorker>(app).build().startWork()
        await("the end of the work") { running.isDone }
        return running.get()
    }

    private fun PhoneInHand.screenSomebody() {
        tap("New screening")
        tap("Quick triage at the barrier")
        see("Looking at this person")
        tap("Skip")
        see("Can you talk with this person alone")
        tap("Stop here")
        await("the case") { canTap("Add a note") }
        tap("Back")
        await("the worklist") { canTap("Send") }
    }
}
