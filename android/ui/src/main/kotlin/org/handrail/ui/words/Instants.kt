package org.handrail.ui.words

import java.time.Instant
import java.time.LocalDateTime
import java.time.ZoneId
import java.time.temporal.ChronoUnit
import org.handrail.SyncMessage
import org.handrail.SyncStatus

/** A moment in the past, by this phone's clock. */
public fun Strings.moment(ms: Long): String {
    val at = LocalDateTime.ofInstant(Instant.ofEpochMilli(ms), ZoneId.systemDefault())
    return dayAndTime(at.toLocalDate().toString(), at.toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString())
}

/** The day of a moment in the past, by this phone's clock. */
public fun Strings.dayOf(ms: Long): String = dayAlone(LocalDateTime.ofInstant(Instant.ofEpochMilli(ms), ZoneId.systemDefault()).toLocalDate().toString())

/** How it stands with what goes out and comes in, in one sentence. */
public fun Strings.say(status: SyncStatus): String {
    val id = "sync-" + status.message.word()
    val name = status.name
    return when (status.message) {
        SyncMessage.WAITING -> say(id, "count" to status.waiting.toLong())
        SyncMessage.BACKED_UP -> say(id, "when" to (status.backedUpMs?.let(::moment).orEmpty()))
        SyncMessage.SHOW_AT_MEETING -> if (name == null) say("$id-somebody") else say(id, "name" to name)
        else -> say(id)
    }
}
