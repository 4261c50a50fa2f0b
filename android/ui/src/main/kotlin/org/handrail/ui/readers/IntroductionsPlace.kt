package org.handrail.ui.readers

import androidx.compose.runtime.Composable
import org.handrail.IntroductionView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** Colleagues whom a reader introduces. Nothing goes to them before a yes, and no reason is asked for. */
public data object IntroductionsPlace : Place {
    override val key: String = "introductions"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "introduction", "reader", "sync", read = { introductions() }) { asked ->
            IntroductionsContent(
                asked,
                yes = { shell.save(done = "shell-changed") { acceptIntroduction(it.mailbox, it.account) } },
                no = { shell.save(done = null) { declineIntroduction(it.mailbox, it.account) } },
            )
        }
    }
}

/** @param yes shares with this colleague too. @param no does not, for now. */
@Composable
public fun IntroductionsContent(asked: List<IntroductionView>, yes: (IntroductionView) -> Unit, no: (IntroductionView) -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("readers-introduced")) {
        if (asked.isEmpty()) Empty(strings.say("introductions-empty"))
        for (one in asked) {
            Group {
                Say(strings.say("reader-introduced", "by" to one.byName, "name" to one.name))
                Aside(strings.say("reader-introduced-more", "name" to one.name))
                OtherButton(strings.say("reader-introduced-yes", "name" to one.name)) { yes(one) }
                QuietButton(strings.say("reader-introduced-no"), of = one.name) { no(one) }
            }
        }
    }
}
