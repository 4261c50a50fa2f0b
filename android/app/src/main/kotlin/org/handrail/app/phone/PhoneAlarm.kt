package org.handrail.app.phone

import android.app.AlarmManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.os.Build
import org.handrail.app.reminders.Alarm
import org.handrail.app.reminders.Alarmed

/** The one alarm. It says nothing of what it is for: who it wakes looks that up. */
class PhoneAlarm(private val context: Context) : Alarm {
    private val manager = context.service<AlarmManager>()

    override fun set(atMs: Long, exact: Boolean): Alarmed {
        val wake = PendingIntent.getBroadcast(
            context,
            Codes.ALARM,
            Intent(context, AlarmReceiver::class.java),
            PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE,
        )
        if (exact && exactAllowed(context)) {
            try {
                manager.setExactAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, atMs, wake)
                return Alarmed.EXACTLY
            } catch (_: SecurityException) {
                // It was taken away since we asked.
            } catch (_: IllegalStateException) {
                return Alarmed.REFUSED
            }
        }
        return try {
            // Comes within about ten minutes, also while the phone lies still.
            manager.setAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, atMs, wake)
            Alarmed.ROUGHLY
        } catch (_: IllegalStateException) {
            Alarmed.REFUSED
        } catch (_: SecurityException) {
            Alarmed.REFUSED
        }
    }
}

/** Whether alarms may come on the minute. Asked each time: the person may take it back, and then what was set is gone. */
internal fun exactAllowed(context: Context): Boolean =
    Build.VERSION.SDK_INT < Build.VERSION_CODES.S || context.service<AlarmManager>().canScheduleExactAlarms()
