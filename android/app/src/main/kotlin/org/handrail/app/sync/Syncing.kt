package org.handrail.app.sync

import kotlinx.coroutines.CancellationException
import org.handrail.BackupState
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.LogLevel
import org.handrail.LogSink
import org.handrail.NetworkProblem
import org.handrail.Stopped
import org.handrail.SyncReport
import org.handrail.app.reminders.WithRecord

/** When the phone is asked to give us the network. */
interface Occasions {
    /** Now and then, for good, whenever there is a network. Asked again it changes nothing. */
    fun nowAndThen()

    /** Once, as soon as there is a network. */
    fun soon()

    /** Never: what was asked for is taken back. */
    fun never()
}

/** How a sync ended, for the phone. */
enum class Synced {
    /** Nothing waits, or waiting changes nothing. */
    DONE,

    /** It is to be tried again later. */
    AGAIN,
}

/**
 * Sends and fetches, when there is somebody to send to. Until the person paired with somebody or turned the backup on, the phone is not asked
 * for the network, and nothing goes over it.
 *
 * @param sync one exchange: [HandrailStore.sync]. It may be stopped at any point, and the next one goes on from there.
 */
class Syncing(
    private val record: WithRecord,
    private val occasions: Occasions,
    private val log: LogSink,
    private val sync: suspend (HandrailStore) -> SyncReport = { it.sync() },
) {
    /** Asks the phone for as much network as there is a use for. At start, and when who one shares with, or the backup, changed. */
    suspend fun settle(): Unit = if (wanted()) occasions.nowAndThen() else occasions.never()

    /** Something was written: what is to be sent goes soon. */
    suspend fun afterWrite() {
        if (wanted()) {
            occasions.nowAndThen()
            occasions.soon()
        }
    }

    /** The phone gave us the network. */
    suspend fun run(): Synced = try {
        record.use { store ->
            if (!wanted(store)) {
                occasions.never()
                Synced.DONE
            } else {
                after(sync(store))
            }
        }
    } catch (stopped: CancellationException) {
        throw stopped
    } catch (refused: HandrailException) {
        log.log(LogLevel.INFO, "sync.ended:${code(refused)}")
        // A relay that said no says so again; away and a full phone pass.
        val final = refused is HandrailException.Network && refused.problem == NetworkProblem.REFUSED || refused is HandrailException.Key
        if (final) Synced.DONE else Synced.AGAIN
    }

    private fun after(report: SyncReport): Synced {
        report.stopped?.let { log.log(LogLevel.INFO, "sync.stopped:${it.name.lowercase()}") }
        return if (report.stopped == Stopped.AWAY || report.stopped == Stopped.BUSY) Synced.AGAIN else Synced.DONE
    }

    private suspend fun wanted(): Boolean = record.use { wanted(it) }

    private suspend fun wanted(store: HandrailStore): Boolean = store.read {
        val backup = backup()
        backup.restoring || backup.state != BackupState.OFF || readers().isNotEmpty() || syncStatus().waiting > 0u
    }

    private fun code(refused: HandrailException): String = when (refused) {
        is HandrailException.Network -> "network.${refused.problem.name.lowercase()}"
        is HandrailException.Storage -> "storage.${refused.problem.name.lowercase()}"
        is HandrailException.Closed -> "closed"
        is HandrailException.Cancelled -> "cancelled"
        is HandrailException.Key -> "key"
        else -> "other"
    }
}
