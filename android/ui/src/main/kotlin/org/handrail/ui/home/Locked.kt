package org.handrail.ui.home

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import org.handrail.ui.helpnow.HelpWithoutRecord
import org.handrail.ui.kit.Head
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.shell.Calling

/**
 * The window while the record is closed: one screen, and help, which is always there. Help comes from what is built in: who holds a
 * locked phone learns nothing of the person from it.
 *
 * @param help whether help is what is seen. The way back from it is where it is on every screen.
 * @param phoneRegion where the phone seems to be; empty where nothing says so.
 * @param onUnlock opens the record and goes on to the person's own numbers; null where there is no lock to open.
 */
@Composable
public fun ClosedWindow(
    help: Boolean,
    onHelp: (Boolean) -> Unit,
    calling: Calling,
    phoneRegion: String,
    onUnlock: (() -> Unit)? = null,
    content: @Composable () -> Unit,
) {
    Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
        Column(Modifier.fillMaxSize()) {
            Head(
                LocalStrings.current,
                onBack = if (help) ({ onHelp(false) }) else null,
                onHelp = if (help) null else ({ onHelp(true) }),
            )
            Column(Modifier.weight(1f).fillMaxWidth(), horizontalAlignment = Alignment.CenterHorizontally) {
                if (help) HelpWithoutRecord(calling, phoneRegion, onUnlock) else content()
            }
        }
    }
}

/** The app's lock: one button to open. Nothing of the record is on it. */
@Composable
public fun LockContent(onUnlock: () -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("shell-locked-title"), main = { MainButton(strings.say("shell-unlock"), onClick = onUnlock) }) {}
}

/**
 * What is said when the record cannot be opened: there is no empty record in its place.
 *
 * @param sentence id of the error's sentence.
 * @param lost whether the key is gone, so that the backup is the way back.
 */
@Composable
public fun WithoutRecord(sentence: String, lost: Boolean, onAgain: () -> Unit, onRestore: () -> Unit) {
    val strings = LocalStrings.current
    Page(
        strings.say(if (lost) "shell-key-lost-title" else "app-name"),
        main = { MainButton(strings.say("shell-again"), onClick = onAgain) },
    ) {
        Say(strings.say(if (lost) "shell-key-lost-what" else sentence))
        if (lost) QuietButton(strings.say("shell-key-lost-restore"), onClick = onRestore)
    }
}
