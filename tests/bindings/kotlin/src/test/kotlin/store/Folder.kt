package org.handrail.store

import java.nio.file.Path
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import org.handrail.Clock
import org.handrail.Config
import org.handrail.HandrailStore
import org.handrail.KeyProvider
import org.handrail.LogSink
import org.handrail.scenarios.Keys
import org.handrail.scenarios.RunningClock
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.io.TempDir

/** A phone's folder, and what was opened in it. These tests are Kotlin's own: they are of what `bindings/kotlin` adds. */
abstract class Folder {
    @TempDir
    lateinit var folder: Path

    private val opened = mutableListOf<HandrailStore>()

    protected suspend fun open(
        keys: KeyProvider = Keys(),
        clock: Clock = RunningClock(),
        log: LogSink? = null,
        background: CoroutineDispatcher = Dispatchers.IO,
    ): HandrailStore =
        HandrailStore.open(Config(folder.resolve("record").toString()), keys, clock, log, background).also { opened += it }

    @AfterEach
    fun closeAll() = opened.forEach { it.close() }

    protected suspend fun strategies(store: HandrailStore): List<String> =
        store.read { coping() }.strategies.map { it.name }
}

/** Everything that a flow emits from now on. */
class Heard<T>(scope: CoroutineScope, flow: Flow<T>) {
    private val heard = Channel<T>(Channel.UNLIMITED)

    // Undispatched: it listens before the next line of the test.
    val job: Job = scope.launch(start = CoroutineStart.UNDISPATCHED) { flow.collect { heard.send(it) } }

    /** The next one, which must come. */
    suspend fun next(): T = withTimeout(60_000) { heard.receive() }
}
