package org.handrail.app.reminders

import org.handrail.Channel
import org.handrail.Importance
import org.handrail.NotificationAction

/** How an alarm was set. */
enum class Alarmed {
    /** On the minute. */
    EXACTLY,

    /** Within some minutes: the phone does not let us do better, or nobody asked for it. */
    ROUGHLY,

    /** Not at all. */
    REFUSED,
}

/** The phone's alarm, of which there is one: for what comes next. */
interface Alarm {
    /** Sets it in place of the one before. */
    fun set(atMs: Long, exact: Boolean): Alarmed
}

/** What a notification says and lets one do. The words are chosen by the core. */
class Notice(
    val id: String,
    val channel: Channel,
    val importance: Importance,
    /** No sound: it comes from earlier today. */
    val quietly: Boolean,
    /** What anybody may read. */
    val open: String,
    /** What is shown once the phone is unlocked. */
    val closed: String,
    val actions: List<Pair<NotificationAction, String>>,
)

/** Where the phone shows notifications. */
interface Notices {
    /** Shows it, in place of one of the same id. False where the phone does not let us. */
    fun show(notice: Notice): Boolean

    /** Takes it away. */
    fun takeDown(id: String)

    /** Takes all of them away. */
    fun takeAllDown()

    /** Says what the channels are called, in the language of now. */
    fun channels(names: Map<Channel, String>)
}

/** What has to outlive the process. It says when something is due and of which record, so it is kept sealed. */
interface Memory {
    /** What was kept; null where nothing was, or it cannot be read. */
    fun read(): String?

    /** Keeps this instead. False where there is no room. */
    fun write(text: String): Boolean
}
