package org.handrail.ui.backup

import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import org.handrail.BackupPlace
import org.handrail.CodeCheck
import org.handrail.ReaderView
import org.handrail.RecoverySheet
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Square
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings

/** The recovery sheet: made, shown, and typed in once before anything is kept anywhere. */
public data object RecoveryCodePlace : Place {
    override val key: String = "recovery-code"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, read = { listOfNotNull(recoverySheet()) to readers() }) { (sheet, readers) ->
            // A code is a secret: what is typed of it goes into no draft.
            if (sheet.isEmpty()) Make(shell, readers) else Sheet(shell, sheet.first())
        }
    }
}

/** Letters and numbers of a code: nothing is corrected or learnt by the keyboard. */
internal val CODE: KeyboardOptions = KeyboardOptions(KeyboardCapitalization.Characters, autoCorrect = false, keyboardType = KeyboardType.Password)

/** An address. */
internal val ADDRESS: KeyboardOptions = KeyboardOptions(autoCorrect = false, keyboardType = KeyboardType.Uri)

@Composable
private fun Make(shell: Shell, readers: List<ReaderView>) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = mapOf("place" to readers.firstOrNull()?.mailbox.orEmpty()))
    val make: @Composable () -> Unit = {
        MainButton(strings.say("backup-make-sheet"), enabled = !shell.busy) {
            val place = typed["place"].takeIf(String::isNotBlank)?.let { BackupPlace.WithReader(it) } ?: BackupPlace.At(typed["relay"].trim())
            shell.launch {
                shell.wrong = null
                shell.store.writeAnything { createRecoveryCode(place) }
                shell.drafts.drop(RecoveryCodePlace.key)
            }
        }
    }
    Page(strings.say("backup-turn-on"), main = make) {
        Say(strings.say("backup-sheet-what"))
        Aside(strings.say("backup-who-can-read"))
        if (readers.isNotEmpty()) {
            val places = readers.distinctBy { it.mailbox }.map { it.mailbox to strings.say("backup-with", "name" to it.name) }
            Choice(strings.say("backup-where"), places + ("" to strings.say("backup-elsewhere")), typed["place"]) { typed["place"] = it }
        }
        if (typed["place"].isBlank()) WordsField(shell, typed, "relay", strings.say("backup-address"), hint = strings.say("backup-address-hint"), keyboard = ADDRESS)
    }
}

@Composable
private fun Sheet(shell: Shell, sheet: RecoverySheet) {
    val strings = LocalStrings.current
    var checking by remember { mutableStateOf(false) }
    if (checking) return Check(shell) { checking = false }
    Page(strings.say("backup-sheet-title"), main = { MainButton(strings.say("shell-next")) { checking = true } }) {
        Say(strings.say("backup-sheet-what"))
        Groups(sheet.code)
        Square(sheet.square, strings.say("code-square"))
        Aside(strings.say("backup-sheet-address", "relay" to strings.number(sheet.relay)))
        OtherButton(strings.say("review-print")) { shell.ports.giving.print(strings.say("backup-sheet-title"), strings.page(sheet)) }
        Aside(strings.say("backup-write-down"))
    }
}

/** Groups of a code, numbered as they are asked for again. */
@Composable
internal fun Groups(code: String) {
    val strings = LocalStrings.current
    Group(strong = true) {
        code.split('-').forEachIndexed { at, group -> Part("%d. %s".format(strings.locale, at + 1, strings.number(group))) }
    }
}

@Composable
private fun Check(shell: Shell, back: () -> Unit) {
    val strings = LocalStrings.current
    val code = remember { Secret() }
    var check by remember { mutableStateOf<CodeCheck?>(null) }
    val main: @Composable () -> Unit = {
        MainButton(strings.say("shell-next"), enabled = !shell.busy) {
            shell.launch {
                val found = shell.store.writeAnything { verifyRecoveryCode(code.text) }
                check = found
                if (found == CodeCheck.Right) {
                    shell.goInstead(MyBackupPlace)
                    shell.note = Note("backup-code-right")
                }
            }
        }
    }
    Page(strings.say("backup-type-code"), main = main) {
        Say(strings.say("backup-code-again"))
        SecretField(code, strings.say("backup-code"))
        check?.let { strings.said(it) }?.forEach { Say(it) }
        OtherButton(strings.say("backup-see-sheet"), onClick = back)
    }
}

/** What is to be looked at again. */
internal fun Strings.said(check: CodeCheck): List<String> = when (check) {
    is CodeCheck.Right -> listOf(say("backup-code-right"))
    is CodeCheck.Length -> listOf(say("backup-code-length"))
    is CodeCheck.Differs -> check.groups.map { say("backup-code-differs", "group" to it.toLong()) }
}

/** The sheet on paper: without the app's colours, to be kept for years. */
private fun Strings.page(sheet: RecoverySheet): String = paper(
    say("backup-sheet-title"),
    say("backup-sheet-what"),
    sheet.code,
    sheet.square,
    say("backup-sheet-address", "relay" to number(sheet.relay)),
)
