package org.handrail.ui.kit

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.ui.shell.Shell
import org.handrail.ui.shell.sentence

/**
 * A screen's view: read in one call, and again when one of [concepts] changed. While it is read the first time nothing is drawn but a
 * word, and what cannot be read is said.
 */
@Composable
public fun <T : Any> Shown(
    shell: Shell,
    vararg concepts: String,
    read: Handrail.() -> T,
    content: @Composable (T) -> Unit,
) {
    var view by remember { mutableStateOf<T?>(null) }
    var refused by remember { mutableStateOf<HandrailException?>(null) }
    var times by remember { mutableIntStateOf(0) }
    LaunchedEffect(times) {
        try {
            shell.store.screen(*concepts, view = read).collect {
                view = it
                refused = null
            }
        } catch (why: HandrailException) {
            refused = why
        }
    }
    val why = refused
    val shown = view
    when {
        // What was shown stays in sight; only what was never read says why.
        shown != null -> content(shown)
        why != null -> Page(shell.strings.say("app-name"), main = { MainButton(shell.strings.say("shell-again")) { times++ } }) {
            Say(shell.strings.say(sentence(why)))
        }
        else -> Column(Modifier.padding(20.dp)) { Aside(shell.strings.say("shell-loading")) }
    }
}
