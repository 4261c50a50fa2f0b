package org.handrail.ui.meetings

import androidx.compose.runtime.Composable
import org.handrail.Changes
import org.handrail.Handrail
import org.handrail.NewSession
import org.handrail.SessionKind
import org.handrail.SessionView
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.TimeField
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** Plans a meeting, or changes one. @property id which one; null for a new one. */
public data class MeetingFormPlace(val id: String? = null) : Place {
    override val key: String = listOfNotNull("meeting-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        if (id == null) return MeetingForm(shell, null)
        Shown(shell, "session", read = { sessionSheet(id).session }) { MeetingForm(shell, it) }
    }
}

@Composable
private fun MeetingForm(shell: Shell, meeting: SessionView?) {
    val strings = LocalStrings.current
    val typed = typed(
        shell,
        first = mapOf(
            "day" to meeting?.day.orEmpty(),
            "time" to meeting?.time.orEmpty(),
            "kind" to (meeting?.kind ?: SessionKind.INDIVIDUAL).name,
            "place" to meeting?.place.orEmpty(),
            "agenda" to meeting?.agenda.orEmpty(),
        ),
    )
    val save: @Composable () -> Unit = {
        MainButton(strings.say("shell-save"), enabled = !shell.busy) {
            val details = NewSession(
                day = typed["day"],
                time = typed["time"].takeIf(String::isNotBlank),
                kind = typed.chosen<SessionKind>("kind") ?: SessionKind.INDIVIDUAL,
                place = typed["place"],
                module = meeting?.module.orEmpty(),
                agenda = typed["agenda"],
            )
            shell.save(then = { shell.back() }) { if (meeting == null) planSession(details) else editSession(meeting.id, details) }
        }
    }
    Page(strings.say(if (meeting == null) "meetings-plan" else "session"), main = save) {
        DayField(shell, typed, "day", strings.say("session-day"))
        TimeField(shell, typed, "time", strings.say("session-time"))
        Choice(
            strings.say("session-kind"),
            SessionKind.entries.map { it.name to strings.say("session-kind-" + it.word()) },
            typed["kind"],
        ) { typed["kind"] = it }
        WordsField(shell, typed, "place", strings.say("session-place"))
        WordsField(shell, typed, "agenda", strings.say("session-agenda"), lines = 2)
        meeting?.let { Took(shell, it) }
    }
}

/** Whether it took place; either answer is as good. */
@Composable
private fun Took(shell: Shell, meeting: SessionView) {
    val strings = LocalStrings.current
    fun mark(then: () -> Unit, call: Handrail.() -> Changes) =
        shell.save(done = "shell-changed", undo = { shell.store.write { markSessionPlanned(meeting.id) } }, then = { then() }, call = call)
    Part(strings.say("session-did-it-take-place"))
    OtherButton(strings.say("session-state-held")) {
        mark({ shell.goInstead(MeetingSheetPlace(meeting.id)) }) { markSessionHeld(meeting.id) }
    }
    OtherButton(strings.say("session-state-missed")) { mark({ shell.back() }) { markSessionMissed(meeting.id) } }
    QuietButton(strings.say("shell-remove")) { shell.takeAway("session", meeting.id) { shell.back() } }
}
