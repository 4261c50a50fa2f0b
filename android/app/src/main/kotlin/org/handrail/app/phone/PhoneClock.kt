package org.handrail.app.phone

import java.util.TimeZone
import org.handrail.Clock
import org.handrail.Moment

/** The phone's clock, zone and tables, as they are at each reading. */
object PhoneClock : Clock {
    private const val MINUTE_MS = 60_000

    override fun now(): Moment {
        val now = System.currentTimeMillis()
        val zone = TimeZone.getDefault()
        return Moment(instantMs = now, zone = zone.id, offsetMin = Math.floorDiv(zone.getOffset(now), MINUTE_MS))
    }
}
