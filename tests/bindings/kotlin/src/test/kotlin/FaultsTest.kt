package org.handrail.scenarios

import org.handrail.HandrailException
import org.handrail.KeyProblem
import org.handrail.NewCopingEntry
import org.handrail.NewCopingStrategy
import org.handrail.NewSession
import org.handrail.PortException
import org.handrail.Reason
import org.handrail.RustBuffer
import org.handrail.SessionKind
import org.handrail.StorageProblem
import org.handrail.UniffiLib
import org.handrail.UniffiRustCallStatus
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

private val NOBODY = "A".repeat(22)

/** What goes wrong, and what an app is told about it. The same scenarios stand in Python and Swift. */
class FaultsTest : Scenario() {
    @Test
    fun open_and_reopen() {
        handrail.saveCopingStrategy(NewCopingStrategy(name = "Go for a walk"))
        handrail.suspend()
        assertThrows<HandrailException.Closed> { handrail.coping() }
        handrail.resume()
        assertEquals(listOf("Go for a walk"), handrail.coping().strategies.map { it.name })
        handrail.closeStore()
        val again = open()
        assertEquals(listOf("Go for a walk"), again.coping().strategies.map { it.name })
        assertNull(again.salvage())
        assertEquals(emptyList<String>(), log.codes)
    }

    @Test
    fun bad_input() {
        val save = { name: String -> handrail.saveCopingStrategy(NewCopingStrategy(name = name)) }
        assertInvalid("name", Reason.Empty) { save("  ") }
        assertInvalid("name", Reason.TooLong(280u)) { save("x".repeat(281)) }
        assertInvalid("name", Reason.Malformed) { save("cut\u0000short") }

        assertInvalid("strategy", Reason.UnknownId) { handrail.recordCoping(NewCopingEntry(strategy = NOBODY)) }
        assertInvalid("strategy", Reason.Malformed) { handrail.recordCoping(NewCopingEntry(strategy = "not an id")) }
        val walk = save("Go for a walk").records.first().id
        assertInvalid("before", Reason.OutOfRange(0, 10)) {
            handrail.recordCoping(NewCopingEntry(strategy = walk, before = 11))
        }

        fun meet(day: String, time: String? = null) =
            handrail.planSession(NewSession(day = day, time = time, kind = SessionKind.INDIVIDUAL))
        assertInvalid("day", Reason.ImpossibleDate) { meet("2026-02-30") }
        assertInvalid("day", Reason.ImpossibleDate) { meet("2126-01-01") }
        assertInvalid("time", Reason.ImpossibleDate) { meet("2026-11-24", "25:00") }

        assertTrue(handrail.coping().recent.isEmpty())
        assertNull(handrail.sessions().next)
    }

    @Test
    fun errors() {
        assertEquals(StorageProblem.BUSY, assertThrows<HandrailException.Storage> { open() }.problem)

        assertThrows<HandrailException.NotFound> {
            handrail.editCopingStrategy(NOBODY, NewCopingStrategy(name = "PRIVATE WORDS"))
        }

        handrail.saveCopingStrategy(NewCopingStrategy(name = "PRIVATE WORDS"))
        val view = handrail.coping()
        assertEquals("CopingView(..)", view.toString())
        assertEquals("CopingStrategyView(..)", view.strategies.first().toString())

        handrail.closeStore()
        handrail.closeStore()
        for (call in listOf<() -> Any>(handrail::coping, handrail::resume, handrail::goals)) {
            assertThrows<HandrailException.Closed> { call() }
        }
        for (key in listOf(ByteArray(31), ByteArray(32))) {
            val wrong = assertThrows<HandrailException.Key> { open(keys = Keys(key)) }
            assertEquals(KeyProblem.WRONG, wrong.problem)
            assertFalse("PRIVATE" in "$wrong")
        }
        assertEquals(listOf("storage.busy", "key.length.31", "key.wrong"), log.codes)
    }

    @Test
    fun port_throws() {
        class Broken : HandClock("2026-11-21T12:00") {
            var broken = false

            override fun now() = if (broken) error("PRIVATE WORDS") else super.now()
        }

        class Locked : Keys() {
            override fun databaseKey() = throw PortException.Unavailable()
        }

        class Odd : Keys() {
            override fun databaseKey() = error("PRIVATE WORDS")
        }

        handrail.closeStore()
        for (keys in listOf(Locked(), Odd())) {
            assertEquals(KeyProblem.MISSING, assertThrows<HandrailException.Key> { open(keys = keys) }.problem)
        }

        val clock = Broken()
        val opened = open(clock = clock)
        clock.broken = true
        assertThrows<HandrailException.Internal> { opened.saveCopingStrategy(NewCopingStrategy(name = "Music")) }
        clock.broken = false
        assertTrue(opened.coping().strategies.isEmpty())
        opened.saveCopingStrategy(NewCopingStrategy(name = "Music"))
        assertEquals(
            listOf("port.key.unavailable", "key.missing", "port.key.unforeseen", "key.missing") +
                listOf("port.clock.unforeseen", "port.clock"),
            log.codes,
        )
    }

    @Test
    fun panic_is_caught() {
        // A buffer that says it holds bytes and has none makes the library panic while it reads the
        // argument: below the generated code, where no app can get by mistake.
        val impossible = RustBuffer.ByValue()
        impossible.capacity = 8
        impossible.len = 8
        val status = UniffiRustCallStatus()
        UniffiLib.uniffi_handrail_fn_method_handrail_save_coping_strategy(
            handrail.uniffiCloneHandle(),
            impossible,
            status,
        )
        assertTrue(status.isPanic(), "the library caught it and the process lives")
        handrail.saveCopingStrategy(NewCopingStrategy(name = "Music"))
        assertEquals(1, handrail.coping().strategies.size)
    }
}
