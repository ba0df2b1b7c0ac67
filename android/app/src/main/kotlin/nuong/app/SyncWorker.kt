package nuong.app

import android.content.Context
import androidx.work.BackoffPolicy
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingPeriodicWorkPolicy
import androidx.work.NetworkType
import androidx.work.PeriodicWorkRequestBuilder
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import nuong.ffi.NuongException
import java.util.concurrent.TimeUnit

/**
 * Exchanges with the hub now and then, while there is a network and the battery is not low. It works only while the profile is
 * unlocked: a phone that was restarted has no key in its memory, and asks nobody for one. It shows nothing and rings nothing.
 */
class SyncWorker(
    context: Context,
    parameters: WorkerParameters,
) : CoroutineWorker(context, parameters) {
    override suspend fun doWork(): Result {
        val app = NuongApplication.of(applicationContext)
        return try {
            app.life.rest.awake { app.life.nuong.exchange.withHub().collect {} }
            Result.success()
        } catch (_: NuongException.Hub) {
            Result.retry()
        } catch (_: NuongException) {
            // Closed, not joined, or busy with another exchange: the next time will do.
            Result.success()
        }
    }

    companion object {
        /** By what the work is known to the system. */
        const val NAME = "exchange"
        private const val EVERY_HOURS = 1L
        private const val AGAIN_MINUTES = 5L

        /** From now on, also after the phone was restarted. */
        fun schedule(context: Context) {
            val terms = Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).setRequiresBatteryNotLow(true)
            val request =
                PeriodicWorkRequestBuilder<SyncWorker>(EVERY_HOURS, TimeUnit.HOURS)
                    .setConstraints(terms.build())
                    .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, AGAIN_MINUTES, TimeUnit.MINUTES)
                    .build()
            WorkManager.getInstance(context).enqueueUniquePeriodicWork(NAME, ExistingPeriodicWorkPolicy.KEEP, request)
        }
    }
}
