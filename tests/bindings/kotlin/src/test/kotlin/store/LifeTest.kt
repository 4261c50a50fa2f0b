package org.handrail.store

import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.KeyProblem
import org.handrail.LogLevel
import org.handrail.LogSink
import org.handrail.NewCopingStrategy
import org.handrail.PortException
import org.handrail.StorageProblem
import org.handrail.scenarios.HandClock
import org.handrail.scenarios.Keys
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

private fun strategy(name: String) = NewCopingStrategy(name = name)

/** Opening, going away, closing, many threads, and an app whose own parts fail. */
class LifeTest : Folder() {
    @Test
    fun `after close there is one error`(): Unit = runBlocking {
        val store = open()
        store.write { saveCopingStrategy(strategy("Music")) }
        store.close()
        store.close()
        val path = folder.resolve("archive.json").toString()
        val calls = listOf<suspend () -> Any?>(
            { store.read { coping() } },
            { store.write { saveCopingStrategy(strategy("Tea")) } },
            { store.stoppable { token -> exportAll(path, token) } },
            { store.sync() },
            { store.resume() },
            { store.screen { coping() }.first() },
        )
        for (call in calls) {
            assertThrows<HandrailException.Closed> { call() }
        }
        store.suspendStore()
        assertEquals(listOf("Music"), strategies(open()))
    }

    @Test
    fun `many threads write, read, and come and go`(): Unit = runBlocking {
        val store = open()
        val told = AtomicInteger()
        val counting = launch(Dispatchers.Default) { store.changes.collect { told.incrementAndGet() } }
        while (counting.isActive && told.get() == 0) {
            store.sync()
            delay(1)
        }
        val writers = List(8) { writer ->
            async(Dispatchers.Default) {
                repeat(10) {
                    store.write { saveCopingStrategy(strategy("$writer.$it")) }
                    assertTrue("$writer.$it" in strategies(store))
                }
            }
        }
        writers.awaitAll()
        val all = List(8) { writer -> List(10) { "$writer.$it" } }.flatten().toSet()
        assertEquals(all, strategies(store).toSet())
        withTimeout(60_000) {
            while (told.get() < all.size) delay(1)
        }
        counting.cancelAndJoin()
    }

    @Test
    fun `a store closed or suspended amid calls keeps what it said it kept`(): Unit = runBlocking {
        for (away in listOf<suspend (HandrailStore) -> Unit>({ it.suspendStore() }, { thread(block = it::close).join() })) {
            val store = open()
            val before = strategies(store).size
            val kept = AtomicInteger()
            val writers = List(4) {
                async(Dispatchers.Default) {
                    assertThrows<HandrailException.Closed> {
                        while (isActive) {
                            store.write { saveCopingStrategy(strategy("Music")) }
                            kept.incrementAndGet()
                        }
                    }
                }
            }
            while (kept.get() < 8) delay(1)
            away(store)
            writers.awaitAll()
            store.close()
            open().use { assertEquals(before + kept.get(), strategies(it).size) }
        }
    }

    @Test
    fun `a key that is none, or not there, opens nothing and harms nothing`(): Unit = runBlocking {
        open().use { it.write { saveCopingStrategy(strategy("Music")) } }

        class Locked : Keys() {
            override fun databaseKey() = throw PortException.Unavailable()
        }

        class Odd : Keys() {
            override fun databaseKey() = error("PRIVATE WORDS")
        }

        val short = Keys(ByteArray(31))
        for ((keys, problem) in listOf(short to KeyProblem.WRONG, Locked() to KeyProblem.MISSING, Odd() to KeyProblem.MISSING)) {
            val thrown = assertThrows<HandrailException.Key> { open(keys = keys) }
            assertEquals(problem, thrown.problem)
            assertFalse("PRIVATE" in "$thrown")
        }
        val store = open()
        assertEquals(StorageProblem.BUSY, assertThrows<HandrailException.Storage> { open() }.problem)
        assertEquals(listOf("Music"), strategies(store))
    }

    @Test
    fun `a key that is gone when the app comes back leaves the store suspended`(): Unit = runBlocking {
        class Leaving : Keys() {
            var gone = false

            override fun databaseKey() = if (gone) throw PortException.Unavailable() else super.databaseKey()
        }

        val keys = Leaving()
        val store = open(keys = keys)
        store.write { saveCopingStrategy(strategy("Music")) }
        store.suspendStore()
        keys.gone = true
        assertEquals(KeyProblem.MISSING, assertThrows<HandrailException.Key> { store.resume() }.problem)
        assertThrows<HandrailException.Closed> { strategies(store) }
        keys.gone = false
        store.resume()
        assertEquals(listOf("Music"), strategies(store))
    }

    @Test
    fun `a clock and a log that throw are one error, and nothing is written`(): Unit = runBlocking {
        class Broken : HandClock("2026-11-21T12:00") {
            var broken = false

            override fun now() = if (broken) error("PRIVATE WORDS") else super.now()
        }

        class Full : LogSink {
            val asked = AtomicInteger()

            override fun log(level: LogLevel, code: String) {
                asked.incrementAndGet()
                error("PRIVATE WORDS")
            }
        }

        val clock = Broken()
        val log = Full()
        val store = open(clock = clock, log = log)
        val heard = Heard(this, store.changes)
        clock.broken = true
        val thrown = assertThrows<HandrailException.Internal> { store.write { saveCopingStrategy(strategy("Music")) } }
        assertFalse("PRIVATE" in "$thrown")
        assertTrue(log.asked.get() > 0, "a log that throws stops nothing")
        clock.broken = false
        assertEquals(emptyList<String>(), strategies(store))
        store.write { addTalkAbout("Sleep") }
        assertEquals(setOf("talk_about"), heard.next().concepts, "nothing was told that was not written")
        heard.job.cancel()
    }
}
