package org.handrail.ui.kit

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import kotlinx.coroutines.Job
import org.handrail.CancelToken
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Shell

/** One call that waits for the network or takes long, with a way to stop it. Leaving the screen stops it as well. */
@Stable
public class Waiting internal constructor(private val shell: Shell) {
    /** Whether it is under way. */
    public var on: Boolean by mutableStateOf(false)
        private set

    private var job: Job? = null

    /**
     * Begins, unless one is under way. [then] is done with what it gives.
     *
     * @param refused id of a sentence that says more about an error than the usual one; null for the usual one.
     */
    public fun <T> begin(
        refused: (HandrailException) -> String? = { null },
        then: (T) -> Unit = {},
        call: suspend Handrail.(CancelToken) -> T,
    ): Unit = work(refused) { then(shell.store.stoppable(call)) }

    /** The same for work that is more than one call, such as filling a file and handing it over. */
    public fun work(refused: (HandrailException) -> String? = { null }, doing: suspend () -> Unit) {
        if (on) return
        on = true
        shell.note = null
        shell.wrong = null
        job = shell.launch {
            try {
                doing()
            } catch (why: HandrailException) {
                shell.note = Note(refused(why) ?: throw why)
            } finally {
                on = false
            }
        }
    }

    /** Stops it, and says so. */
    public fun stop() {
        if (!on) return
        leave()
        shell.note = Note("error-cancelled")
    }

    internal fun leave() {
        job?.cancel()
    }
}

/** For this screen. */
@Composable
public fun waiting(shell: Shell): Waiting {
    val waiting = remember { Waiting(shell) }
    DisposableEffect(waiting) { onDispose { waiting.leave() } }
    return waiting
}

/** What is under way, and the button that stops it. */
@Composable
public fun WaitingLine(waiting: Waiting, what: String) {
    if (!waiting.on) return
    Say(what)
    OtherButton(LocalStrings.current.say("shell-cancel"), onClick = waiting::stop)
}
