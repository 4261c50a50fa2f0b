package org.handrail.store

import java.net.InetAddress
import java.net.ServerSocket
import java.util.concurrent.Executors
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.handrail.BackupPlace
import org.handrail.CodeCheck
import org.handrail.HandrailException
import org.handrail.scenarios.Keys
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Long enough for the slowest machine, and no time at all beside a call that does not stop. */
private const val SOON = 60_000L

/** Cancelling a coroutine stops what it waits for, and harms nothing. */
class StoppedTest : Folder() {
    @Test
    fun `a sync with a relay that never answers ends with its coroutine`(): Unit = runBlocking {
        ServerSocket(0, 50, InetAddress.getLoopbackAddress()).use { silent ->
            silent.soTimeout = SOON.toInt()
            val store = open()
            val sheet = store.writeAnything { createRecoveryCode(BackupPlace.At("http://127.0.0.1:${silent.localPort}")) }
            assertEquals(CodeCheck.Right, store.writeAnything { verifyRecoveryCode(sheet.code) })
            val heard = Heard(this, store.changes)
            val syncing = async { store.sync() }
            withContext(Dispatchers.IO) { silent.accept() }.use {
                // It is called now. What is on this phone goes on meanwhile.
                store.write { addTalkAbout("Sleep") }
                assertEquals(setOf("talk_about"), heard.next().concepts)
                withTimeout(SOON) { syncing.cancelAndJoin() }
            }
            assertTrue(syncing.isCancelled, "cancelled, rather than ended with a report")
            assertNull(heard.next().concepts, "what came before it was stopped is shown")
            heard.job.cancel()
            assertEquals(1, store.read { talkAbout() }.open.size)
        }
    }

    @Test
    fun `a call that only its token stops ends with its coroutine, also on the only thread there is`(): Unit = runBlocking {
        Executors.newSingleThreadExecutor().asCoroutineDispatcher().use { single ->
            val store = open(background = single)
            val path = folder.resolve("archive.json").toString()
            val began = CompletableDeferred<Unit>()
            val exporting = launch {
                store.stoppable<Unit> { token ->
                    began.complete(Unit)
                    while (true) exportAll(path, token)
                }
            }
            began.await()
            delay(50)
            withTimeout(SOON) { exporting.cancelAndJoin() }
            assertTrue(exporting.isCancelled)
            store.write { addTalkAbout("Sleep") }
            store.close()
        }
    }

    @Test
    fun `a token that an app uses itself gives the error, and cancels no coroutine`(): Unit = runBlocking {
        val store = open()
        val path = folder.resolve("archive.json").toString()
        assertThrows<HandrailException.Cancelled> {
            store.stoppable { token ->
                token.cancel()
                exportAll(path, token)
            }
        }
        assertTrue(coroutineContext[Job]?.isActive == true)
        store.stoppable { token -> exportAll(path, token) }
    }

    @Test
    fun `a write that began is kept and told`(): Unit = runBlocking {
        val store = open()
        val heard = Heard(this, store.changes)
        lateinit var writing: Job
        writing = launch {
            store.write {
                writing.cancel()
                addTalkAbout("Sleep")
            }
        }
        writing.join()
        assertTrue(writing.isCancelled)
        assertEquals(setOf("talk_about"), heard.next().concepts)
        heard.job.cancel()
        assertEquals(1, store.read { talkAbout() }.open.size)
    }

    @Test
    fun `a store that nobody waits for any more is closed again`(): Unit = runBlocking {
        lateinit var opening: Job

        class Impatient : Keys() {
            override fun databaseKey() = super.databaseKey().also { opening.cancel() }
        }

        opening = launch { open(keys = Impatient()) }
        opening.join()
        assertTrue(opening.isCancelled)
        assertEquals(emptyList<String>(), strategies(open()))
    }
}
