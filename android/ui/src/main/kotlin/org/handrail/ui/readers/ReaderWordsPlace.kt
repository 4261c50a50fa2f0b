package org.handrail.ui.readers

import androidx.compose.runtime.Composable
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** Four words, compared with a colleague who was introduced. */
public data class ReaderWordsPlace(val mailbox: String, val account: String) : Place {
    override val key: String = "reader-words/$mailbox/$account"

    @Composable
    override fun Screen(shell: Shell) {
        val strings = LocalStrings.current
        Shown(
            shell,
            "reader",
            "sync",
            read = { readers().firstOrNull { it.mailbox == mailbox && it.account == account }?.name.orEmpty() to readerWords(mailbox, account) },
        ) { (name, words) ->
            fun same(same: Boolean) = shell.save(done = "shell-changed", then = { shell.back() }) { compareReaderWords(mailbox, account, same) }
            val main: @Composable () -> Unit = { MainButton(strings.say("reader-words-same"), enabled = !shell.busy) { same(true) } }
            Page(strings.say("readers-compare"), main = main.takeIf { words != null }) {
                if (words == null) {
                    Empty(strings.say("reader-words-later", "name" to name))
                } else {
                    Say(strings.say("reader-words", "name" to name))
                    FourWords(words)
                    OtherButton(strings.say("reader-words-different"), enabled = !shell.busy) { same(false) }
                }
            }
        }
    }
}
