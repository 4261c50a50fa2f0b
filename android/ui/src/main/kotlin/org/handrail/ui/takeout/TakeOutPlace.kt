package org.handrail.ui.takeout

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.PaperForm
import org.handrail.ProgressMeter
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Meter
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.WaitingLine
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.kit.waiting
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** Everything out as one file or on paper, in again from a file, and everything gone. */
public data object TakeOutPlace : Place {
    override val key: String = "take-out"

    @Composable
    override fun Screen(shell: Shell): Unit = TakeOutContent(shell)
}

@Composable
private fun TakeOutContent(shell: Shell) {
    val strings = LocalStrings.current
    val waiting = waiting(shell)
    var meter by remember { mutableStateOf<ProgressMeter?>(null) }
    val files = shell.ports.files
    fun takeOut() = waiting.work {
        val fresh = ProgressMeter().also { meter = it }
        val saved = files.takeOut("handrail-notes.json", "application/json") { path -> shell.store.stoppable { token -> exportAll(path, token, fresh) } }
        if (saved) shell.note = Note("take-out-done")
    }
    // Only an empty record takes an archive in; the core refuses with that reason.
    fun bringIn() = waiting.work(refused = { if ((it as? org.handrail.HandrailException.Invalid)?.field == "store") "take-out-not-empty" else null }) {
        val fresh = ProgressMeter().also { meter = it }
        val came = files.bringIn { path -> shell.store.stoppable { token -> importArchive(path, token, fresh) } }
        if (came) shell.note = Note("take-out-came-in")
    }
    fun print(form: PaperForm) = shell.launch {
        val pages = shell.store.stoppable { printAll(form, strings.locale.toLanguageTag()) }
        shell.ports.giving.print(strings.say("export-title"), pages)
    }
    Page(strings.say("shell-more-take-out"), main = { MainButton(strings.say("take-out-file"), enabled = !waiting.on) { takeOut() } }) {
        Say(strings.say("take-out-what"))
        Aside(strings.say("take-out-private"))
        WaitingLine(waiting, strings.say("take-out-under-way"))
        Meter(meter.takeIf { waiting.on })
        OtherButton(strings.say("take-out-print"), enabled = !shell.busy) { print(PaperForm.FILLED) }
        OtherButton(strings.say("take-out-print-blank"), enabled = !shell.busy) { print(PaperForm.BLANK) }
        Part(strings.say("take-out-in"))
        Aside(strings.say("take-out-in-what"))
        OtherButton(strings.say("take-out-in-file"), enabled = !waiting.on) { bringIn() }
        Line(strings.say("take-out-erase"), strings.say("take-out-erase-line")) { shell.go("erase") }
    }
}

/** Everything gone from this phone, after a word was typed that nobody types by accident. */
public data object ErasePlace : Place {
    override val key: String = "erase"

    @Composable
    override fun Screen(shell: Shell) {
        val strings = LocalStrings.current
        var gone by remember { mutableStateOf(false) }
        // Nothing is read or written any more: the record is closed for good. An app begins a new one, with its first screen.
        if (gone) return Page(strings.say("take-out-erase")) { Say(strings.say("take-out-erased")) }
        // Typed anew each time: the word that was left standing would be half of the way already.
        val typed = typed(shell, keep = false)
        val word = strings.say("take-out-erase-word")
        val erase: @Composable () -> Unit = {
            MainButton(strings.say("take-out-erase"), enabled = !shell.busy && typed["word"].trim().equals(word, ignoreCase = true)) {
                shell.launch {
                    shell.store.writeAnything { eraseAll() }
                    gone = true
                }
            }
        }
        Page(strings.say("take-out-erase"), main = erase) {
            Say(strings.say("take-out-erase-what"))
            Say(strings.say("take-out-erase-not"))
            WordsField(shell, typed, "word", strings.say("take-out-erase-type", "word" to word))
        }
    }
}
