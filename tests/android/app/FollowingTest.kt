package org.handrail.app

import java.nio.file.Path
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.handrail.AboutKind
import org.handrail.Channel
import org.handrail.Config
import org.handrail.Ends
import org.handrail.Exactness
import org.handrail.HandrailStore
import org.handrail.Importance
import org.handrail.KeyProvider
import org.handrail.NewReminder
import org.handrail.NotificationAction
import org.handrail.PhoneFacts
import org.handrail.PhoneKind
import org.handrail.Recurrence
import org.handrail.Repeats
import org.handrail.Schedule
import org.handrail.When
import org.handrail.ZonePolicy
import org.handrail.app.key.RecordKey
import org.handrail.app.record.Following
import org.handrail.app.record.Record
import org.handrail.app.record.RecordState
import org.handrail.app.reminders.Alarm
import org.handrail.app.reminders.Alarmed
import org.handrail.app.reminders.Memory
import org.handrail.app.reminders.Notice
import org.handrail.app.reminders.Notices
import org.handrail.app.reminders.Reminders
import org.handrail.app.sync.Occasions
import org.handrail.app.sync.Syncing
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The whole process but for the screen: record, reminders and sync, and what leads to what. */
class FollowingTest {
    @TempDir
    lateinit var phone: Path

    private val clock = HandClock("2026-11-21T07:00", "Europe/London")
    private val log = Log()
    private val shown = mutableListOf<Notice>()
    private val occasions = mutableListOf<String>()

    @Volatile
    private var alarm = 0L

    @Volatile
    private var woken = 0

    @Volatile
    private var inSight = false

    private lateinit var record: Record
    private lateinit var reminders: Reminders
    private lateinit var following: Following

    private lateinit var job: Job

    @BeforeEach
    fun start() {
        val folder = phone.resolve("record").toFile()
        val key = RecordKey(phone.resolve("key").toFile(), folder, PlainSealing())
        val counted = object : KeyProvider by key {
            override fun databaseKey(): ByteArray = key.databaseKey().also { woken++ }
        }
        record = Record(key) { HandrailStore.open(Config(folder.path), counted, clock) }
        val alarms = object : Alarm {
            override fun set(atMs: Long, exact: Boolean): Alarmed {
                alarm = atMs
                return Alarmed.ROUGHLY
            }
        }
        val notices = object : Notices {
            override fun show(notice: Notice): Boolean = shown.add(notice)

            override fun takeDown(id: String) = Unit

            override fun takeAllDown() = Unit

            override fun channels(names: Map<Channel, String>) = Unit
        }
        val memory = object : Memory {
            override fun read(): String? = null

            override fun write(text: String) = true
        }
        reminders = Reminders(record, alarms, notices, memory, { PhoneFacts(PhoneKind.WAKES_THE_APP, notificationsAllowed = true) }, clock, log)
        val asked = object : Occasions {
            override fun nowAndThen() {
                occasions += "now and then"
            }

            override fun soon() {
                occasions += "soon"
            }

            override fun never() {
                occasions += "never"
            }
        }
        val syncing = Syncing(record, asked, log) { throw AssertionError("nothing goes over the network") }
        following = Following(record, reminders, syncing, log) { inSight }
        job = CoroutineScope(Dispatchers.Default).launch { following.follow() }
    }

    @AfterEach
    fun stop() = runBlocking {
        job.cancelAndJoin()
        (record.state.value as? RecordState.Open)?.store?.close()
        Unit
    }

    private suspend fun settled(what: () -> Boolean) = withTimeout(60_000) { while (!what()) delay(10) }

    /** Until nothing woke the record for a while. */
    private suspend fun still(): Int {
        var before = -1
        withTimeout(60_000) {
            while (before != woken) {
                before = woken
                delay(400)
            }
        }
        return before
    }

    private suspend fun ask(store: HandrailStore, at: String) = store.write {
        val schedule = Schedule(Recurrence("2026-11-21", Repeats.EveryDays(1u), Ends.Never), listOf(When.At(at)), ZonePolicy.Floating)
        saveReminder(NewReminder("Walk", AboutKind.OWN, null, schedule, Importance.NORMAL, Exactness.INEXACT))
    }

    @Test
    fun what_is_written_on_the_screen_is_planned_by_itself() = runBlocking {
        val open = record.enter() as RecordState.Open
        inSight = true
        ask(open.store, "09:00")
        settled { alarm == ms("2026-11-21T09:00", "Europe/London") }
        ask(open.store, "08:00")
        settled { alarm == ms("2026-11-21T08:00", "Europe/London") }
        inSight = false
        record.leave()
        assertTrue("soon" !in occasions, "nobody to send to")
    }

    @Test
    fun a_screen_in_sight_is_read_again_when_the_clock_or_the_zone_is_another_one() = runBlocking {
        val open = record.enter() as RecordState.Open
        inSight = true
        val days = MutableStateFlow("")
        val screen = CoroutineScope(Dispatchers.Default).launch { open.store.screen("homework") { thisDay() }.collect { days.value = it } }
        settled { days.value == "2026-11-21" }
        // Nobody wrote anything.
        clock.zone = "Pacific/Kiritimati"
        clock.set("2026-11-22T09:00")
        following.timeMoved()
        settled { days.value == "2026-11-22" }
        clock.set("2026-10-22T09:00")
        following.timeMoved()
        settled { days.value == "2026-10-22" }
        screen.cancelAndJoin()
        inSight = false
        record.leave()
        // Asleep it stays: whoever wakes it reads anew.
        val before = still()
        following.timeMoved()
        assertEquals(before, still())
    }

    @Test
    fun an_alarm_in_the_background_wakes_the_record_a_few_times_and_then_lets_it_sleep() = runBlocking {
        record.use { ask(it, "09:00") }
        settled { alarm == ms("2026-11-21T09:00", "Europe/London") }
        val before = still()
        clock.set("2026-11-21T09:00")
        reminders.settle()
        assertEquals(1, shown.size)
        val after = still()
        assertTrue(after - before in 1..5, "woken ${after - before} times")
        reminders.answer(shown.single().id, NotificationAction.DONE)
        assertTrue(still() - after in 1..5)
        assertEquals(1, shown.size)
    }
}
