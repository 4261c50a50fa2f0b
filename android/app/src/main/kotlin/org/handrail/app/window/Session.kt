package org.handrail.app.window

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
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Ports
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.Texts

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

    /** Whether help is in sight while the record is closed. */
    var help: Boolean by mutableStateOf(false)

    // Where it begins when a record was made anew, and what is said there.
    private var begin: List<String>? = null
    private var said: Note? = null

    /**
     * The record is open. Goes on where the person was, or comes back to it after the process was ended.
     *
     * @param texts what the app says, in the language of the window.
     * @param way keys of places, as [Shell.keys] gave them.
     */
    suspend fun opened(record: RecordState.Open, texts: Texts, way: List<String>) {
        val store = record.store
        val strings = strings(store, texts)
        val here = shell
        if (here != null && of === store) {
            // The language may be another one.
            here.strings = strings
            return
        }
        // What the way led to was in another record, if this one is new.
        val start = begin ?: if (record.fresh) FIRST else way.ifEmpty { HOME }
        of = store
        shell = Shell(store, ports, strings, scope, start).also { it.note = said }
        begin = null
        said = null
        help = false
    }

    /** The record is not open any more. */
    fun closed() {
        of = null
        shell = null
    }

    /** Everything was erased: what is seen next is the first screen of a new record, and it says so. */
    fun erased() {
        begin = FIRST
        said = Note("take-out-erased")
        guardChanged()
    }

    /** The person asked to bring their notes back onto a phone that lost the key. */
    fun restore(): Unit = launch {
        if (record.state.value != RecordState.KeyLost) return@launch
        begin = RESTORE
        if (record.beginAgain() !is RecordState.Open) begin = null
    }

    /** Tries once more to open the record. */
    fun tryAgain(): Unit = launch {
        record.enter()
        record.leave()
    }

    /**
     * Asks for the finger, the face or the code.
     *
     * @param to key of a place that the person wants to see then; null: where they were.
     */
    fun unlock(to: String? = null): Unit = launch {
        if (!ports.guarding.unlock()) return@launch
        if (to != null && shell?.here?.key != to) shell?.go(to)
        help = false
        lock.opened()
    }

    private fun launch(work: suspend () -> Unit) {
        scope.launch {
            try {
                work()
            } catch (refused: HandrailException) {
                shell?.tell(refused)
            }
        }
    }

    private suspend fun strings(store: HandrailStore, texts: Texts): Strings {
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
        return Strings(texts, wording) { today }
    }

    private companion object {
        val FIRST = listOf("first-run/language")
        val HOME = listOf("today")
        val RESTORE = listOf("today", "restore")
    }
}
