package org.handrail.app

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield

/** Collects what a flow tells from now on. */
class Heard<T : Any>(scope: CoroutineScope, flow: Flow<T>, into: MutableList<Any>) {
    private val job: Job = scope.launch(start = CoroutineStart.UNDISPATCHED) { flow.collect { into += it } }

    suspend fun stop() {
        repeat(3) { yield() }
        job.cancel()
    }
}
