package org.handrail.ui.readers

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.FormerReaderView
import org.handrail.Handrail
import org.handrail.ReaderView
import org.handrail.SyncStatus
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.dayOf
import org.handrail.ui.words.say

/** Everything of this screen. */
public data class ReadersView(val readers: List<ReaderView>, val former: List<FormerReaderView>, val asked: Int, val status: SyncStatus)

private fun Handrail.readersView() = ReadersView(readers(), formerReaders(), introductions().size, syncStatus())

/** Who reads what the person sends, and nobody else. */
public data object ReadersPlace : Place {
    override val key: String = "readers"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "reader", "introduction", "sync", read = { readersView() }) { ReadersContent(shell, it) }
    }
}

@Composable
private fun ReadersContent(shell: Shell, view: ReadersView) {
    val strings = LocalStrings.current
    Page(strings.say("shell-more-readers"), main = { MainButton(strings.say("readers-add")) { shell.go("pair") } }) {
        Say(strings.say(view.status))
        if (view.asked > 0) Line(strings.say("readers-introduced")) { shell.go("introductions") }
        if (view.readers.isEmpty()) Empty(strings.say("readers-empty"))
        for (reader in view.readers) Reader(shell, reader)
        if (view.former.isNotEmpty()) {
            Part(strings.say("readers-former"))
            Aside(strings.say("readers-former-what"))
        }
        for (former in view.former) {
            Group {
                Say(former.name)
                QuietButton(strings.say("readers-end-former"), of = former.name) { shell.save(done = "shell-changed") { endFormer(former.mailbox) } }
            }
        }
        Line(strings.say("review-sent")) { shell.go("sent") }
    }
}

@Composable
private fun Reader(shell: Shell, reader: ReaderView) {
    val strings = LocalStrings.current
    var leaving by remember { mutableStateOf(false) }
    Group {
        Part(reader.name)
        reader.introducedBy?.let { Aside(strings.say("reader-introduced-by", "by" to it)) }
        Aside(strings.say("readers-since", "day" to strings.dayOf(reader.sinceMs)))
        if (!reader.checked) {
            Say(strings.say("reader-not-checked", "name" to reader.name))
            OtherButton(strings.say("readers-compare")) { shell.go("reader-words/${reader.mailbox}/${reader.account}") }
        }
        if (leaving) {
            // What was read cannot be unread: that is said before, and not after.
            Say(strings.say("readers-remove-what", "name" to reader.name))
            OtherButton(strings.say("readers-remove-yes"), enabled = !shell.busy) {
                shell.save(done = "readers-removed") { removeReader(reader.mailbox, reader.account) }
            }
            QuietButton(strings.say("shell-not-now"), of = reader.name) { leaving = false }
        } else {
            QuietButton(strings.say("readers-remove"), of = reader.name) { leaving = true }
        }
    }
}
