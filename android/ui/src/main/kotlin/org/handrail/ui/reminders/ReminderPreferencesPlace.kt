package org.handrail.ui.reminders

import androidx.compose.runtime.Composable
import org.handrail.ChooseQuietHours
import org.handrail.EditReminderPreferences
import org.handrail.EditSettings
import org.handrail.LockScreenWords
import org.handrail.NamedTime
import org.handrail.NamedTimeOfDay
import org.handrail.QuietHours
import org.handrail.Remind
import org.handrail.ReminderPreferences
import org.handrail.SheetReminder
import org.handrail.When
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.TimeField
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** When nothing is to come by itself, what reminds without being made one by one, and where the person's times of day lie. */
public data object ReminderPreferencesPlace : Place {
    override val key: String = "reminder-preferences"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, read = { reminderPreferences() to settings().lockScreenWords }) { (view, words) -> Preferences(shell, view, words) }
    }
}

@Composable
private fun Preferences(shell: Shell, view: ReminderPreferences, words: LockScreenWords) {
    val strings = LocalStrings.current
    val typed = typed(
        shell,
        first = mapOf("from" to view.quietHours?.from.orEmpty(), "until" to view.quietHours?.until.orEmpty()) + view.named.associate { it.name.name to it.time },
    )
    val save: @Composable () -> Unit = { MainButton(strings.say("shell-save"), enabled = !shell.busy) { keep(shell, view, typed) } }
    Page(strings.say("reminder-preferences"), main = save.takeIf { typed.any }) {
        Part(strings.say("reminder-quiet"))
        Aside(strings.say("reminder-quiet-what"))
        TimeField(shell, typed, "from", strings.say("reminder-quiet-from"))
        TimeField(shell, typed, "until", strings.say("reminder-quiet-until"))
        Part(strings.say("reminder-by-itself"))
        fun edit(edit: EditReminderPreferences) = shell.save(done = "shell-changed", then = { shell.plan() }) { saveReminderPreferences(edit) }
        Sheet("reminder-about-check-in", view.checkIn, NamedTime.AFTER_DINNER) { edit(EditReminderPreferences(checkIn = it)) }
        Sheet("reminder-session-eve", view.sessionEve, NamedTime.EVENING) { edit(EditReminderPreferences(sessionEve = it)) }
        Sheet("reminder-session-day", view.sessionDay, NamedTime.AFTER_BREAKFAST) { edit(EditReminderPreferences(sessionDay = it)) }
        Sheet("reminder-about-plan-review", view.planReview, NamedTime.AFTER_BREAKFAST) { edit(EditReminderPreferences(planReview = it)) }
        Sheet("reminder-about-life-areas", view.lifeAreas, NamedTime.AFTER_BREAKFAST) { edit(EditReminderPreferences(lifeAreas = it)) }
        OnOff(strings.say("sheet-medication"), view.medicine) { edit(EditReminderPreferences(medicine = it)) }
        Choice(
            strings.say("setting-lock-screen-words"),
            LockScreenWords.entries.map { it to strings.say("setting-lock-screen-words-" + it.word()) },
            words,
        ) { chosen -> shell.save(done = "shell-changed", then = { shell.plan() }) { saveSettings(EditSettings(lockScreenWords = chosen)) } }
        Part(strings.say("reminder-my-times"))
        for (named in view.named) TimeField(shell, typed, named.name.name, strings.say("named-time-" + named.name.word()))
    }
}

private fun keep(shell: Shell, view: ReminderPreferences, typed: Typed) {
    val (from, until) = typed["from"] to typed["until"]
    val quiet = if (from.isBlank() || until.isBlank()) ChooseQuietHours.NoQuietHours else ChooseQuietHours.Between(QuietHours(from, until))
    val named = view.named.map { NamedTimeOfDay(it.name, typed[it.name.name].ifBlank { it.time }) } - view.named.toSet()
    shell.save(then = { shell.plan(); shell.back() }) { saveReminderPreferences(EditReminderPreferences(quietHours = quiet, named = named)) }
}

@Composable
private fun Sheet(words: String, now: SheetReminder?, usual: NamedTime, edit: (Remind) -> Unit) {
    val strings = LocalStrings.current
    OnOff(strings.say(words), now != null, now?.let { strings.say(it.at) }) { on -> edit(if (on) Remind.At(When.Named(usual)) else Remind.Off) }
}
