package org.handrail.scenarios

import java.io.RandomAccessFile
import java.nio.file.Files
import java.nio.file.Path
import java.time.LocalDateTime
import java.time.ZoneOffset
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread
import org.handrail.Clock
import org.handrail.Config
import org.handrail.CopingEntryView
import org.handrail.Draft
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.Moment
import org.handrail.NewCopingEntry
import org.handrail.NewCopingStrategy
import org.handrail.Reason
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A clock that is taken from zone to zone. */
private class Traveller : Clock {
    private var now = Moment(0, "UTC", 0)

    fun go(at: String, zone: String, offsetMin: Int) {
        now = Moment(LocalDateTime.parse(at).toInstant(ZoneOffset.UTC).toEpochMilli(), zone, offsetMin)
    }

    override fun now() = now
}

/**
 * Calls from many threads, a phone that goes to sleep in between, every script, days at the edge of the earth, and a file
 * that was damaged. The same scenarios stand in Python and Swift.
 */
class HardUseTest : Scenario() {
    private fun strategy() = handrail.saveCopingStrategy(NewCopingStrategy("Go for a walk")).idOf("coping_strategy")

    /** Every try there is, the newest first, page by page. */
    private fun tries(phone: Handrail): List<CopingEntryView> {
        val all = mutableListOf<CopingEntryView>()
        var page = phone.coping().recent
        while (page.isNotEmpty()) {
            all += page
            page = phone.copingBefore(page.last().id)
        }
        return all
    }

    @Test
    fun many_threads() {
        val walk = strategy()
        val made = ConcurrentLinkedQueue<String>()
        val threads = List(6) {
            thread {
                repeat(20) {
                    made += handrail.recordCoping(NewCopingEntry(strategy = walk, before = 7)).idOf("coping_entry")
                }
            }
        }
        while (threads.any { it.isAlive }) assertTrue(handrail.coping().recent.size <= 50)
        threads.forEach { it.join() }
        // A list that is longer than a page: each try once, and none is missing.
        val found = tries(handrail).map { it.id }
        assertEquals(120 to made.sorted(), found.size to found.sorted())
    }

    @Test
    fun asleep_meanwhile() {
        val walk = strategy()
        val done = ConcurrentLinkedQueue<String>()
        val odd = ConcurrentLinkedQueue<Throwable>()
        val threads = List(4) {
            thread {
                try {
                    while (true) done += handrail.recordCoping(NewCopingEntry(strategy = walk)).idOf("coping_entry")
                } catch (_: HandrailException.Closed) {
                    // The one that is meant.
                } catch (other: Throwable) {
                    odd += other
                }
            }
        }
        while (done.size < 12 && odd.isEmpty()) handrail.coping()
        handrail.suspend()
        threads.forEach { it.join() }
        assertTrue(odd.isEmpty(), "$odd")
        // What a call said it wrote is there, and nothing else.
        handrail.resume()
        assertEquals(done.sorted(), tries(handrail).map { it.id }.sorted())
    }

    @Test
    fun every_script() {
        val names = listOf(
            "Café",
            "Cafe\u0301",
            "المشي في الحديقة",
            "散歩する",
            "👩‍👩‍👧 Tea 🌱",
            "\u202bعمّان\u202c",
            "𝒜 quiet room",
            "🌱".repeat(280),
        )
        names.forEach { handrail.saveCopingStrategy(NewCopingStrategy(it)) }
        assertInvalid("name", Reason.TooLong(280u)) { handrail.saveCopingStrategy(NewCopingStrategy("🌱".repeat(281))) }
        val shown = handrail.coping().strategies.map { it.name }
        assertEquals(names.sorted(), shown.sorted())
        // Out and in again, letter by letter.
        val path = place("archive.json").toString()
        handrail.exportAll(path)
        val other = another()
        other.importArchive(path)
        assertEquals(shown, other.coping().strategies.map { it.name })
        leave(handrail, "every_script")
    }

    @Test
    fun days_and_zones() {
        val clock = Traveller()
        clock.go("2026-11-21T12:00", "Europe/London", 0)
        val phone = another(clock = clock)
        val walk = phone.saveCopingStrategy(NewCopingStrategy("Go for a walk")).idOf("coping_strategy")
        // A day ends at three in the morning, wherever the person is, also in a zone that nobody knows.
        for ((at, zone, offset, day) in listOf(
            Stop("2026-11-21T12:00", "Europe/London", 0, "2026-11-21"),
            Stop("2026-11-21T21:15", "Asia/Kolkata", 330, "2026-11-21"),
            Stop("2026-11-21T21:45", "Asia/Kolkata", 330, "2026-11-22"),
            Stop("2026-11-22T13:30", "Pacific/Kiritimati", 840, "2026-11-23"),
            Stop("2026-11-23T13:30", "Pacific/Pago_Pago", -660, "2026-11-22"),
            Stop("2026-11-23T18:00", "Nowhere/At_All", -570, "2026-11-23"),
        )) {
            clock.go(at, zone, offset)
            val entry = phone.recordCoping(NewCopingEntry(strategy = walk)).idOf("coping_entry")
            assertEquals(day, tries(phone).first { it.id == entry }.day, "$at in $zone")
        }
        leave(phone, "days_and_zones")
    }

    private data class Stop(val at: String, val zone: String, val offset: Int, val day: String)

    @Test
    fun typed_and_not_saved() {
        val form = "coping-form"
        val words = "  Go to the river 👩‍👩‍👧\nمع أختي "
        val folder = place("record").toString()
        fun start() = Handrail.open(Config(folder), Keys(), clock, log)
        fun Handrail.typed() = draft(form).fields.map { it.field to it.text }

        // The app is gone in the middle of it: nothing was closed, and nothing put to sleep; only the object went.
        start().use { phone ->
            phone.saveDraft(form, "name", "Go to")
            assertTrue(phone.saveDraft(form, "name", words).records.isEmpty())
            phone.saveDraft(form, "how", "by bus")
        }
        start().use { phone ->
            assertEquals(listOf("how" to "by bus", "name" to words), phone.typed())
            assertEquals("2026-11-21", phone.draft(form).keptDay)
            assertFalse("by bus" in exported(phone), "nobody has said it yet")
            assertInvalid("place", Reason.Malformed) { phone.draft("my plan") }
            assertInvalid("text", Reason.TooLong(16000u)) { phone.saveDraft(form, "name", "🌱".repeat(16001)) }
            // Emptied by the person; then saved.
            phone.saveDraft(form, "how", "")
            assertEquals(listOf("how" to "", "name" to words), phone.typed())
            phone.saveCopingStrategy(NewCopingStrategy(words))
            phone.dropDraft(form)
        }
        start().use { phone ->
            assertEquals(Draft(listOf(), null), phone.draft(form))
            // And where nobody came back to it for a month.
            phone.saveDraft(form, "name", "Music")
            phone.suspend()
            clock.set("2026-12-23T12:00")
            phone.resume()
            assertTrue(phone.typed().isEmpty())
            phone.closeStore()
        }
    }

    @Test
    fun damaged_store() {
        val walk = strategy()
        repeat(60) {
            handrail.recordCoping(NewCopingEntry(strategy = walk, situation = "On the bus ".repeat(300)))
        }
        handrail.closeStore()
        val path = folder.resolve("handrail.db")
        RandomAccessFile(path.toFile(), "rw").use { file ->
            // The last twenty pages: some of the tries, and of the log of changes.
            file.seek(file.length() - 20 * 4096)
            file.write(ByteArray(20 * 4096) { 0x5a })
        }
        val damaged = Files.readAllBytes(path)

        // Found at once, or by the first call that meets it; the next one finds what could be saved.
        val phone = open()
        for (attempt in 1..3) {
            try {
                exported(phone)
                break
            } catch (_: HandrailException.Damaged) {
                continue
            }
        }
        val saved = checkNotNull(phone.salvage())
        assertTrue(saved.rows > 0u)
        assertArrayEquals(damaged, Files.readAllBytes(Path.of(saved.keptIn, "handrail.db")), "what was damaged is kept")
        val before = tries(phone).size
        assertTrue(before in 31..60, "$before")
        val music = phone.saveCopingStrategy(NewCopingStrategy("Music")).idOf("coping_strategy")
        phone.recordCoping(NewCopingEntry(strategy = music))
        phone.closeStore()
        val again = open()
        assertNull(again.salvage(), "it is told once")
        assertEquals(before + 1, tries(again).size)
    }
}
