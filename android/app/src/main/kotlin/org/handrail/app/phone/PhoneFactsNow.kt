package org.handrail.app.phone

import android.app.ActivityManager
import android.app.NotificationManager
import android.app.usage.UsageStatsManager
import android.content.Context
import android.os.Build
import android.os.PowerManager
import android.os.SystemClock
import org.handrail.Channel
import org.handrail.PhoneFacts
import org.handrail.PhoneKind

/** What this phone lets the app do with reminders, as it is now. */
internal fun phoneFacts(context: Context): PhoneFacts {
    val notifications = context.service<NotificationManager>()
    val off = Channel.entries.filter {
        notifications.getNotificationChannel(PhoneNotices.idOf(it))?.importance == NotificationManager.IMPORTANCE_NONE
    }
    return PhoneFacts(
        kind = PhoneKind.WAKES_THE_APP,
        notificationsAllowed = notifications.areNotificationsEnabled(),
        channelsOff = off,
        exactAllowed = exactAllowed(context),
        batteryRestricted = heldBack(context),
        lastBootMs = System.currentTimeMillis() - SystemClock.elapsedRealtime(),
    )
}

private fun heldBack(context: Context): Boolean {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) return false
    if (context.service<ActivityManager>().isBackgroundRestricted) return true
    if (context.service<PowerManager>().isIgnoringBatteryOptimizations(context.packageName)) return false
    // Used so seldom that its alarms are put off; from Android 11 on there is a bucket below it.
    return context.service<UsageStatsManager>().appStandbyBucket >= UsageStatsManager.STANDBY_BUCKET_RARE
}
