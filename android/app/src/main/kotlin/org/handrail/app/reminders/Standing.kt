package org.handrail.app.reminders

import org.handrail.NotificationFact

/** Something that became of a notification and that the record did not take yet, for want of room. */
data class Untold(val id: String, val fact: NotificationFact)

/** What the app has to remember of its reminders between two runs. */
data class Standing(val held: List<Held> = emptyList(), val untold: List<Untold> = emptyList()) {
    /** As lines. */
    fun written(): String = buildString {
        held.forEach {
            val wall = when (val wall = it.wall) {
                is Wall.Here -> ""
                is Wall.In -> wall.zone
                is Wall.Instant -> INSTANT
            }
            appendLine(listOf(HELD, it.id, it.civil, it.shifted, wall, it.coreMs, it.exact, it.mark).joinToString(TAB))
        }
        untold.forEach { appendLine(listOf(UNTOLD, it.id, it.fact.name).joinToString(TAB)) }
    }

    companion object {
        private const val TAB = "\t"
        private const val HELD = "held"
        private const val UNTOLD = "untold"

        // No zone is called so.
        private const val INSTANT = "-"

        /** Reads lines back. What cannot be read is left out: it is planned anew. */
        fun read(text: String): Standing {
            val rows = text.lines().map { it.split(TAB) }
            return Standing(
                held = rows.filter { it.first() == HELD }.mapNotNull { runCatching { heldOf(it) }.getOrNull() },
                untold = rows.filter { it.first() == UNTOLD }
                    .mapNotNull { runCatching { Untold(it[1], NotificationFact.valueOf(it[2])) }.getOrNull() },
            )
        }

        private fun heldOf(row: List<String>) = Held(
            id = row[1],
            civil = row[2],
            shifted = row[3],
            wall = when (val wall = row[4]) {
                "" -> Wall.Here
                INSTANT -> Wall.Instant
                else -> Wall.In(wall)
            },
            coreMs = row[5].toLong(),
            exact = row[6].toBooleanStrict(),
            mark = row[7],
        )
    }
}
