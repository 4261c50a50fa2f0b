package org.handrail.app

import android.app.Activity
import android.app.Application
import android.content.Context
import android.os.Bundle
import android.os.SystemClock
import java.io.File
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import org.handrail.Config
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.LogLevel
import org.handrail.app.guard.Lock
import org.handrail.app.key.KeystoreSealing
import org.handrail.app.key.RecordKey
import org.handrail.app.key.SealedFile
import org.handrail.app.passage.Passage
import org.handrail.app.phone.Asking
import org.handrail.app.phone.Kept
import org.handrail.app.phone.Language
import org.handrail.app.phone.PhoneAlarm
import org.handrail.app.phone.PhoneCalling
import org.handrail.app.phone.PhoneChoosing
import org.handrail.app.phone.PhoneClock
import org.handrail.app.phone.PhoneGiving
import org.handrail.app.phone.PhoneGuarding
import org.handrail.app.phone.PhoneLog
import org.handrail.app.phone.PhoneNotices
import org.handrail.app.phone.PhonePorts
import org.handrail.app.phone.PhoneReminding
import org.handrail.app.phone.PhoneScanner
import org.handrail.app.phone.phoneFacts
import org.handrail.app.record.Following
import org.handrail.app.record.Record
import org.handrail.app.reminders.Reminders
import org.handrail.app.sync.Syncing
import org.handrail.app.sync.WorkOccasions
import org.handrail.app.window.Session
import org.handrail.app.words.ResourceTexts
import org.handrail.ui.words.Strings

/** The process: the one record, and what goes on without a screen. */
class HandrailApp : Application() {
    /** For what outlives a screen. On the main thread: all that takes time goes elsewhere by itself. */
    val scope: CoroutineScope = CoroutineScope(SupervisorJob() + Dispatchers.Main.immediate)

    private val kept by lazy { Kept(this) }
    private val asking = Asking()
    private val key by lazy {
        // Neither lies in the other, and neither is in a backup of the system's.
        RecordKey(File(noBackupFilesDir, "key"), File(noBackupFilesDir, "record"), KeystoreSealing("record"), onForgotten = ::erased)
    }

    /** The record. */
    val record: Record by lazy {
        Record(key) {
            HandrailStore.open(Config(File(noBackupFilesDir, "record").path), key, PhoneClock, PhoneLog)
        }
    }

    /** Reminders. */
    val reminders: Reminders by lazy {
        val memory = SealedFile(File(noBackupFilesDir, "reminders"), KeystoreSealing("reminders"))
        Reminders(record, PhoneAlarm(this), PhoneNotices(this), memory, { phoneFacts(this) }, PhoneClock, PhoneLog)
    }

    /** Sending and fetching. */
    val syncing: Syncing by lazy { Syncing(record, WorkOccasions(this), PhoneLog) }

    /** What follows from a write, a sync, or another time. */
    val following: Following by lazy { Following(record, reminders, syncing, PhoneLog) { sight.awake } }

    /** The lock of the app. */
    val lock: Lock by lazy { Lock({ kept.locked && guarding.canLock }, SystemClock::elapsedRealtime) }

    /** The language that was chosen for the app; null: the phone's. */
    val language: String? get() = kept.language

    private val sight = InSight()

    private val guarding by lazy {
        PhoneGuarding(this, asking, kept, { strings(Language.speaking(this, language)).say("shell-locked-title") }) { session.guardChanged() }
    }

    /** What the person sees, from one activity to the next. */
    val session: Session by lazy {
        val ports = PhonePorts(
            giving = PhoneGiving(asking),
            scanner = PhoneScanner(this, asking, kept),
            files = Passage(File(cacheDir, "passage"), PhoneChoosing(this, asking)),
            reminding = PhoneReminding(this, asking, kept, reminders),
            calling = PhoneCalling(asking),
            guarding = guarding,
        )
        Session(record, ports, lock, asking, scope)
    }

    override fun onCreate() {
        super.onCreate()
        registerActivityLifecycleCallbacks(sight)
        scope.launch { following.follow() }
    }

    /** What the app says before the record is open, and how days are written. */
    fun strings(context: Context): Strings = Strings(ResourceTexts(context))

    private fun erased() {
        scope.launch(Dispatchers.Main) {
            kept.forget()
            session.erased()
            reminders.forget()
            record.erased()
            quietly { syncing.settle() }
        }
    }

    private suspend fun quietly(work: suspend () -> Unit) = try {
        work()
    } catch (refused: HandrailException) {
        PhoneLog.log(LogLevel.WARNING, "app.refused:${refused.javaClass.simpleName}")
    }

    /** Counts what is in sight, so that the record sleeps when nothing is. */
    private inner class InSight : ActivityLifecycleCallbacks {
        private var count = 0
        private var leaving: Job? = null

        /** Whether the record is kept awake for the screen. */
        var awake = false
            private set

        override fun onActivityStarted(activity: Activity) {
            if (count++ > 0) return
            leaving?.cancel()
            lock.cameBack()
            if (awake) return
            awake = true
            scope.launch {
                record.enter()
                quietly {
                    reminders.settle()
                    syncing.settle()
                }
            }
        }

        override fun onActivityStopped(activity: Activity) {
            if (--count > 0) return
            lock.left()
            leaving = scope.launch {
                // Turning the phone stops one activity and starts the next.
                delay(TURNING_MS)
                awake = false
                record.leave()
            }
        }

        override fun onActivityCreated(activity: Activity, saved: Bundle?) = Unit

        override fun onActivityResumed(activity: Activity) = Unit

        override fun onActivityPaused(activity: Activity) = Unit

        override fun onActivitySaveInstanceState(activity: Activity, saved: Bundle) = Unit

        override fun onActivityDestroyed(activity: Activity) = Unit
    }

    private companion object {
        const val TURNING_MS = 1_000L
    }
}
