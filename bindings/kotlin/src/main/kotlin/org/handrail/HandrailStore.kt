package org.handrail

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.onSubscription
import kotlinx.coroutines.flow.transform
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/**
 * What may be different now.
 *
 * @property concepts names as in [Change.concept], such as `coping_entry` and `step`, and [SYNC]; null where it may be any of them.
 */
public data class Reload(public val concepts: Set<String>?) {
    public companion object {
        /** Told after every sync, as if it were a concept ([SyncReport.touched]): for the status line, the backup, and with whom one shares. */
        public const val SYNC: String = "sync"
    }

    /** Whether a screen that shows one of these concepts is to be read again. With no names: always. */
    public fun concerns(vararg names: String): Boolean =
        concepts == null || names.isEmpty() || names.any { it in concepts }
}

/**
 * One person's record, for an app made of coroutines.
 *
 * Every call of [Handrail] is made through [read], [write], [writeAnything] or [stoppable]: away from the main thread, and told to the
 * screens that show what it changed. Nothing is decided here; what a call means and what it refuses stands at [Handrail].
 *
 * All of it may be called from any thread. After [close] every call throws [HandrailException.Closed], and so does one
 * between [suspendStore] and [resume]. Open one for each folder, and keep it as long as the app's process lives.
 */
public class HandrailStore private constructor(
    private val handrail: Handrail,
    private val background: CoroutineDispatcher,
) : AutoCloseable {
    // The record has one lock: more threads than one would only wait for it, and each call is told in the order it was made.
    private val oneAtATime = background.limitedParallelism(1)

    // Without a limit, so that a slow screen holds up no write and misses none.
    private val told = MutableSharedFlow<Reload>(extraBufferCapacity = Int.MAX_VALUE)

    @Volatile
    private var isClosed = false

    /** What to read again, after each write that changed something, each sync, [resume] and [timeMoved]. Who comes late hears of nothing earlier. */
    public val changes: SharedFlow<Reload> = told.asSharedFlow()

    /**
     * A screen that reads itself again: [view] now, and after every change that concerns one of [concepts]; with no
     * names, after every change. Emits only what differs from the last.
     *
     * While the store is suspended it keeps still, and goes on after [resume]. An error of [view] ends it.
     */
    public fun <T> screen(vararg concepts: String, view: Handrail.() -> T): Flow<T> =
        told.onSubscription { emit(Reload(null)) }
            .filter { it.concerns(*concepts) }
            .conflate()
            .transform {
                val shown = try {
                    read(view)
                } catch (closed: HandrailException.Closed) {
                    if (isClosed) throw closed
                    return@transform
                }
                emit(shown)
            }
            .distinctUntilChanged()

    /** Makes a short call that changes nothing: `store.read { coping() }`. */
    public suspend fun <T> read(call: Handrail.() -> T): T = withContext(oneAtATime) { handrail.call() }

    /**
     * Makes one call that writes, and tells [changes] of the concepts that it changed. One that is refused, or changed
     * nothing, is not told.
     *
     * A write that began is finished and told, also when its coroutine is cancelled meanwhile.
     */
    public suspend fun write(call: Handrail.() -> Changes): Changes =
        withContext(oneAtATime) { handrail.call().also { tell(it.concepts()) } }

    /** Like [write], for a call that does not say what it changed, such as [Handrail.createRecoveryCode]: [changes] is told of everything. */
    public suspend fun <T> writeAnything(call: Handrail.() -> T): T =
        withContext(oneAtATime) { handrail.call().also { tell(null) } }

    /**
     * Makes a call that waits for the network or takes long: `store.stoppable { token -> pair(pairing, token) }`. Hand the
     * token on: it is used when the coroutine is cancelled, so that also [Handrail.exportAll] and [Handrail.importArchive] stop.
     *
     * However it ends, [changes] is told of everything: what was done before it was stopped is kept.
     */
    public suspend fun <T> stoppable(call: suspend Handrail.(CancelToken) -> T): T = stopping(call) { null }

    private suspend fun <T> stopping(
        call: suspend Handrail.(CancelToken) -> T,
        changed: (T) -> Set<String>?,
    ): T = CancelToken().use { token ->
        withContext(background) {
            var concepts: Set<String>? = null
            // Unconfined: in the thread that cancels, since the call may hold the only thread there is here.
            val watch = launch(Dispatchers.Unconfined) {
                try {
                    awaitCancellation()
                } finally {
                    token.cancel()
                }
            }
            try {
                handrail.call(token).also { concepts = changed(it) }
            } catch (stopped: HandrailException.Cancelled) {
                ensureActive()
                throw stopped
            } finally {
                watch.cancel()
                tell(concepts)
            }
        }
    }

    /**
     * Sends what waits and fetches what is there: [Handrail.sync], stopped at once when its coroutine is cancelled.
     *
     * [changes] is told what the report says ([SyncReport.touched]), so that screens of the person's own entries are not read again
     * for nothing; and of everything if it was stopped.
     */
    public suspend fun sync(): SyncReport = stopping({ token -> sync(token) }) { it.touched?.toSet() }

    /**
     * Lets go of every lock and of the key, for when the app goes to the background; the calls before it are finished first.
     * Runs to its end also in a coroutine that is cancelled. Idempotent.
     *
     * [Handrail.exportAll], [Handrail.importArchive] and [Handrail.printAll] hold the record until they are done: while one of them runs
     * in [stoppable] this waits for it, which may take seconds. Where the system gives no such time, cancel that coroutine first; its
     * file is then not whole and is deleted. What waits for the network is not waited for: its next step throws [HandrailException.Closed].
     */
    public suspend fun suspendStore(): Unit = withContext(NonCancellable + oneAtATime) { handrail.suspend() }

    /** Opens again after [suspendStore], asking for the key anew, and tells [changes] of everything: time went by. Idempotent. */
    public suspend fun resume(): Unit = withContext(oneAtATime) {
        handrail.resume()
        tell(null)
    }

    /**
     * The phone's clock or zone is another one, or a new day began: tells [changes] of everything, so that screens in sight read themselves
     * again. Nothing is written.
     */
    public fun timeMoved(): Unit = tell(null)

    /** Closes for good, after the call that is being made. Idempotent. */
    override fun close() {
        isClosed = true
        // Not freed as well: a call on a freed object would be an error of another kind. The cleaner frees it.
        handrail.closeStore()
    }

    private fun tell(concepts: Set<String>?) {
        if (!isClosed && concepts?.isEmpty() != true) told.tryEmit(Reload(concepts))
    }

    public companion object {
        /**
         * Opens the record in `config.folder`, or makes an empty one there: [Handrail.open].
         *
         * @param background where calls are made. Each blocks its thread until it is done.
         */
        public suspend fun open(
            config: Config,
            keys: KeyProvider,
            clock: Clock,
            log: LogSink? = null,
            background: CoroutineDispatcher = Dispatchers.IO,
        ): HandrailStore {
            var opened: HandrailStore? = null
            try {
                return withContext(background) {
                    HandrailStore(Handrail.open(config, keys, clock, log), background).also { opened = it }
                }
            } catch (stopped: CancellationException) {
                // Nobody was given it, and while it is open nobody else can open the folder.
                opened?.close()
                throw stopped
            }
        }
    }
}

private fun Changes.concepts(): Set<String> = records.mapTo(mutableSetOf()) { it.concept }
