package org.handrail.app

import java.nio.file.Path
import java.util.Locale
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import kotlinx.coroutines.withTimeout
import org.handrail.Config
import org.handrail.HandrailStore
import org.handrail.PhoneFacts
import org.handrail.app.guard.Lock
import org.handrail.app.key.RecordKey
import org.handrail.app.phone.Asking
import org.handrail.app.record.Record
import org.handrail.app.record.RecordState
import org.handrail.app.window.Session
import org.handrail.ui.shell.Calling
import org.handrail.ui.shell.Files
import org.handrail.ui.shell.Giving
import org.handrail.ui.shell.Guarding
import org.handrail.ui.shell.Ports
import org.handrail.ui.shell.Reminding
import org.handrail.ui.shell.Scanner
import org.handrail.ui.words.Texts
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotSame
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Where the person is, from one record to the next, in one process. */
class SessionTest {
    @TempDir
    lateinit var phone: Path

    private object NoTexts : Texts {
        override val locale: Locale = Locale.UK

        override fun text(id: String): String? = null

        override fun plural(id: String, count: Long): String? = null
    }

    private class Guard : Guarding {
        var asks = 0
        var yes = true
        override val canLock = true
        override var locked = false
        override var hidden = false
        override var language: String? = null

        override suspend fun unlock(): Boolean {
            asks++
            return yes
        }
    }

    private class OnlyGuarding(override val guarding: Guarding) : Ports {
        override val giving: Giving get() = error("not asked for")
        override val scanner: Scanner get() = error("not asked for")
        override val files: Files get() = error("not asked for")
        override val calling: Calling get() = error("not asked for")
        override val reminding = object : Reminding {
            override suspend fun askPermission() = false

            override fun facts(): PhoneFacts = error("not asked for")

            override suspend fun planAnew() = Unit

            override suspend fun test() = Unit

            override fun openSettings() = Unit
        }
    }

    private val guard = Guard()
    private val sealing = PlainSealing()
    private lateinit var session: Session
    private var lockWanted = false

    private fun started(scope: CoroutineScope): Session {
        val folder = phone.resolve("record").toFile()
        val clock = HandClock("2026-11-21T12:00", "Europe/London")
        val key = RecordKey(phone.resolve("key").toFile(), folder, sealing, onForgotten = { session.erased() })
        val record = Record(key) { HandrailStore.open(Config(folder.path), key, clock) }
        session = Session(record, OnlyGuarding(guard), Lock({ lockWanted }, { 0L }), Asking(), scope)
        return session
    }

    private suspend fun Session.open(way: List<String>): HandrailStore {
        val open = record.state.value as RecordState.Open
        opened(open, NoTexts, way)
        return open.store
    }

    private fun session(test: suspend Session.() -> Unit) = runBlocking {
        val job = Job()
        val started = started(CoroutineScope(Dispatchers.Default + job))
        started.record.enter()
        try {
            started.test()
        } finally {
            job.cancel()
            (started.record.state.value as? RecordState.Open)?.store?.close()
        }
    }

    @Test
    fun after_everything_was_erased_the_first_screen_of_a_new_record_is_there_and_nothing_of_the_way() = session {
        guard.hidden = true
        guardChanged()
        val before = open(emptyList())
        assertEquals(listOf("first-run/language"), shell?.keys)
        // As the system kept it before the process was ended the last time.
        val way = listOf("today", "goals", "take-out", "erase")
        val old = shell
        before.writeAnything { eraseAll() }
        guard.hidden = false
        record.erased()
        val after = open(way)
        assertNotSame(before, after)
        assertNotSame(old, shell)
        assertEquals(listOf("first-run/language"), shell?.keys)
        assertEquals("take-out-erased", shell?.note?.id)
        assertTrue(after.read { goals() }.goals.isEmpty())
        // And it is said once.
        closed()
        opened(record.state.value as RecordState.Open, NoTexts, listOf("today", "more"))
        assertEquals(listOf("first-run/language"), shell?.keys?.take(1), "the record is still a new one")
        assertNull(shell?.note)
    }

    @Test
    fun a_process_that_was_ended_comes_back_to_where_the_person_was() {
        session { assertEquals(listOf("first-run/language"), open(emptyList()).let { shell?.keys }) }
        session {
            open(listOf("today", "goals"))
            assertEquals(listOf("today", "goals"), shell?.keys)
        }
    }

    @Test
    fun who_lost_the_key_and_asks_for_the_backup_comes_to_restore_whatever_the_way_was() {
        session { open(emptyList()) }
        sealing.forget()
        session {
            assertEquals(RecordState.KeyLost, record.state.value)
            restore()
            withTimeout(60_000) { while (record.state.value !is RecordState.Open) yield() }
            open(listOf("today", "goals"))
            assertEquals(listOf("today", "restore"), shell?.keys)
        }
    }

    @Test
    fun from_the_help_of_a_locked_phone_unlocking_leads_to_ones_own_numbers() {
        lockWanted = true
        session {
            open(emptyList())
            assertTrue(lock.isShut.value)
            help = true
            guard.yes = false
            unlock(to = "help-now")
            withTimeout(60_000) { while (guard.asks < 1) yield() }
            assertTrue(lock.isShut.value && help, "nothing was opened")
            guard.yes = true
            unlock(to = "help-now")
            withTimeout(60_000) { while (lock.isShut.value) yield() }
            assertFalse(help)
            assertEquals("help-now", shell?.here?.key)
        }
    }
}
