package org.handrail.app.phone

import android.app.AlarmManager
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import org.handrail.HandrailException
import org.handrail.LogLevel
import org.handrail.NotificationAction
import org.handrail.app.HandrailApp

/** The alarm: something is due, or a new day begins. */
class AlarmReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) = work(context) {
        it.reminders.settle()
        it.following.timeMoved()
    }
}

/** An answer on a notification. It opens nothing. */
class AnswerReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val id = intent.getStringExtra(ID) ?: return
        val action = NotificationAction.entries.find { it.name == intent.getStringExtra(ACTION) } ?: return
        work(context) {
            it.reminders.answer(id, action)
            it.syncing.afterWrite()
        }
    }

    internal companion object {
        private const val ID = "id"
        private const val ACTION = "action"

        fun intent(context: Context, id: String, action: NotificationAction): Intent =
            Intent(context, AnswerReceiver::class.java)
                .setData(PhoneNotices.dataOf(id, action))
                .putExtra(ID, id)
                .putExtra(ACTION, action.name)
    }
}

/** The phone was started, its clock, zone or language is another one, the app is, or it may do what it could not: all is planned anew. */
class OccasionReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        if (intent.action !in OCCASIONS) return
        work(context) {
            it.reminders.settle()
            it.syncing.settle()
            it.following.timeMoved()
        }
    }

    private companion object {
        val OCCASIONS = setOf(
            Intent.ACTION_BOOT_COMPLETED,
            Intent.ACTION_MY_PACKAGE_REPLACED,
            Intent.ACTION_TIME_CHANGED,
            Intent.ACTION_TIMEZONE_CHANGED,
            Intent.ACTION_LOCALE_CHANGED,
            AlarmManager.ACTION_SCHEDULE_EXACT_ALARM_PERMISSION_STATE_CHANGED,
        )
    }
}

/** Goes on after the receiver returned, for as long as the system gives it. */
private fun BroadcastReceiver.work(context: Context, what: suspend (HandrailApp) -> Unit) {
    val app = context.applicationContext as HandrailApp
    val going = goAsync()
    app.scope.launch {
        try {
            withTimeoutOrNull(TIME_MS) { what(app) } ?: PhoneLog.log(LogLevel.WARNING, "receiver.no_time")
        } catch (refused: HandrailException) {
            // A record that cannot be opened is told of on the screen; a reminder cannot mend it.
            PhoneLog.log(LogLevel.WARNING, "receiver.refused:${refused.javaClass.simpleName}")
        } finally {
            going.finish()
        }
    }
}

// The system gives ten seconds.
private const val TIME_MS = 9_000L
