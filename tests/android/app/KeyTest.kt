package org.handrail.app

import java.io.File
import java.nio.file.Path
import java.security.GeneralSecurityException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.handrail.Config
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.NewCopingStrategy
import org.handrail.PortException
import org.handrail.app.key.RecordKey
import org.handrail.app.key.SealedFile
import org.handrail.app.key.Sealing
import org.handrail.app.record.Record
import org.handrail.app.record.RecordState
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** A Keystore that can lose its key, or answer with something else than the text-book says. It seals with a plain mask: what is tested is who asks it for what. */
class PlainSealing : Sealing {
    private var mask: Byte? = null
    private var masks: Byte = 40
    var made = 0
    var broken: Exception? = null

    override val ready: Boolean get() = mask != null

    override fun make() {
        made++
        mask = masks++
    }

    override fun seal(plain: ByteArray): ByteArray = turned(plain) + checkNotNull(mask)

    override fun open(sealed: ByteArray): ByteArray {
        broken?.let { throw it }
        if (sealed.isEmpty() || sealed.last() != mask) throw GeneralSecurityException("another key")
        return turned(sealed.copyOf(sealed.size - 1))
    }

    override fun forget() {
        mask = null
    }

    private fun turned(bytes: ByteArray): ByteArray {
        val mask = mask ?: throw GeneralSecurityException("no key")
        return ByteArray(bytes.size) { (bytes[it].toInt() xor mask.toInt()).toByte() }
    }
}

/** The key of the record, and the record that it opens. */
class KeyTest {
    @TempDir
    lateinit var phone: Path

    private val sealing = PlainSealing()
    private val folder by lazy { phone.resolve("record").toFile() }
    private val file by lazy { phone.resolve("key").toFile() }
    private val clock = HandClock("2026-11-21T12:00", "Europe/London")

    private fun key() = RecordKey(file, folder, sealing)

    private fun record(key: RecordKey = key()) = Record(key) { HandrailStore.open(Config(folder.path), key, clock) }

    private suspend fun strategies(record: Record) = record.use { store -> store.read { coping() }.strategies.map { it.name } }

    /** Sam's phone, with one thing written. */
    private fun samWrites() = runBlocking {
        val record = record()
        record.use { store -> store.write { saveCopingStrategy(NewCopingStrategy(name = "Go for a walk")) } }
        (record.state.value as RecordState.Open).store.close()
    }

    @Test
    fun the_key_is_made_once_and_lies_sealed_outside_the_record() {
        samWrites()
        val sealed = file.readBytes()
        assertEquals(1, sealing.made)
        assertFalse(file.path.startsWith(folder.path + File.separator))
        val opened = key().databaseKey()
        assertEquals(32, opened.size)
        assertFalse(sealed.asList().windowed(32).any { it == opened.asList() }, "never as it is")
        runBlocking { assertEquals(listOf("Go for a walk"), strategies(record())) }
        assertArrayEquals(sealed, file.readBytes())
        assertEquals(1, sealing.made)
        assertEquals(listOf("key", "record"), phone.toFile().list()?.sorted(), "and nothing half-written beside it")
    }

    @Test
    fun what_was_lent_is_wiped_when_the_record_is_open() {
        val lent = mutableListOf<ByteArray>()
        val key = key()
        val keys = object : org.handrail.KeyProvider by key {
            override fun databaseKey() = key.databaseKey().also { lent += it }
        }
        val record = Record(key) { HandrailStore.open(Config(folder.path), keys, clock) }
        runBlocking {
            repeat(2) { record.use { it.read { coping() } } }
            assertEquals(2, lent.size, "at opening, and at waking")
            assertTrue(lent.all { bytes -> bytes.all { it == 0.toByte() } })
            (record.state.value as RecordState.Open).store.close()
        }
    }

    @Test
    fun a_lost_key_is_said_and_nothing_is_made_in_its_place() {
        samWrites()
        val before = folder.walk().filter { it.isFile }.associate { it.name to it.readBytes().toList() }
        // Another phone: the file came along, the Keystore did not.
        sealing.forget()
        val record = record()
        runBlocking {
            assertEquals(RecordState.KeyLost, record.enter())
            record.leave()
            assertThrows<HandrailException.Key> { runBlocking { record.use { it.read { coping() } } } }
        }
        assertEquals(1, sealing.made)
        assertEquals(before, folder.walk().filter { it.isFile }.associate { it.name to it.readBytes().toList() })
        assertThrows<PortException.Unavailable> { key().databaseKey() }
    }

    @Test
    fun a_record_without_its_key_file_is_not_given_another_key() {
        samWrites()
        file.delete()
        assertTrue(key().lost)
        key().prepare()
        assertFalse(file.exists())
        runBlocking { assertEquals(RecordState.KeyLost, record().enter()) }
        assertTrue(folder.list()?.isNotEmpty() == true)
    }

    @Test
    fun a_key_file_that_is_cut_short_or_changed_is_a_lost_key() {
        samWrites()
        val whole = file.readBytes()
        for (damaged in listOf(ByteArray(0), whole.copyOf(5), whole.copyOf(whole.size - 1), whole.drop(1).toByteArray())) {
            file.writeBytes(damaged)
            assertTrue(key().lost)
            assertThrows<PortException.Unavailable> { key().databaseKey() }
        }
        file.writeBytes(whole)
        assertFalse(key().lost)
    }

    @Test
    fun a_keystore_that_does_not_answer_now_may_answer_later() {
        samWrites()
        sealing.broken = IllegalStateException("busy")
        val record = record()
        runBlocking {
            assertEquals(RecordState.KeyLost, record.enter())
            record.leave()
            sealing.broken = null
            assertInstanceOf(RecordState.Open::class.java, record.enter())
            record.leave()
            assertEquals(listOf("Go for a walk"), strategies(record))
            (record.state.value as RecordState.Open).store.close()
        }
    }

    @Test
    fun to_bring_the_notes_back_the_old_record_is_put_aside_untouched() {
        samWrites()
        val sealed = file.readBytes().toList()
        sealing.forget()
        val record = record()
        runBlocking {
            assertEquals(RecordState.KeyLost, record.enter())
            val again = record.beginAgain()
            assertInstanceOf(RecordState.Open::class.java, again)
            assertTrue(strategies(record).isEmpty())
            // Asked for twice, it does nothing to a record that is open.
            assertEquals(again, record.beginAgain())
            record.leave()
            (again as RecordState.Open).store.close()
        }
        assertEquals(listOf("key", "key.aside.1", "record", "record.aside.1"), phone.toFile().list()?.sorted())
        assertEquals(sealed, phone.resolve("key.aside.1").toFile().readBytes().toList())
        assertNotEquals(sealed, file.readBytes().toList())
        assertThrows<IllegalStateException> { key().beginAgain() }
    }

    @Test
    fun everything_erased_leaves_no_key_and_begins_anew_for_who_is_there() {
        samWrites()
        var told = 0
        val key = RecordKey(file, folder, sealing, onForgotten = { told++ })
        val record = Record(key) { HandrailStore.open(Config(folder.path), key, clock) }
        runBlocking {
            val before = record.enter() as RecordState.Open
            assertFalse(before.fresh)
            before.store.writeAnything { eraseAll() }
            assertTrue(told > 0)
            assertFalse(file.exists() || sealing.ready)
            record.erased()
            val after = record.state.value as RecordState.Open
            assertTrue(after.fresh, "the first start")
            assertTrue(strategies(record).isEmpty())
            record.leave()
            after.store.close()
        }
    }

    @Test
    fun the_record_sleeps_when_the_last_one_is_done_with_it() = runBlocking {
        val record = record()
        val store = (record.enter() as RecordState.Open).store
        List(8) { n ->
            async { record.use { it.write { saveCopingStrategy(NewCopingStrategy(name = "Number $n")) } } }
        }.awaitAll()
        assertEquals(8, store.read { coping() }.strategies.size, "awake as long as the screen is there")
        record.leave()
        assertThrows<HandrailException.Closed> { runBlocking { store.read { coping() } } }
        assertEquals(8, strategies(record).size)
        store.close()
    }

    @Test
    fun the_sealed_memory_is_nothing_to_read_and_nothing_to_fall_over() {
        val memory = SealedFile(phone.resolve("reminders").toFile(), sealing)
        assertNull(memory.read())
        assertTrue(memory.write("r:abc:2026-11-21"))
        assertFalse("2026" in phone.resolve("reminders").toFile().readText())
        assertEquals("r:abc:2026-11-21", memory.read())
        sealing.make()
        assertNull(memory.read())
        assertTrue(memory.write("anew"))
        assertEquals("anew", memory.read())
        assertFalse(SealedFile(File(file, "no/such/place").also { file.writeText("a file, not a folder") }, sealing).write("x"))
    }
}
