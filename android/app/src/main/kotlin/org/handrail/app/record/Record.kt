package org.handrail.app.record

import java.io.IOException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.KeyProblem
import org.handrail.PortException
import org.handrail.StorageProblem
import org.handrail.app.key.RecordKey
import org.handrail.app.reminders.WithRecord

/** How the record is. */
sealed interface RecordState {
    /** Nobody asked for it yet. */
    data object NotYet : RecordState

    /**
     * It is open, or asleep until the next one needs it.
     *
     * @property fresh it was made just now: there was none before.
     */
    class Open(val store: HandrailStore, val fresh: Boolean) : RecordState

    /** This phone cannot open it any more: the way back is the backup. Nothing was touched. */
    data object KeyLost : RecordState

    /** It cannot be opened now, for a reason that may pass. */
    class Refused(val why: HandrailException) : RecordState
}

/**
 * The one record of this process. It is opened when the first one needs it, awake while anybody uses it (the screen, a receiver, a
 * sync), and lets go of its key when the last one is done.
 */
class Record(private val key: RecordKey, private val opening: suspend () -> HandrailStore) : WithRecord {
    private val turn = Mutex()
    private var users = 0
    private val how = MutableStateFlow<RecordState>(RecordState.NotYet)

    /** How it is. */
    val state: StateFlow<RecordState> = how.asStateFlow()

    /** Wakes it, or opens it. It stays awake until [leave]. */
    suspend fun enter(): RecordState = turn.withLock {
        users++
        when (val now = how.value) {
            is RecordState.Open -> if (users == 1) wake(now) else now
            else -> open()
        }.also { how.value = it }
    }

    /** Says that one who entered is done. To be called as often as [enter], whatever it gave. */
    suspend fun leave(): Unit = withContext(NonCancellable) {
        turn.withLock {
            users--
            (how.value as? RecordState.Open)?.takeIf { users == 0 }?.store?.suspendStore()
        }
    }

    override suspend fun <T> use(call: suspend (HandrailStore) -> T): T {
        try {
            return when (val state = enter()) {
                is RecordState.Open -> call(state.store)
                is RecordState.Refused -> throw state.why
                else -> throw HandrailException.Key(KeyProblem.MISSING)
            }
        } finally {
            leave()
        }
    }

    /** Puts the record whose key is lost aside and opens an empty one, to bring the notes back into it. Only when the person asked for it. */
    suspend fun beginAgain(): RecordState = turn.withLock {
        if (how.value == RecordState.KeyLost) {
            withContext(Dispatchers.IO) { key.beginAgain() }
            how.value = open()
        }
        how.value
    }

    /** Everything was erased, or is just being: the record and its key are gone. Whoever is there sees the first start. */
    suspend fun erased(): Unit = turn.withLock {
        // Waits for the erasing to end.
        withContext(Dispatchers.IO) { (how.value as? RecordState.Open)?.store?.close() }
        how.value = RecordState.NotYet
        if (users > 0) how.value = open()
    }

    private suspend fun wake(open: RecordState.Open): RecordState = try {
        open.store.resume()
        open
    } catch (refused: HandrailException) {
        open.store.close()
        closed(refused)
    } finally {
        key.wipe()
    }

    private suspend fun open(): RecordState = try {
        val (fresh, lost) = withContext(Dispatchers.IO) { key.prepare() to key.lost }
        if (lost) RecordState.KeyLost else RecordState.Open(opening(), fresh)
    } catch (refused: HandrailException) {
        closed(refused)
    } catch (_: PortException) {
        RecordState.KeyLost
    } catch (_: IOException) {
        RecordState.Refused(HandrailException.Storage(StorageProblem.OTHER))
    } finally {
        key.wipe()
    }

    private fun closed(refused: HandrailException): RecordState =
        if (refused is HandrailException.Key) RecordState.KeyLost else RecordState.Refused(refused)
}
