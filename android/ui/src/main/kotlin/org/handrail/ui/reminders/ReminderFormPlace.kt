package org.handrail.ui.reminders

import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.ui.text.input.KeyboardType
import java.time.ZoneId
import org.handrail.AboutKind
import org.handrail.Ends
import org.handrail.Exactness
import org.handrail.Importance
import org.handrail.NamedTime
import org.handrail.NewReminder
import org.handrail.Recurrence
import org.handrail.ReminderView
import org.handrail.Repeats
import org.handrail.Schedule
import org.handrail.Weekday
import org.handrail.When
import org.handrail.ZonePolicy
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Fold
import org.handrail.ui.kit.FoldedChoice
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.TimeField
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.shell.say
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** Makes a reminder of one's own, or changes one. @property id which one; null for a new one. */
public data class ReminderFormPlace(val id: String? = null) : Place {
    override val key: String = listOfNotNull("reminder-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "reminder", read = { reminders() to thisDay() }) { (all, today) ->
            ReminderForm(shell, all.firstOrNull { it.id == id }, first = all.isEmpty(), today)
        }
    }
}

private const val ONCE = "once"
private const val DAILY = "daily"
private const val WEEKLY = "weekly"
private const val HOURS = "hours"
private const val KEPT = "kept"
private const val AT = "AT"
private const val HERE = "here"

private fun ReminderView?.typed(today: String): Map<String, String> {
    val schedule = this?.reminder?.schedule
    val repeats = schedule?.recurrence?.repeats
    val zone = schedule?.zone
    val at = schedule?.times?.firstOrNull()
    return mapOf(
        "title" to this?.reminder?.title.orEmpty(),
        "repeats" to when {
            schedule == null -> DAILY
            zone is ZonePolicy.Elapsed -> HOURS
            repeats is Repeats.Once -> ONCE
            repeats == Repeats.EveryDays(1u) -> DAILY
            repeats is Repeats.Weekly && repeats.every == 1u -> WEEKLY
            else -> KEPT
        },
        "starts" to (schedule?.recurrence?.starts ?: today),
        "days" to (repeats as? Repeats.Weekly)?.days.orEmpty().joinToString(" ") { it.name },
        "named" to ((at as? When.Named)?.name?.name ?: if (at is When.At) AT else NamedTime.AFTER_BREAKFAST.name),
        "times" to (at as? When.At)?.time.orEmpty(),
        "every_hours" to ((zone as? ZonePolicy.Elapsed)?.everyHours ?: 8u).toString(),
        "zone" to ((zone as? ZonePolicy.Pinned)?.zone ?: HERE),
        "exactness" to (this?.reminder?.exactness ?: Exactness.INEXACT).name,
        "quiet" to (this?.reminder?.inQuietHours ?: false).toString(),
    )
}

private fun Typed.reminder(was: ReminderView?, today: String): NewReminder {
    val old = was?.reminder
    val hours = this["repeats"] == HOURS
    val repeats = when (this["repeats"]) {
        DAILY -> Repeats.EveryDays(1u)
        WEEKLY -> Repeats.Weekly(1u, Weekday.entries.filter { it.name in this["days"].split(' ') })
        KEPT -> old?.schedule?.recurrence?.repeats ?: Repeats.Once
        else -> Repeats.Once
    }
    val named = NamedTime.entries.firstOrNull { it.name == this["named"] }
    val time = this["times"].takeIf(String::isNotBlank)
    val first = if (hours || named == null) time?.let { When.At(it) } else When.Named(named)
    // Other times of a reminder that was made elsewhere stay as they are.
    val times = listOfNotNull(first) + old?.schedule?.times.orEmpty().drop(1).takeIf { !hours }.orEmpty()
    val zone = when {
        hours -> ZonePolicy.Elapsed(this["every_hours"].trim().toUIntOrNull() ?: 0u)
        this["zone"] == HERE -> ZonePolicy.Floating
        else -> ZonePolicy.Pinned(this["zone"])
    }
    val starts = this["starts"].ifBlank { today }
    val recurrence = old?.schedule?.recurrence?.takeIf { !hours }?.copy(starts = starts, repeats = repeats) ?: Recurrence(starts, repeats, Ends.Never)
    val schedule = Schedule(recurrence, times, zone)
    val exactness = chosen<Exactness>("exactness") ?: Exactness.INEXACT
    val quiet = this["quiet"] == "true"
    return old?.copy(title = this["title"], schedule = schedule, exactness = exactness, inQuietHours = quiet)
        ?: NewReminder(
            title = this["title"],
            about = AboutKind.OWN,
            schedule = schedule,
            importance = Importance.NORMAL,
            exactness = exactness,
            inQuietHours = quiet,
        )
}

@Composable
private fun ReminderForm(shell: Shell, was: ReminderView?, first: Boolean, today: String) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = was.typed(today))
    fun save() {
        // Asked now, when it is clear what for; not where the phone was asked before.
        val ask = first && shell.ports.reminding.facts().notificationsAllowed != true
        val then = {
            shell.plan()
            if (ask) shell.goInstead(RemindersPlace(ask = true)) else shell.back()
        }
        shell.save(then = { then() }) {
            val reminder = typed.reminder(was, today)
            if (was == null) saveReminder(reminder) else editReminder(was.id, reminder)
        }
    }
    Page(strings.say("reminder"), main = { MainButton(strings.say("shell-save"), enabled = !shell.busy) { save() } }) {
        WordsField(shell, typed, "title", strings.say("reminder-title"))
        Days(shell, typed, was)
        Times(shell, typed)
        FewNeed(typed)
    }
}

/** What is right for nearly everybody as it is, and says how it is. */
@Composable
private fun FewNeed(typed: Typed) {
    val strings = LocalStrings.current
    val exact = Exactness.entries.map { it.name to strings.say("reminder-exactness-" + it.word()) }
    val zones = strings.zones(typed["zone"]).takeIf { typed["repeats"] != HOURS }.orEmpty()
    val now = (exact + zones).filter { it.first == typed["exactness"] || it.first == typed["zone"] }.map { it.second }
    Fold(strings.say("shell-more"), now.joinToString("\n")) {
        if (zones.isNotEmpty()) Choice(strings.say("reminder-zone"), zones, typed["zone"]) { typed["zone"] = it }
        Choice(strings.say("reminder-exactness"), exact, typed["exactness"]) { typed["exactness"] = it }
        OnOff(strings.say("reminder-in-quiet-hours"), typed["quiet"] == "true") { typed["quiet"] = it.toString() }
    }
}

@Composable
private fun Days(shell: Shell, typed: Typed, was: ReminderView?) {
    val strings = LocalStrings.current
    val ways = listOf(
        DAILY to strings.say("review-daily"),
        WEEKLY to strings.say("reminder-on-days"),
        ONCE to strings.say("review-once"),
        HOURS to strings.say("reminder-some-hours"),
    )
    val kept = listOf(KEPT to strings.say("reminder-other-days")).takeIf { was.typed("")["repeats"] == KEPT }.orEmpty()
    FoldedChoice(strings.say("reminder-schedule"), ways + kept, typed["repeats"]) { typed["repeats"] = it }
    if (typed["repeats"] == WEEKLY) {
        val days = typed["days"].split(' ').filter(String::isNotBlank)
        for (day in Weekday.entries) {
            Tick(strings.say(day), day.name in days) { on -> typed["days"] = (if (on) days + day.name else days - day.name).joinToString(" ") }
        }
        Refused(shell, "days")
    }
    if (typed["repeats"] == ONCE || typed["repeats"] == HOURS) DayField(shell, typed, "starts", strings.say("reminder-first-day"))
}

@Composable
private fun Times(shell: Shell, typed: Typed) {
    val strings = LocalStrings.current
    if (typed["repeats"] == HOURS) {
        WordsField(
            shell, typed, "every_hours", strings.say("reminder-how-many-hours"), hint = strings.say("reminder-hours-real"),
            keyboard = KeyboardOptions(keyboardType = KeyboardType.Number),
        )
        TimeField(shell, typed, "times", strings.say("reminder-first-time"))
        return
    }
    val named = NamedTime.entries.map { it.name to strings.say("named-time-" + it.word()) }
    FoldedChoice(strings.say("reminder-at"), named + (AT to strings.say("reminder-at-time")), typed["named"]) { typed["named"] = it }
    if (typed["named"] == AT) TimeField(shell, typed, "times", strings.say("session-time"))
}

/** What happens to it on a journey. */
private fun Strings.zones(chosen: String): List<Pair<String, String>> {
    val zone = chosen.takeIf { it != HERE } ?: ZoneId.systemDefault().id
    return listOf(HERE to say("reminder-zone-here"), zone to say("reminder-zone-of", "zone" to number(zone)))
}

@Composable
private fun Refused(shell: Shell, field: String) {
    val wrong = shell.wrong?.takeIf { it.field == field } ?: return
    Aside(shell.strings.say(wrong.reason))
}
