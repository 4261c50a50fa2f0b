package org.handrail.ui.meetings

import androidx.compose.runtime.Composable
import org.handrail.TalkAboutLine
import org.handrail.TalkAboutState
import org.handrail.TalkAboutView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** What the person wants to talk about. A line is written in one field, the same one in which it is changed. */
public data object TalkAboutPlace : Place {
    override val key: String = "talk-about"

    @Composable
    override fun Screen(shell: Shell) {
        val typed = typed(shell)
        Shown(shell, "talk_about", read = { talkAbout() }) { TalkAboutContent(shell, it, typed) }
    }
}

@Composable
private fun TalkAboutContent(shell: Shell, view: TalkAboutView, typed: Typed) {
    val strings = LocalStrings.current
    fun save() = shell.save(then = { typed["wording"] = ""; typed["line"] = "" }) {
        val line = typed["line"]
        if (line.isBlank()) addTalkAbout(typed["wording"]) else editTalkAbout(line, typed["wording"])
    }
    Page(strings.say("sheet-talk-about"), main = { MainButton(strings.say("shell-save"), enabled = !shell.busy) { save() } }) {
        WordsField(shell, typed, "wording", strings.say("talk-about-wording"), lines = 2)
        if (view.open.isEmpty()) Empty(strings.say("talk-about-empty"))
        for (line in view.open) {
            Group {
                Say(line.wording)
                Aside(strings.dayAlone(line.madeDay))
                QuietButton(strings.say("talk-about-state-talked"), of = line.wording) { move(shell, line, TalkAboutState.TALKED) }
                QuietButton(strings.say("shell-change"), of = line.wording) {
                    typed["line"] = line.id
                    typed["wording"] = line.wording
                }
                QuietButton(strings.say("shell-remove"), of = line.wording) { shell.takeAway("talk_about", line.id) }
            }
        }
        if (view.talked.isNotEmpty()) Part(strings.say("talk-about-state-talked"))
        for (line in view.talked) {
            Group {
                Say(line.wording)
                QuietButton(strings.say("talk-about-state-open"), of = line.wording) { move(shell, line, TalkAboutState.OPEN) }
            }
        }
    }
}

private fun move(shell: Shell, line: TalkAboutLine, to: TalkAboutState) {
    shell.save(done = "shell-changed", undo = { shell.store.write { setTalkAboutState(line.id, line.state) } }) { setTalkAboutState(line.id, to) }
}
