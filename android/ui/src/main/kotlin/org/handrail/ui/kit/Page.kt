package org.handrail.ui.kit

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.automirrored.filled.ArrowBack
import androidx.compose.material.icons.filled.Favorite
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.handrail.ui.shell.Shell
import org.handrail.ui.shell.name
import org.handrail.ui.words.Strings

/** Where help is: never drawn twice. */
private const val HELP = "help-now"

/** The whole window: the way back and help at the top, the place where the person is, and what was just done at the foot. */
@Composable
public fun Window(shell: Shell) {
    Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
        Column(Modifier.fillMaxSize()) {
            Head(
                shell.strings,
                onBack = if (shell.canGoBack) ({ shell.back() }) else null,
                onHelp = if (shell.here.name != HELP) ({ shell.go(HELP) }) else null,
            )
            Column(Modifier.weight(1f).fillMaxWidth(), horizontalAlignment = Alignment.CenterHorizontally) {
                // A place is drawn anew when it is another one, although it may be of the same kind.
                key(shell.here.key) { shell.here.Screen(shell) }
            }
            Foot(shell)
        }
    }
}

/** The way back, and the way to help, each in its place on every screen; null where it leads nowhere. */
@Composable
internal fun Head(strings: Strings, onBack: (() -> Unit)?, onHelp: (() -> Unit)?) {
    Row(
        Modifier.fillMaxWidth().padding(horizontal = 8.dp, vertical = 4.dp),
        horizontalArrangement = Arrangement.SpaceBetween,
        verticalAlignment = Alignment.CenterVertically,
    ) {
        if (onBack != null) {
            TextButton(onBack, Modifier.heightIn(min = TARGET).testTag("back"), shape = SLIGHTLY_ROUND) {
                Icon(Icons.AutoMirrored.Filled.ArrowBack, contentDescription = null)
                Text(strings.say("shell-back"), Modifier.padding(start = 8.dp))
            }
        } else {
            Text("", Modifier.weight(1f))
        }
        if (onHelp != null) {
            FilledTonalButton(onHelp, Modifier.heightIn(min = TARGET).testTag("help-now"), shape = ROUND) {
                Icon(Icons.Default.Favorite, contentDescription = null)
                Text(strings.say("shell-help-now"), Modifier.padding(start = 8.dp))
            }
        }
    }
}

@Composable
private fun Foot(shell: Shell) {
    val note = shell.note ?: return
    Surface(color = MaterialTheme.colorScheme.secondaryContainer) {
        Row(
            Modifier.fillMaxWidth().padding(horizontal = 16.dp, vertical = 8.dp).semantics { liveRegion = LiveRegionMode.Polite },
            horizontalArrangement = Arrangement.SpaceBetween,
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Text(shell.strings.say(note.id), Modifier.weight(1f), style = MaterialTheme.typography.bodyMedium)
            note.undo?.let { undo ->
                TextButton(
                    onClick = {
                        shell.note = null
                        shell.launch { undo() }
                    },
                    Modifier.heightIn(min = TARGET),
                    shape = SLIGHTLY_ROUND,
                ) { Text(shell.strings.say("shell-undo")) }
            }
        }
    }
}

/** The least height and width of what is tapped. */
internal val TARGET = 48.dp

/**
 * One screen: its heading, what it shows, and at its foot the one thing to do here, which stays in sight while the rest scrolls.
 *
 * @param main the one main button, or none.
 */
@Composable
public fun Page(title: String, main: (@Composable () -> Unit)? = null, content: @Composable ColumnScope.() -> Unit) {
    Column(Modifier.fillMaxSize().widthIn(max = 640.dp)) {
        Column(
            Modifier.weight(1f).fillMaxWidth().verticalScroll(rememberScrollState()).padding(horizontal = 20.dp, vertical = 8.dp),
            verticalArrangement = Arrangement.spacedBy(14.dp),
        ) {
            Text(title, Modifier.semantics { heading() }.testTag("title"), style = MaterialTheme.typography.headlineMedium)
            content()
        }
        main?.let { Column(Modifier.fillMaxWidth().padding(horizontal = 20.dp, vertical = 10.dp)) { it() } }
    }
}
