package org.handrail.app.record

import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.filterIsInstance
import org.handrail.HandrailException
import org.handrail.LogLevel
import org.handrail.LogSink
import org.handrail.Reload
import org.handrail.app.reminders.Reminders
import org.handrail.app.sync.Syncing

/**
 * After each write and each sync: reminders are planned anew, and what is to be sent goes.
 *
 * @param inSight whether the record is kept awake for the screen.
 */
class Following(
    private val record: Record,
    private val reminders: Reminders,
    private val syncing: Syncing,
    private val log: LogSink,
    private val inSight: () -> Boolean,
) {
    /** Until it is cancelled. */
    suspend fun follow() = record.state.filterIsInstance<RecordState.Open>().collectLatest { open -> open.store.changes.collect(::after) }

    /** The phone's clock or zone is another one, something is due, or a new day began: what is in sight is read again. */
    fun timeMoved() {
        if (inSight()) (record.state.value as? RecordState.Open)?.store?.timeMoved()
    }

    private suspend fun after(reload: Reload) {
        // Waking it is told as a change of everything. In the background whoever woke it does what there is to do, and doing it here again
        // would wake it again.
        if (reload.concepts == null && !inSight()) return
        try {
            reminders.settle()
            if (reload.concerns(*SHARING)) syncing.settle()
            // A sync tells of itself too, and is no reason for another one.
            val written = reload.concepts.orEmpty()
            if (written.isNotEmpty() && Reload.SYNC !in written) syncing.afterWrite()
        } catch (refused: HandrailException) {
            log.log(LogLevel.WARNING, "following.refused:${refused.javaClass.simpleName}")
        }
    }

    private companion object {
        val SHARING = arrayOf("reader", "backup", "packet")
    }
}
