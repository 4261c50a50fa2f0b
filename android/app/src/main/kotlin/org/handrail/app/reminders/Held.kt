package org.handrail.app.reminders

import java.time.LocalDateTime
import java.time.ZoneOffset
import java.time.zone.ZoneRules
import org.handrail.Exactness
import org.handrail.HeldNotification
import org.handrail.Moment
import org.handrail.PlannedNotification
import org.handrail.PlannedZone

/** Where the wall is on which a time stands. */
sealed interface Wall {
    /** Wherever the phone is. */
    data object Here : Wall

    /** In a zone of this name. */
    data class In(val zone: String) : Wall

    /** On none: the instant is what was meant. */
    data object Instant : Wall
}

/**
 * A notification that waits. It is kept as it was meant, on a wall, so that the phone's own tables decide when that is, also
 * after they changed.
 *
 * @property civil the time that was asked for.
 * @property shifted the same after the core's clock change.
 * @property coreMs the instant by the core's tables, UTC milliseconds.
 * @property exact whether it asks to come on the minute.
 */
data class Held(
    val id: String,
    val civil: String,
    val shifted: String,
    val wall: Wall,
    val coreMs: Long,
    val exact: Boolean,
    val mark: String,
) {
    /** As the core asks for what is held. */
    fun told(): HeldNotification = HeldNotification(id = id, civil = civil, zone = (wall as? Wall.In)?.zone, mark = mark)

    companion object {
        /** As it was planned. */
        fun of(planned: PlannedNotification): Held = Held(
            id = planned.id,
            civil = planned.civil,
            shifted = planned.shifted,
            wall = when (val zone = planned.zone) {
                is PlannedZone.Floating -> Wall.Here
                is PlannedZone.Pinned -> Wall.In(zone.zone)
                is PlannedZone.Elapsed -> Wall.Instant
            },
            coreMs = planned.instantMs,
            exact = planned.exactness == Exactness.EXACT,
            mark = planned.mark,
        )
    }
}

/** The phone's own tables of zones; null for a name that they do not have. */
fun interface Zones {
    /** The rules of that zone. */
    fun rules(name: String): ZoneRules?
}

/**
 * When a notification is due by this phone's tables, UTC milliseconds: the time that was asked for where it exists on that day (of two
 * the first), else the shifted one. Where the tables know neither, the core's instant is all there is.
 */
fun Held.dueMs(now: Moment, zones: Zones): Long = when (val wall = wall) {
    is Wall.Instant -> coreMs
    is Wall.In -> zones.rules(wall.zone)?.let { onTheWall(it) } ?: coreMs
    is Wall.Here -> onTheWall(zones.rules(now.zone) ?: ZoneOffset.ofTotalSeconds(now.offsetMin * SECONDS).rules) ?: coreMs
}

private fun Held.onTheWall(rules: ZoneRules): Long? =
    sequenceOf(civil, shifted).map(LocalDateTime::parse).firstNotNullOfOrNull { time ->
        // Of an hour that comes twice the first offset in the list is the one before the change: the first time round.
        rules.getValidOffsets(time).firstOrNull()?.let { time.toInstant(it).toEpochMilli() }
    }

private const val SECONDS = 60
