package org.handrail.ui.backup

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.BackupState
import org.handrail.CodeForSecondPhone
import org.handrail.ScannedSecondPhone
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Square
import org.handrail.ui.kit.Waiting
import org.handrail.ui.kit.WaitingLine
import org.handrail.ui.kit.waiting
import org.handrail.ui.readers.FourWords
import org.handrail.ui.readers.minutesLeft
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** Two phones of one person: one shows a code, the other scans it, and both say that the four words are the same. */
public data object SecondPhonePlace : Place {
    override val key: String = "second-phone"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, read = { backup().state to entriesHere() }) { (state, here) ->
            val way = remember { Way() }
            val waiting = waiting(shell)
            val left = minutesLeft(way.shown ?: way.scanned)
            when {
                way.words.isNotEmpty() -> Compare(shell, way, waiting, left)
                way.shown != null -> ShowCode(way, waiting, left)
                else -> Begin(shell, way, waiting, first = state == BackupState.ON, here = here.toLong())
            }
        }
    }
}

/** What is under way: a secret of ten minutes, on one of the two sides. */
private class Way {
    var shown: CodeForSecondPhone? by mutableStateOf(null)
    var scanned: ScannedSecondPhone? by mutableStateOf(null)
    var words: List<String> by mutableStateOf(emptyList())

    fun anew() {
        shown = null
        scanned = null
        words = emptyList()
    }
}

private val over: (org.handrail.HandrailException) -> String? = { why ->
    "pair-over".takeIf { why is org.handrail.HandrailException.Network && why.problem == org.handrail.NetworkProblem.REFUSED }
}

@Composable
private fun Begin(shell: Shell, way: Way, waiting: Waiting, first: Boolean, here: Long) {
    val strings = LocalStrings.current
    val code = remember { Secret() }
    fun words(text: String) = waiting.work(over) {
        val scanned = shell.store.read { scanCodeOfFirstPhone(text, besideWhatIsHere = here > 0) }
        way.scanned = scanned
        way.words = shell.store.stoppable { token -> wordsOfFirstPhone(scanned, token) }
    }
    val main: @Composable () -> Unit = {
        if (first) {
            MainButton(strings.say("second-show"), enabled = !waiting.on) {
                waiting.begin(over, then = { way.shown = it }) { token -> showCodeForSecondPhone(strings.locale.toLanguageTag(), token) }
            }
        } else if (shell.ports.scanner.available) {
            MainButton(strings.say("code-scan"), enabled = !waiting.on) { shell.launch { shell.ports.scanner.scan()?.let(::words) } }
        } else {
            MainButton(strings.say("shell-next"), enabled = !waiting.on) { words(code.text) }
        }
    }
    Page(strings.say("second-title"), main = main) {
        Say(strings.say(if (first) "second-what-first" else "second-what-second"))
        WaitingLine(waiting, strings.say("second-waits"))
        if (!first) {
            if (here > 0) Aside(strings.say("restore-beside"))
            SecretField(code, strings.say("pair-type"))
            if (shell.ports.scanner.available) OtherButton(strings.say("shell-next"), enabled = !waiting.on && code.text.isNotBlank()) { words(code.text) }
        }
    }
}

@Composable
private fun ShowCode(way: Way, waiting: Waiting, left: Int) {
    val strings = LocalStrings.current
    val shown = way.shown ?: return
    val square = remember(shown) { shown.square() }
    val main: @Composable () -> Unit = {
        MainButton(strings.say("second-scanned"), enabled = !waiting.on) {
            waiting.begin(over, then = { way.words = it }) { token -> wordsForSecondPhone(shown, token) }
        }
    }
    Page(strings.say("second-title"), main = main) {
        Say(strings.say("second-scan-this"))
        Square(square, strings.say("code-square"))
        WaitingLine(waiting, strings.say("second-waits"))
        Aside(strings.say("code-minutes-left", "count" to left))
        OtherButton(strings.say("shell-start-again"), enabled = !waiting.on) { way.anew() }
    }
}

@Composable
private fun Compare(shell: Shell, way: Way, waiting: Waiting, left: Int) {
    val strings = LocalStrings.current
    fun answer(same: Boolean) {
        val shown = way.shown
        val scanned = way.scanned
        waiting.work(over) {
            shell.store.stoppable { token ->
                if (shown != null) confirmSecondPhone(shown, same, strings.say("backup-other-phone"), token)
                if (scanned != null) joinFirstPhone(scanned, same, token)
            }
            if (same) shell.goInstead(MyBackupPlace) else way.anew()
        }
    }
    Page(strings.say("pair-words"), main = { MainButton(strings.say("reader-words-same"), enabled = !waiting.on) { answer(true) } }) {
        Say(strings.say("second-words"))
        FourWords(way.words)
        WaitingLine(waiting, strings.say("second-waits"))
        OtherButton(strings.say("reader-words-different"), enabled = !waiting.on) { answer(false) }
        Aside(strings.say("code-minutes-left", "count" to left))
        OtherButton(strings.say("shell-start-again"), enabled = !waiting.on) { way.anew() }
    }
}
