package org.handrail.app.sync

import android.content.Context
import android.os.Build
import androidx.work.BackoffPolicy
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingPeriodicWorkPolicy
import androidx.work.ExistingWorkPolicy
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequestBuilder
import androidx.work.OutOfQuotaPolicy
import androidx.work.PeriodicWorkRequestBuilder
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CancellationException
import org.handrail.LogLevel
import org.handrail.app.HandrailApp
import org.handrail.app.phone.PhoneLog

/** One occasion to send and fetch. It may be stopped at any moment: what it has done stays, and the next one goes on. */
class SyncWork(context: Context, parameters: WorkerParameters) : CoroutineWorker(context, parameters) {
    override suspend fun doWork(): Result {
        val app = applicationContext as HandrailApp
        return try {
            val synced = app.syncing.run()
            // What came may be a meeting, or a homework with a reminder.
            app.reminders.settle()
            if (synced == Synced.AGAIN) Result.retry() else Result.success()
        } catch (stopped: CancellationException) {
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) PhoneLog.log(LogLevel.INFO, "sync.stopped_by_phone:$stopReason")
            throw stopped
        } catch (_: org.handrail.HandrailException) {
            Result.success()
        }
    }
}

/** The phone's WorkManager. Reminders never depend on it. */
class WorkOccasions(private val context: Context) : Occasions {
    private val manager get() = WorkManager.getInstance(context)
    private val network = Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build()

    override fun nowAndThen() {
        val work = PeriodicWorkRequestBuilder<SyncWork>(EVERY_HOURS, TimeUnit.HOURS)
            .setConstraints(network)
            .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, BACKOFF_MIN, TimeUnit.MINUTES)
            .build()
        manager.enqueueUniquePeriodicWork(NOW_AND_THEN, ExistingPeriodicWorkPolicy.KEEP, work)
    }

    override fun soon() {
        val work = OneTimeWorkRequestBuilder<SyncWork>()
            .setConstraints(network)
            .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, BACKOFF_MIN, TimeUnit.MINUTES)
            .apply {
                // Before Android 12 this would be a service with a notification of its own.
                if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) setExpedited(OutOfQuotaPolicy.RUN_AS_NON_EXPEDITED_WORK_REQUEST)
            }
            .build()
        // One that waits for a network sends this as well; one that runs may have passed it already.
        manager.enqueueUniqueWork(SOON, ExistingWorkPolicy.APPEND_OR_REPLACE, work)
    }

    override fun never() {
        manager.cancelUniqueWork(NOW_AND_THEN)
        manager.cancelUniqueWork(SOON)
    }

    private companion object {
        const val NOW_AND_THEN = "sync.now_and_then"
        const val SOON = "sync.soon"
        const val EVERY_HOURS = 4L
        const val BACKOFF_MIN = 15L
    }
}
