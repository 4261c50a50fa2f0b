package org.handrail.app.phone

import org.handrail.NotificationAction

/** Numbers of pending intents: one each, so that none takes the place of another. */
internal object Codes {
    /** Of the alarm. */
    const val ALARM = 1

    /** Of the screen that a notification opens. */
    const val OPEN = 2

    private const val FIRST = 0x1000

    /** Of an answer on a notification. */
    fun of(id: String, action: NotificationAction): Int {
        val hash = id.hashCode() * NotificationAction.entries.size + action.ordinal
        return if (hash in 0 until FIRST) hash + FIRST else hash
    }
}
