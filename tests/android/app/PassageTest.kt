package org.handrail.app

import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.nio.file.Path
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.handrail.HandrailException
import org.handrail.NewCopingStrategy
import org.handrail.app.passage.Choosing
import org.handrail.app.passage.Destination
import org.handrail.app.passage.Passage
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** Files on their way out and in: whatever happens, nothing stays in between. */
class PassageTest {
    @TempDir
    lateinit var cache: Path

    private val folder by lazy { cache.resolve("passage").toFile() }

    private class There(private val room: Int = Int.MAX_VALUE) : Destination {
        val bytes = ByteArrayOutputStream()
        var discarded = false

        override fun open(): OutputStream = object : OutputStream() {
            override fun write(b: Int) {
                if (bytes.size() >= room) throw IOException("No space left on device")
                bytes.write(b)
            }
        }

        override fun discard() {
            discarded = true
        }
    }

    private fun passage(there: Destination?, here: InputStream? = null, before: suspend () -> Unit = {}) = Passage(
        folder,
        object : Choosing {
            override suspend fun whereTo(name: String, kind: String): Destination? {
                before()
                return there
            }

            override suspend fun whichOne(): InputStream? = here
        },
    )

    private fun left() = folder.walk().filter { it.isFile }.toList()

    @Test
    fun adas_whole_record_goes_out_and_comes_in_on_another_phone() = runBlocking {
        Phone("2026-11-21T12:00").use { ada ->
            ada.write { saveCopingStrategy(NewCopingStrategy(name = "Go for a walk")) }
            val there = There()
            assertTrue(passage(there).takeOut("handrail.json", "application/json") { path -> ada.write { exportAll(path) } })
            assertEquals(emptyList<File>(), left())
            Phone("2026-11-21T12:00").use { other ->
                val read = passage(null, ByteArrayInputStream(there.bytes.toByteArray()))
                assertTrue(read.bringIn { path -> other.write { importArchive(path) } })
                assertEquals(listOf("Go for a walk"), other.read { coping() }.strategies.map { it.name })
            }
        }
        assertEquals(emptyList<File>(), left())
    }

    @Test
    fun who_goes_back_leaves_nothing_behind() = runBlocking {
        assertFalse(passage(null).takeOut("handrail.json", "application/json") { File(it).writeText("words") })
        assertFalse(passage(null).bringIn { throw AssertionError("nothing was chosen") })
        assertEquals(emptyList<File>(), left())
    }

    @Test
    fun a_full_phone_leaves_no_half_file_anywhere() {
        val there = There(room = 3)
        assertThrows<HandrailException.Storage> {
            runBlocking { passage(there).takeOut("handrail.json", "application/json") { File(it).writeText("words of a person") } }
        }
        assertTrue(there.discarded)
        assertEquals(emptyList<File>(), left())
        // No room for the file in between, either.
        folder.parentFile.resolve("passage").delete()
        folder.writeText("not a folder")
        val passage = passage(There())
        folder.writeText("not a folder")
        assertThrows<HandrailException.Storage> { runBlocking { passage.takeOut("a", "b") { } } }
    }

    @Test
    fun what_the_core_refuses_is_told_as_it_is() {
        Phone("2026-11-21T12:00").use { ada ->
            assertThrows<HandrailException> {
                runBlocking { passage(null, ByteArrayInputStream("a photo".toByteArray())).bringIn { path -> ada.write { importArchive(path) } } }
            }
        }
        assertEquals(emptyList<File>(), left())
    }

    @Test
    fun a_process_that_ends_on_the_way_leaves_it_to_the_next_one_to_clean_up() = runBlocking {
        val reached = CompletableDeferred<Unit>()
        val passage = passage(There()) {
            reached.complete(Unit)
            CompletableDeferred<Unit>().await()
        }
        val going = launch { passage.takeOut("handrail.json", "application/json") { File(it).writeText("words") } }
        reached.await()
        assertEquals(1, left().size)
        passage(null)
        assertEquals(emptyList<File>(), left())
        going.cancelAndJoin()
        yield()
        assertEquals(emptyList<File>(), left())
    }
}
