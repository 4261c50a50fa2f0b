package org.handrail.ui.backup

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.CodeCheck
import org.handrail.HandrailException
import org.handrail.NetworkProblem
import org.handrail.ProgressMeter
import org.handrail.RestoreFrom
import org.handrail.RestoreView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Meter
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Waiting
import org.handrail.ui.kit.WaitingLine
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.kit.waiting
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** Brings the notes back: by the sheet, or by a card and what a practitioner's screen shows. Only "yes, these are mine" makes them part of what is here. */
public data object RestorePlace : Place {
    override val key: String = "restore"

    @Composable
    override fun Screen(shell: Shell) {
        var found by remember { mutableStateOf<RestoreView?>(null) }
        val waiting = waiting(shell)
        Shown(shell, read = { backup().restoring to entriesHere() }) { (begun, here) ->
            val seen = found
            when {
                seen != null -> Mine(shell, seen, waiting) { found = null }
                begun -> Coming(shell, waiting) { found = it }
                else -> Begin(shell, here.toLong())
            }
        }
    }
}

@Composable
private fun Begin(shell: Shell, here: Long) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = mapOf("lost" to "true"))
    val code = remember { Secret() }
    val theirs = remember { Secret() }
    var check by remember { mutableStateOf<CodeCheck?>(null) }
    fun begin(from: RestoreFrom) = shell.launch {
        shell.wrong = null
        shell.note = null
        check = shell.store.writeAnything { beginRestore(from, typed["lost"] == "true", besideWhatIsHere = here > 0) }
    }
    fun typedIn() = begin(
        if (theirs.text.isBlank()) RestoreFrom.Typed(code.text, typed["relay"].trim()) else RestoreFrom.Halves(code.text, theirs.text, typed["relay"].trim()),
    )
    val scanner = shell.ports.scanner
    val main: @Composable () -> Unit = {
        if (scanner.available && code.text.isBlank()) {
            MainButton(strings.say("code-scan"), enabled = !shell.busy) { shell.launch { scanner.scan()?.let { begin(RestoreFrom.Square(it)) } } }
        } else {
            MainButton(strings.say("shell-next"), enabled = !shell.busy) { typedIn() }
        }
    }
    Page(strings.say("restore-title"), main = main) {
        Say(strings.say("restore-begin"))
        if (here > 0) Say(strings.say("restore-beside"))
        OnOff(strings.say("restore-old-phone-lost"), typed["lost"] == "true") { typed["lost"] = it.toString() }
        SecretField(code, strings.say("restore-code"))
        check?.takeIf { it != CodeCheck.Right }?.let { strings.said(it) }?.forEach { Say(it) }
        WordsField(shell, typed, "relay", strings.say("backup-address"), keyboard = ADDRESS)
        SecretField(theirs, strings.say("restore-theirs"))
        Aside(strings.say("restore-theirs-when"))
        OtherButton(strings.say("second-title")) { shell.go("second-phone") }
    }
}

@Composable
private fun Coming(shell: Shell, waiting: Waiting, found: (RestoreView) -> Unit) {
    val strings = LocalStrings.current
    var meter by remember { mutableStateOf<ProgressMeter?>(null) }
    fun fetch() {
        val fresh = ProgressMeter()
        meter = fresh
        waiting.begin(
            refused = { "restore-no-backup".takeIf { _ -> it is HandrailException.Network && it.problem == NetworkProblem.REFUSED } },
            then = found,
        ) { token -> fetchRestore(token, fresh) }
    }
    // Begun with the code: one tap fewer, and the button is there where it stopped.
    LaunchedEffect(Unit) { fetch() }
    Page(strings.say("restore-title"), main = { MainButton(strings.say("shell-again"), enabled = !waiting.on) { fetch() } }) {
        Say(strings.say("restore-coming"))
        WaitingLine(waiting, strings.say("sent-sending"))
        Meter(meter.takeIf { waiting.on })
        OtherButton(strings.say("restore-other-code"), enabled = !waiting.on) { shell.save(done = null) { declineRestore() } }
    }
}

/** Whether it is theirs. */
@Composable
private fun Mine(shell: Shell, seen: RestoreView, waiting: Waiting, over: () -> Unit) {
    val strings = LocalStrings.current
    val main: @Composable () -> Unit = {
        MainButton(strings.say("restore-yes"), enabled = !waiting.on) {
            waiting.begin(then = {
                shell.home()
                shell.note = Note("restore-done")
            }) { token -> confirmRestore(token) }
        }
    }
    Page(strings.say("restore-is-it-yours"), main = main) {
        val day = seen.lastEntry?.let(strings::day) ?: strings.say("shell-no-day")
        Say(strings.say("restore-found", "day" to day, "count" to seen.entries.toLong()))
        if (seen.someMissing) Say(strings.say("restore-some-missing"))
        if (seen.here > 0uL) Say(strings.say("restore-beside"))
        WaitingLine(waiting, strings.say("restore-coming"))
        OtherButton(strings.say("restore-no"), enabled = !waiting.on) { shell.save(done = "shell-changed", then = { over() }) { declineRestore() } }
    }
}
