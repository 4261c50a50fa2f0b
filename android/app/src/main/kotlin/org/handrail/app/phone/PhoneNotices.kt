package org.handrail.app.phone

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.net.Uri
import org.handrail.Channel
import org.handrail.Importance
import org.handrail.NotificationAction
import org.handrail.app.R
import org.handrail.app.reminders.Notice
import org.handrail.app.reminders.Notices
import org.handrail.app.window.MainActivity

/** Notifications in three channels. On a locked screen they say that there is a reminder, and no more. */
class PhoneNotices(private val context: Context) : Notices {
    private val manager = context.service<NotificationManager>()

    override fun channels(names: Map<Channel, String>) = manager.createNotificationChannels(
        names.map { (channel, name) ->
            NotificationChannel(idOf(channel), name, NotificationManager.IMPORTANCE_DEFAULT).apply {
                lockscreenVisibility = Notification.VISIBILITY_PRIVATE
                setShowBadge(false)
            }
        },
    )

    override fun show(notice: Notice): Boolean {
        if (!manager.areNotificationsEnabled()) return false
        val public = plain(notice, notice.open).setVisibility(Notification.VISIBILITY_PUBLIC).build()
        val shown = plain(notice, notice.closed)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .setPublicVersion(public)
            .setAutoCancel(true)
            .setOnlyAlertOnce(true)
            .setContentIntent(open())
        notice.actions.forEach { (action, label) ->
            shown.addAction(Notification.Action.Builder(null, label, answer(notice.id, action)).build())
        }
        if (notice.quietly) {
            // Nobody alerts for a group whose summary is to alert, and there is no summary.
            shown.setGroup(QUIET).setGroupAlertBehavior(Notification.GROUP_ALERT_SUMMARY)
        }
        return try {
            manager.notify(notice.id, NUMBER, shown.build())
            true
        } catch (_: SecurityException) {
            false
        }
    }

    override fun takeDown(id: String) = manager.cancel(id, NUMBER)

    override fun takeAllDown() = manager.cancelAll()

    private fun plain(notice: Notice, text: String) = Notification.Builder(context, idOf(notice.channel))
        .setSmallIcon(R.drawable.notice)
        .setContentTitle(text)
        .setStyle(Notification.BigTextStyle().bigText(text))
        .setCategory(Notification.CATEGORY_REMINDER)
        .setLocalOnly(false)
        .setShowWhen(true)
        .setColorized(false)
        .setSortKey(if (notice.importance == Importance.HIGH) "a" else "b")

    private fun open() = PendingIntent.getActivity(
        context,
        Codes.OPEN,
        Intent(context, MainActivity::class.java).setFlags(Intent.FLAG_ACTIVITY_NEW_TASK),
        PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE,
    )

    private fun answer(id: String, action: NotificationAction) = PendingIntent.getBroadcast(
        context,
        Codes.of(id, action),
        AnswerReceiver.intent(context, id, action),
        PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE,
    )

    companion object {
        private const val NUMBER = 1
        private const val QUIET = "quiet"

        /** What the phone calls a channel. One that was ever deleted keeps its settings, so these are never given to another. */
        internal fun idOf(channel: Channel): String = when (channel) {
            Channel.PRACTICE -> "practice"
            Channel.CHECK_IN -> "check_in"
            Channel.APPOINTMENTS -> "appointments"
        }

        /** Names one answer to one notification, so that two pending intents are never the same. */
        internal fun dataOf(id: String, action: NotificationAction): Uri =
            Uri.Builder().scheme("handrail").authority("reminder").appendPath(id).appendPath(action.name).build()
    }
}
