// See Activity.kt for what this is, and what it is not. androidx.work:work-runtime 2.10.
@file:Suppress("UNUSED_PARAMETER", "unused", "UnusedReceiverParameter")

package androidx.work

import android.content.Context
import java.util.concurrent.TimeUnit

enum class NetworkType { NOT_REQUIRED, CONNECTED, UNMETERED, NOT_ROAMING, METERED, TEMPORARILY_UNMETERED }

enum class BackoffPolicy { EXPONENTIAL, LINEAR }

enum class ExistingPeriodicWorkPolicy { KEEP, UPDATE, CANCEL_AND_REENQUEUE }

enum class ExistingWorkPolicy { REPLACE, KEEP, APPEND, APPEND_OR_REPLACE }

enum class OutOfQuotaPolicy { RUN_AS_NON_EXPEDITED_WORK_REQUEST, DROP_WORK_REQUEST }

class WorkerParameters private constructor()

class Constraints private constructor() {
    class Builder {
        fun setRequiredNetworkType(networkType: NetworkType): Builder = this

        fun build(): Constraints = Constraints()
    }
}

abstract class ListenableWorker(context: Context, parameters: WorkerParameters) {
    val applicationContext: Context = context.applicationContext
    val stopReason: Int = 0

    abstract class Result internal constructor() {
        companion object {
            private class Some : Result()

            fun success(): Result = Some()

            fun retry(): Result = Some()

            fun failure(): Result = Some()
        }
    }
}

abstract class CoroutineWorker(context: Context, parameters: WorkerParameters) : ListenableWorker(context, parameters) {
    abstract suspend fun doWork(): Result
}

abstract class WorkRequest internal constructor() {
    abstract class Builder<B : Builder<B, W>, W : WorkRequest> internal constructor() {
        @Suppress("UNCHECKED_CAST")
        private val self: B get() = this as B

        fun setConstraints(constraints: Constraints): B = self

        fun setBackoffCriteria(backoffPolicy: BackoffPolicy, backoffDelay: Long, timeUnit: TimeUnit): B = self

        fun setExpedited(policy: OutOfQuotaPolicy): B = self

        abstract fun build(): W
    }
}

class PeriodicWorkRequest internal constructor() : WorkRequest() {
    class Builder internal constructor() : WorkRequest.Builder<Builder, PeriodicWorkRequest>() {
        override fun build(): PeriodicWorkRequest = PeriodicWorkRequest()
    }
}

class OneTimeWorkRequest internal constructor() : WorkRequest() {
    class Builder internal constructor() : WorkRequest.Builder<Builder, OneTimeWorkRequest>() {
        override fun build(): OneTimeWorkRequest = OneTimeWorkRequest()
    }
}

inline fun <reified W : ListenableWorker> PeriodicWorkRequestBuilder(interval: Long, unit: TimeUnit): PeriodicWorkRequest.Builder = periodic()

inline fun <reified W : ListenableWorker> OneTimeWorkRequestBuilder(): OneTimeWorkRequest.Builder = once()

@PublishedApi
internal fun periodic(): PeriodicWorkRequest.Builder = PeriodicWorkRequest.Builder()

@PublishedApi
internal fun once(): OneTimeWorkRequest.Builder = OneTimeWorkRequest.Builder()

interface Operation

abstract class WorkManager internal constructor() {
    abstract fun enqueueUniquePeriodicWork(name: String, policy: ExistingPeriodicWorkPolicy, request: PeriodicWorkRequest): Operation

    abstract fun enqueueUniqueWork(name: String, policy: ExistingWorkPolicy, request: OneTimeWorkRequest): Operation

    abstract fun cancelUniqueWork(name: String): Operation

    companion object {
        fun getInstance(context: Context): WorkManager = throw UnsupportedOperationException("a stub: $context")
    }
}
