package org.handrail.app.window

import android.content.Context
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import java.time.LocalDate
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.app.guard.Lock
import org.handrail.app.phone.Asking
import org.handrail.app.record.Record
import org.handrail.app.record.RecordState
import org.handrail.app.words.ResourceTexts
import org.handrail.ui.shell.Ports
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings

/** What the person sees and where they are, for as long as the process lives: an activity is only the window to it. */
class Session(
    /** The record. */
    val record: Record,
    /** The phone. */
    val ports: Ports,
    /** The lock of the app. */
    val lock: Lock,
    /** Questions on the system's own screens. */
    val asking: Asking,
    /** What is started here goes on when the activity is made anew. */
    val scope: CoroutineScope,
) {
    private var of: HandrailStore? = null
    private var days: Job? = null

    /** Where the person is; null until the record is open. */
    var shell: Shell? by mutableStateOf(null)
        private set

    /** Whether others may see the app: screenshots, the list of recent apps. */
    var hidden: Boolean by mutableStateOf(ports.guarding.hidden)
        private set

    /** A switch of the lock was turned. */
    fun guardChanged() {
        hidden = ports.guarding.hidden
    }

    /**
     * The record is open. Goes on where the person was, or comes back to it after the process was ended.
     *
     * @param way keys of places, as [Shell.keys] gave them.
     */
    suspend fun opened(record: RecordState.Open, context: Context, way: List<String>) {
        val store = record.store
        val strings = strings(store, context)
        val here = shell
        if (here != null && of === store) {
            // The language may be another one.
            here.strings = strings
        } else {
            of = store
            shell = Shell(store, ports, strings, scope, way.ifEmpty { listOf(if (record.fresh) "first-run/language" else "today") })
        }
    }

    /** The record is not open any more. */
    fun closed() {
        of = null
        shell = null
    }

    /** The person asked to bring their notes back onto a phone that lost the key. */
    fun restore(context: Context): Unit = launch {
        val state = record.beginAgain()
        if (state is RecordState.Open) opened(state, context, listOf("today", "restore"))
    }

    /** Tries once more to open the record. */
    fun tryAgain(): Unit = launch {
        record.enter()
        record.leave()
    }

    /** Asks for the finger, the face or the code. */
    fun unlock(): Unit = launch { if (ports.guarding.unlock()) lock.opened() }

    private fun launch(work: suspend () -> Unit) {
        scope.launch {
            try {
                work()
            } catch (refused: HandrailException) {
                shell?.tell(refused)
            }
        }
    }

    private suspend fun strings(store: HandrailStore, context: Context): Strings {
        val (wording, day) = store.read { wording() to thisDay() }
        var today = LocalDate.parse(day)
        days?.cancel()
        days = scope.launch {
            try {
                // Read again with every change: the app may stay open over midnight.
                store.screen { thisDay() }.collect { today = LocalDate.parse(it) }
            } catch (_: HandrailException) {
                // The record was closed: there is nothing to write days for.
            }
        }
        return Strings(ResourceTexts(context), wording) { today }
    }
}
