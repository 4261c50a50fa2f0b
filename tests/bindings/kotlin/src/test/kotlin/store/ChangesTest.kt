package org.handrail.store

import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.runBlocking
import org.handrail.BackupPlace
import org.handrail.HandrailException
import org.handrail.NewCopingStrategy
import org.handrail.Reload
import org.handrail.scenarios.RELAY
import org.handrail.scenarios.idOf
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

private val EVERYTHING = Reload(null)

/** Screens hear what changed, and read themselves again. */
class ChangesTest : Folder() {
    @Test
    fun `a write is told, one that is refused or changes nothing is not`(): Unit = runBlocking {
        val store = open()
        val heard = Heard(this, store.changes)
        val walk = NewCopingStrategy(name = "Go for a walk")
        val id = store.write { saveCopingStrategy(walk) }.idOf("coping_strategy")
        assertThrows<HandrailException.Invalid> { store.write { saveCopingStrategy(NewCopingStrategy(name = " ")) } }
        assertEquals(emptyList<Any>(), store.write { editCopingStrategy(id, walk) }.records)
        store.read { coping() }
        store.write { addTalkAbout("Sleep") }

        assertEquals(setOf("coping_strategy"), heard.next().concepts)
        assertEquals(setOf("talk_about"), heard.next().concepts)
        heard.job.cancel()
    }

    @Test
    fun `coming back, and a write that does not say what it changed, tell of everything`(): Unit = runBlocking {
        val store = open()
        val heard = Heard(this, store.changes)
        store.suspendStore()
        store.resume()
        assertEquals(EVERYTHING, heard.next())
        store.writeAnything { createRecoveryCode(BackupPlace.At(RELAY)) }
        assertEquals(EVERYTHING, heard.next())
        heard.job.cancel()
    }

    @Test
    fun `a sync that brought nothing concerns no screen of the person's own`(): Unit = runBlocking {
        val store = open()
        val heard = Heard(this, store.changes)
        store.sync()
        val told = heard.next()
        assertTrue(told.concerns(Reload.SYNC) && told.concerns("packet"))
        assertFalse(told.concerns("coping_entry", "step"))
        heard.job.cancel()
    }

    @Test
    fun `a screen reads itself again when it is concerned`(): Unit = runBlocking {
        val store = open()
        val reads = AtomicInteger()
        val screen = Heard(
            this,
            store.screen("coping_strategy", "coping_entry") {
                reads.incrementAndGet()
                coping().strategies.map { it.name }
            },
        )
        assertEquals(emptyList<String>(), screen.next())
        store.write { addTalkAbout("Sleep") }
        store.write { saveCopingStrategy(NewCopingStrategy(name = "Music")) }
        assertEquals(listOf("Music"), screen.next())
        assertEquals(2, reads.get(), "what it does not show is no reason to read")
        screen.job.cancel()
    }

    @Test
    fun `a screen keeps still while the store is suspended and goes on afterwards`(): Unit = runBlocking {
        val store = open()
        store.suspendStore()
        val screen = Heard(this, store.screen { coping().strategies.map { it.name } })
        assertThrows<HandrailException.Closed> { store.read { coping() } }
        store.resume()
        assertEquals(emptyList<String>(), screen.next())
        store.suspendStore()
        assertThrows<HandrailException.Closed> { store.write { addTalkAbout("Sleep") } }
        store.resume()
        store.write { saveCopingStrategy(NewCopingStrategy(name = "Music")) }
        assertEquals(listOf("Music"), screen.next(), "what is the same is not shown twice")
        screen.job.cancel()
    }

    @Test
    fun `what a screen shows decides what concerns it`() {
        val reload = Reload(setOf("step", "homework"))
        assertTrue(reload.concerns("step"))
        assertTrue(reload.concerns("check_in", "homework"))
        assertFalse(reload.concerns("check_in"))
        assertTrue(reload.concerns())
        assertTrue(EVERYTHING.concerns("check_in"))
    }
}
