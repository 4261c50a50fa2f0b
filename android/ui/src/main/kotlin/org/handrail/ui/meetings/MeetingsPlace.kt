package org.handrail.ui.meetings

import androidx.compose.runtime.Composable
import org.handrail.SessionState
import org.handrail.SessionView
import org.handrail.SessionsView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** The next meeting, and those before. */
public data object MeetingsPlace : Place {
    override val key: String = "meetings"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "session", "homework", read = { sessions() }) { MeetingsContent(it, go = shell::go) }
    }
}

/** @param go leads to the place of a key. */
@Composable
public fun MeetingsContent(view: SessionsView, go: (String) -> Unit) {
    val strings = LocalStrings.current
    val next = view.next
    Page(strings.say("meetings-title"), main = { MainButton(strings.say("meetings-plan")) { go("meeting-form") } }) {
        if (next == null) {
            Empty(strings.say("session-none-planned"))
        } else {
            Group(strong = true) {
                Aside(strings.say("session-next"))
                Say(strings.dayAndTime(next.day, next.time))
                listOf(next.place, next.agenda).filter(String::isNotBlank).forEach { Say(it) }
                Line(strings.say("today-prepare-meeting")) { go("review") }
                Line(strings.say("shell-change"), strings.say("meetings-did-it")) { go("meeting-form/${next.id}") }
            }
        }
        for (meeting in view.planned.filter { it.id != next?.id }) MeetingLine(strings, meeting) { go("meeting-form/${meeting.id}") }
        if (view.history.isNotEmpty()) Part(strings.say("meetings-before"))
        for (meeting in view.history) MeetingLine(strings, meeting) { go("meeting-sheet/${meeting.id}") }
    }
}

@Composable
private fun MeetingLine(strings: Strings, meeting: SessionView, go: () -> Unit) {
    val state = strings.say("session-state-" + meeting.state.word()).takeIf { meeting.state != SessionState.PLANNED }
    Line(strings.dayAndTime(meeting.day, meeting.time), state ?: meeting.place, go)
}
