package org.handrail.ui.readers

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import org.handrail.HandrailException
import org.handrail.NetworkProblem
import org.handrail.Pairing
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Waiting
import org.handrail.ui.kit.WaitingLine
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.kit.waiting
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/**
 * Two people at one table: the practitioner's page shows a code, the phone reads it, and both compare four words. What is under way here
 * is a secret of ten minutes, kept nowhere: in another process it begins anew.
 */
public data object PairPlace : Place {
    override val key: String = "pair"

    @Composable
    override fun Screen(shell: Shell) {
        var pairing by remember { mutableStateOf<Pairing?>(null) }
        var words by remember { mutableStateOf<List<String>?>(null) }
        val waiting = waiting(shell)
        fun anew() {
            pairing = null
            words = null
        }
        val left = minutesLeft(pairing)
        val met = pairing
        val both = words
        when {
            met == null -> Invite(shell) { pairing = it }
            both == null -> Met(shell, met, waiting, left, words = { words = it }, anew = ::anew)
            else -> Compare(shell, met, both, waiting, left, anew = ::anew)
        }
    }
}

/** The code: by the camera, or typed and pasted. */
@Composable
private fun Invite(shell: Shell, found: (Pairing) -> Unit) {
    val strings = LocalStrings.current
    // An invitation opens something: it is typed anew.
    val typed = typed(shell, keep = false)
    fun read(text: String) = shell.launch {
        val pairing = shell.store.read { scanInvite(text) }
        typed["invite"] = ""
        shell.wrong = null
        shell.note = null
        found(pairing)
    }
    val scanner = shell.ports.scanner
    val main: @Composable () -> Unit = {
        if (scanner.available) {
            MainButton(strings.say("code-scan"), enabled = !shell.busy) { shell.launch { scanner.scan()?.let { read(it) } } }
        } else {
            MainButton(strings.say("shell-next"), enabled = !shell.busy) { read(typed["invite"]) }
        }
    }
    Page(strings.say("readers-add"), main = main) {
        Say(strings.say("pair-what"))
        Aside(strings.say("pair-what-goes"))
        WordsField(shell, typed, "invite", strings.say("pair-type"), lines = 2)
        if (scanner.available) OtherButton(strings.say("shell-next"), enabled = !shell.busy && typed["invite"].isNotBlank()) { read(typed["invite"]) }
    }
}

/** Whose code it is, before anything is sent. */
@Composable
private fun Met(shell: Shell, pairing: Pairing, waiting: Waiting, left: Int, words: (List<String>) -> Unit, anew: () -> Unit) {
    val strings = LocalStrings.current
    val name = remember(pairing) { pairing.name() }
    val main: @Composable () -> Unit = {
        MainButton(strings.say("pair-go"), enabled = !waiting.on) { waiting.begin(::ended, then = words) { token -> pair(pairing, token) } }
    }
    Page(strings.say("readers-add"), main = main) {
        Part(name)
        Say(strings.say("pair-is-it", "name" to name))
        WaitingLine(waiting, strings.say("pair-waits", "name" to name))
        Aside(strings.say("code-minutes-left", "count" to left))
        OtherButton(strings.say("shell-start-again"), enabled = !waiting.on, onClick = anew)
    }
}

@Composable
private fun Compare(shell: Shell, pairing: Pairing, both: List<String>, waiting: Waiting, left: Int, anew: () -> Unit) {
    val strings = LocalStrings.current
    val name = remember(pairing) { pairing.name() }
    fun answer(same: Boolean) = waiting.begin(::ended, then = { shell.goInstead(ReadersPlace) }) { token -> confirmPairing(pairing, same, token) }
    Page(strings.say("pair-words"), main = { MainButton(strings.say("reader-words-same"), enabled = !waiting.on) { answer(true) } }) {
        Say(strings.say("reader-words", "name" to name))
        FourWords(both)
        WaitingLine(waiting, strings.say("pair-waits", "name" to name))
        OtherButton(strings.say("reader-words-different"), enabled = !waiting.on) {
            // The core destroys all that was made and says so with an error: that is how it is meant to end.
            waiting.work {
                shell.store.stoppable { token -> runCatching { confirmPairing(pairing, false, token) } }
                anew()
                shell.note = Note("pair-different")
            }
        }
        Aside(strings.say("code-minutes-left", "count" to left))
        OtherButton(strings.say("shell-start-again"), enabled = !waiting.on, onClick = anew)
    }
}

private fun ended(why: HandrailException): String? = "pair-over".takeIf { why is HandrailException.Network && why.problem == NetworkProblem.REFUSED }

/** How long a code lives from when it is here: ten minutes (docs/protocol.md), the one time-out there is. */
@Composable
internal fun minutesLeft(of: Any?): Int {
    var left by remember(of) { mutableIntStateOf(MINUTES) }
    LaunchedEffect(of) {
        while (of != null && left > 0) {
            // By the wall: also while nothing is drawn.
            withContext(Dispatchers.Default) { delay(MINUTE_MS) }
            left--
        }
    }
    return left
}

private const val MINUTES = 10
private const val MINUTE_MS = 60_000L
