package org.handrail.ui.home

import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import org.handrail.ui.helpnow.HelpWithoutRecord
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.shell.Calling
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** The app's lock. Nothing of the record is on it; what a person chose for "help now" opens without it. */
public data object LockPlace : Place {
    override val key: String = "lock"

    @Composable
    override fun Screen(shell: Shell) {
        LockContent(
            onUnlock = { shell.launch { if (shell.ports.guarding.unlock()) shell.back() } },
            onHelp = { shell.go("help-now") },
        )
    }
}

/** One button to open, one for help. */
@Composable
public fun LockContent(onUnlock: () -> Unit, onHelp: () -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("shell-locked-title"), main = { MainButton(strings.say("shell-unlock"), onClick = onUnlock) }) {
        OtherButton(strings.say("shell-help-now"), onClick = onHelp)
    }
}

/**
 * The whole window when the record cannot be opened: no empty record in its place, and help all the same.
 *
 * @param sentence id of the error's sentence.
 * @param lost whether the key is gone, so that the backup is the way back.
 */
@Composable
public fun WithoutRecord(sentence: String, lost: Boolean, calling: Calling, phoneRegion: String, onAgain: () -> Unit, onRestore: () -> Unit) {
    val strings = LocalStrings.current
    var help by remember { mutableStateOf(false) }
    Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
        if (help) {
            HelpWithoutRecord(calling, phoneRegion)
        } else {
            Page(
                strings.say(if (lost) "shell-key-lost-title" else "app-name"),
                main = { MainButton(strings.say("shell-again"), onClick = onAgain) },
            ) {
                if (lost) Say(strings.say("shell-key-lost-what")) else Say(strings.say(sentence))
                OtherButton(strings.say("shell-help-now")) { help = true }
                if (lost) QuietButton(strings.say("shell-key-lost-restore"), onClick = onRestore)
            }
        }
    }
}
