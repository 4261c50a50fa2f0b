package org.handrail.app

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.LocalDateTime
import java.time.ZoneId
import kotlinx.coroutines.runBlocking
import org.handrail.AboutKind
import org.handrail.Channel
import org.handrail.Clock
import org.handrail.Config
import org.handrail.Ends
import org.handrail.Exactness
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.Importance
import org.handrail.KeyProvider
import org.handrail.LogLevel
import org.handrail.LogSink
import org.handrail.Moment
import org.handrail.NewReminder
import org.handrail.PhoneFacts
import org.handrail.PhoneKind
import org.handrail.Recurrence
import org.handrail.Repeats
import org.handrail.Schedule
import org.handrail.StorageProblem
import org.handrail.When
import org.handrail.ZonePolicy
import org.handrail.app.reminders.Alarm
import org.handrail.app.reminders.Alarmed
import org.handrail.app.reminders.Memory
import org.handrail.app.reminders.Notice
import org.handrail.app.reminders.Notices
import org.handrail.app.reminders.Reminders
import org.handrail.app.reminders.WithRecord
import org.handrail.app.reminders.Zones

/** Stands still until it is moved. Its tables are this computer's. */
class HandClock(at: String, var zone: String) : Clock {
    var nowMs: Long = 0

    init {
        set(at)
    }

    fun set(at: String) {
        nowMs = ms(at, zone)
    }

    override fun now(): Moment {
        val offset = ZoneId.of(zone).rules.getOffset(Instant.ofEpochMilli(nowMs))
        return Moment(instantMs = nowMs, zone = zone, offsetMin = offset.totalSeconds / 60)
    }
}

/** The instant of a time on a wall. */
fun ms(at: String, zone: String): Long = LocalDateTime.parse(at).atZone(ZoneId.of(zone)).toInstant().toEpochMilli()

/** What the app wrote into the log. */
class Log : LogSink {
    val codes = mutableListOf<String>()

    override fun log(level: LogLevel, code: String) {
        codes += code
    }
}

class FakeKeys : KeyProvider {
    override fun databaseKey() = ByteArray(32) { it.toByte() }

    override fun forget() = Unit
}

/** A phone with one alarm, a screen for notifications, and somebody's real record on it. */
class Phone(at: String, zone: String = "Europe/London", zones: Zones? = null) : AutoCloseable {
    private val folder: Path = Files.createTempDirectory("handrail-app")
    val clock = HandClock(at, zone)
    val log = Log()

    /** The alarm that is set. */
    var alarm: Pair<Long, Boolean>? = null
    var alarmsSet = 0
    var refusesAlarms = false
    var allowed = true
    var exactAllowed = true
    var channelsOff = listOf<Channel>()
    var lastBootMs: Long? = null

    /** What stands on the screen, by id, and all that ever came. */
    val standing = linkedMapOf<String, Notice>()
    val came = mutableListOf<Pair<LocalDateTime, Notice>>()
    var channels = mapOf<Channel, String>()
    var remembered: String? = null
    var full = false

    val store: HandrailStore = runBlocking {
        HandrailStore.open(Config(folder.resolve("record").toString()), FakeKeys(), clock)
    }
    private val record = object : WithRecord {
        override suspend fun <T> use(call: suspend (HandrailStore) -> T): T = call(store)
    }
    private val phonesZones = zones
    var reminders = made()
        private set

    private fun made(): Reminders {
        val alarms = object : Alarm {
            override fun set(atMs: Long, exact: Boolean): Alarmed {
                if (refusesAlarms) return Alarmed.REFUSED
                alarm = atMs to exact
                alarmsSet++
                return if (exact) Alarmed.EXACTLY else Alarmed.ROUGHLY
            }
        }
        val notices = object : Notices {
            override fun show(notice: Notice): Boolean {
                if (!allowed) return false
                standing[notice.id] = notice
                came += wall() to notice
                return true
            }

            override fun takeDown(id: String) {
                standing.remove(id)
            }

            override fun takeAllDown() = standing.clear()

            override fun channels(names: Map<Channel, String>) {
                channels = names
            }
        }
        val memory = object : Memory {
            override fun read() = remembered

            override fun write(text: String): Boolean {
                if (full) return false
                remembered = text
                return true
            }
        }
        val fact: suspend (HandrailStore, String, org.handrail.NotificationFact) -> Unit = { store, id, fact ->
            if (full) throw HandrailException.Storage(StorageProblem.FULL)
            store.write { notificationFact(id, fact) }
        }
        val zones = phonesZones ?: Zones { ZoneId.of(it).rules }
        return Reminders(record, alarms, notices, memory, ::facts, clock, log, zones, fact)
    }

    fun facts() = PhoneFacts(
        kind = PhoneKind.WAKES_THE_APP,
        notificationsAllowed = allowed,
        channelsOff = channelsOff,
        exactAllowed = exactAllowed,
        batteryRestricted = false,
        lastBootMs = lastBootMs,
    )

    fun wall(): LocalDateTime = Instant.ofEpochMilli(clock.nowMs).atZone(ZoneId.of(clock.zone)).toLocalDateTime()

    fun <T> read(call: Handrail.() -> T): T = runBlocking { store.read(call) }

    fun <T> write(call: Handrail.() -> T): T = runBlocking { store.writeAnything(call) }

    fun settle() = runBlocking { reminders.settle() }

    /** The process was ended; the next thing that happens begins a new one. */
    fun processEnds() {
        reminders = made()
    }

    /** The phone is off until then: its alarm is forgotten and comes only by what is told at the start. */
    fun offUntil(at: String) {
        alarm = null
        processEnds()
        clock.set(at)
        lastBootMs = clock.nowMs
        settle()
    }

    /** Time goes by until then, and the alarm comes whenever it is due, so many minutes late. */
    fun until(at: String, lateMin: Long = 0) {
        val end = ms(at, clock.zone)
        while (true) {
            val due = alarm?.first?.plus(lateMin * 60_000)?.takeIf { it <= end } ?: break
            clock.nowMs = maxOf(due, clock.nowMs)
            alarm = null
            settle()
        }
        clock.nowMs = end
    }

    /** When the alarm is set for, on the phone's wall. */
    fun alarmAt(): LocalDateTime? = alarm?.let { Instant.ofEpochMilli(it.first).atZone(ZoneId.of(clock.zone)).toLocalDateTime() }

    /** Somebody asks to be reminded. */
    fun ask(
        title: String,
        vararg times: String,
        from: String = wall().toLocalDate().toString(),
        repeats: Repeats = Repeats.EveryDays(1u),
        zone: ZonePolicy = ZonePolicy.Floating,
        exactness: Exactness = Exactness.INEXACT,
        about: AboutKind = AboutKind.OWN,
    ): String = write {
        val said = NewReminder(
            title = title,
            about = about,
            schedule = Schedule(Recurrence(from, repeats, Ends.Never), times.map { When.At(it) }, zone),
            importance = Importance.NORMAL,
            exactness = exactness,
        )
        saveReminder(said).records.first { it.concept == "reminder" }.id
    }

    /** What came, as times on the wall. */
    fun cameAt(): List<String> = came.map { (at, _) -> at.toString() }

    override fun close() {
        store.close()
        File(folder.toString()).deleteRecursively()
    }
}
