package org.handrail.ui.reminders

import java.time.DayOfWeek
import java.time.format.TextStyle
import org.handrail.Repeats
import org.handrail.Schedule
import org.handrail.Weekday
import org.handrail.When
import org.handrail.ZonePolicy
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** A day of the week. */
internal fun Strings.say(day: Weekday): String = DayOfWeek.of(day.ordinal + 1).getDisplayName(TextStyle.FULL_STANDALONE, locale)

/** A time of day, or what it goes with. */
internal fun Strings.say(at: When): String = when (at) {
    is When.At -> time(at.time)
    is When.Named -> say("named-time-" + at.name.word())
}

/** When a reminder comes. */
internal fun Strings.lines(schedule: Schedule): List<String> {
    val repeats = schedule.recurrence.repeats
    val zone = schedule.zone
    val times = schedule.times.joinToString(" · ") { say(it) }
    if (zone is ZonePolicy.Elapsed) return listOf(say("reminder-every-hours", "count" to zone.everyHours.toLong()), say("reminder-from", "time" to times))
    val days = when (repeats) {
        is Repeats.Once -> dayAlone(schedule.recurrence.starts)
        is Repeats.EveryDays -> if (repeats.every == 1u) say("review-daily") else say("reminder-every-days", "count" to repeats.every.toLong())
        is Repeats.Weekly -> repeats.days.joinToString(" · ") { say(it) }
        else -> say("reminder-other-days")
    }
    return listOf("$days · $times") + listOfNotNull((zone as? ZonePolicy.Pinned)?.let { say("reminder-zone-of", "zone" to number(it.zone)) })
}
