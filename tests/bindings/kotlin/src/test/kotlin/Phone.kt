package org.handrail.scenarios

import java.nio.file.Files
import java.nio.file.Path
import java.time.LocalDateTime
import java.time.ZoneOffset
import org.handrail.Changes
import org.handrail.Clock
import org.handrail.Config
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.KeyProvider
import org.handrail.LogLevel
import org.handrail.LogSink
import org.handrail.Moment
import org.handrail.Reason
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.assertThrows

/** Stands still until it is moved. */
open class HandClock(at: String) : Clock {
    private var at = LocalDateTime.parse(at)

    fun set(at: String) {
        this.at = LocalDateTime.parse(at)
    }

    override fun now() = Moment(at.toInstant(ZoneOffset.UTC).toEpochMilli(), "Europe/London", 0)
}

/** Goes on by itself, as a relay's does. */
class RunningClock : Clock {
    override fun now() = Moment(System.currentTimeMillis(), "Europe/London", 0)
}

/** A real relay, started for these scenarios alone. */
val RELAY: String = System.getenv("HANDRAIL_RELAY")

/** Gives one key. */
open class Keys(val key: ByteArray = ByteArray(32) { it.toByte() }) : KeyProvider {
    override fun databaseKey() = key

    override fun forget() = key.fill(0)
}

/** Keeps every line. */
class Log : LogSink {
    val codes = mutableListOf<String>()

    override fun log(level: LogLevel, code: String) {
        codes += code
    }
}

/** One phone, opened on Saturday 21 November 2026 at noon, in a folder that is gone afterwards. */
abstract class Scenario {
    private val folders = mutableListOf<Path>()
    protected val folder: Path = folder()
    private val opened = mutableListOf<Handrail>()
    protected val clock = HandClock("2026-11-21T12:00")
    protected val log = Log()
    protected lateinit var handrail: Handrail

    @BeforeEach
    fun begin() {
        handrail = open()
    }

    @AfterEach
    fun end() {
        opened.forEach {
            it.closeStore()
            it.close()
        }
        folders.forEach { it.toFile().deleteRecursively() }
    }

    private fun folder(): Path = Files.createTempDirectory("handrail-kotlin").also { folders.add(it) }

    /** Another phone, in a folder of its own, with the time of day where nothing else is said. */
    protected fun another(keys: KeyProvider = Keys(), clock: Clock = RunningClock()): Handrail =
        Handrail.open(Config(folder().toString()), keys, clock, log).also { opened += it }

    /** A path for a file that is gone afterwards. */
    protected fun place(name: String): Path = folder().resolve(name)

    /** Everything of a phone, as its archive has it. */
    protected fun exported(phone: Handrail): String {
        val path = place("archive.json")
        phone.exportAll(path.toString())
        return Files.readString(path)
    }

    protected fun open(keys: KeyProvider = Keys(), clock: Clock = this.clock): Handrail =
        Handrail.open(Config(folder.toString()), keys, clock, log).also { opened += it }

    /** Writes all that the scenario left in the record, to be compared with what the other languages left. */
    protected fun leave(phone: Handrail, scenario: String) {
        val folder = System.getenv("HANDRAIL_EXPORTS") ?: return
        phone.exportAll(Path.of(folder, "$scenario.json").toString())
    }

    protected fun assertInvalid(field: String, reason: Reason, call: () -> Unit) {
        val thrown = assertThrows<HandrailException.Invalid> { call() }
        assertEquals(field, thrown.field)
        assertEquals(reason, thrown.reason)
    }
}

/** What a sync that brought nothing may have changed, as its report says. */
val SENT = listOf("sync", "packet", "reader", "introduction")

/** The id of the record of this concept that a write made. */
fun Changes.idOf(concept: String): String = records.first { it.concept == concept }.id
