package org.handrail.ui.backup

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.BackupPlace
import org.handrail.HalvesCheck
import org.handrail.HelpCard
import org.handrail.ReaderView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Square
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings

/** A way back with help: one half on a card, the other with a practitioner. Neither opens anything alone. */
public data object HelpedPathPlace : Place {
    override val key: String = "helped-path"

    @Composable
    override fun Screen(shell: Shell) {
        // The card is a secret, shown once and kept nowhere.
        var card by remember { mutableStateOf<HelpCard?>(null) }
        var joining by remember { mutableStateOf(false) }
        val made = card
        when {
            made == null -> Shown(shell, "reader", read = { readers() }) { Offer(shell, it) { card = it } }
            joining -> Join(shell, made) { joining = false }
            else -> Card(shell, made) { joining = true }
        }
    }
}

@Composable
private fun Offer(shell: Shell, readers: List<ReaderView>, made: (HelpCard) -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("helped-title")) {
        if (readers.isEmpty()) Empty(strings.say("readers-empty"))
        for (reader in readers) {
            Part(reader.name)
            Say(strings.say("helped-offer", "name" to reader.name))
            Aside(strings.say("helped-who-can-read", "name" to reader.name))
            OtherButton(strings.say("helped-make", "name" to reader.name), enabled = !shell.busy) {
                shell.launch { made(shell.store.writeAnything { createHelpedPath(reader.account, BackupPlace.WithReader(reader.mailbox)) }) }
            }
        }
    }
}

@Composable
private fun Card(shell: Shell, card: HelpCard, next: () -> Unit) {
    val strings = LocalStrings.current
    val what = strings.say("helped-card-what", "name" to card.reader)
    val address = strings.say("helped-card-address", "relay" to strings.number(card.relay))
    Page(strings.say("helped-card-title"), main = { MainButton(strings.say("shell-next"), onClick = next) }) {
        Say(what)
        Groups(card.half)
        Square(card.square, strings.say("code-square"))
        Aside(address)
        OtherButton(strings.say("review-print")) {
            shell.ports.giving.print(strings.say("helped-card-title"), strings.paper(strings.say("helped-card-title"), what, card.half, card.square, address))
        }
        Aside(strings.say("backup-write-down"))
    }
}

@Composable
private fun Join(shell: Shell, card: HelpCard, back: () -> Unit) {
    val strings = LocalStrings.current
    val mine = remember { Secret() }
    val theirs = remember { Secret() }
    var check by remember { mutableStateOf<HalvesCheck?>(null) }
    val main: @Composable () -> Unit = {
        MainButton(strings.say("shell-next"), enabled = !shell.busy) {
            shell.launch {
                val found = shell.store.writeAnything { joinShares(mine.text, theirs.text) }
                check = found
                if (found == HalvesCheck.Right) {
                    shell.goInstead(MyBackupPlace)
                    shell.note = Note("helped-join-right")
                }
            }
        }
    }
    Page(strings.say("helped-card-title"), main = main) {
        Say(strings.say("helped-join", "name" to card.reader))
        SecretField(mine, strings.say("helped-my-half"))
        SecretField(theirs, strings.say("helped-their-half", "name" to card.reader))
        check?.let { strings.said(it, card.reader) }?.forEach { Say(it) }
        OtherButton(strings.say("helped-see-card"), onClick = back)
    }
}

/** What is to be looked at again. */
internal fun Strings.said(check: HalvesCheck, reader: String): List<String> = when (check) {
    is HalvesCheck.Right -> listOf(say("helped-join-right"))
    is HalvesCheck.Card -> check.groups.map { say("helped-join-card", "group" to it.toLong()) }.ifEmpty { listOf(say("helped-join-length")) }
    is HalvesCheck.Theirs -> check.groups.map { say("helped-join-theirs", "group" to it.toLong(), "name" to reader) }.ifEmpty { listOf(say("helped-join-length")) }
    is HalvesCheck.WholeCode -> listOf(say("helped-join-whole"))
    is HalvesCheck.SameSide -> listOf(say("helped-join-same", "name" to reader))
    is HalvesCheck.OtherPair -> listOf(say("helped-join-other"))
}
