package org.handrail.app.passage

import java.io.File
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.util.UUID
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import org.handrail.HandrailException
import org.handrail.StorageProblem
import org.handrail.ui.shell.Files

/** A place that the person chose for a file. */
interface Destination {
    /** To write it there. Throws where the place is gone. */
    fun open(): OutputStream

    /** Takes back what was begun there. */
    fun discard()
}

/** Where the person says which file is meant. */
interface Choosing {
    /** Where a file goes; null where they went back. */
    suspend fun whereTo(name: String, kind: String): Destination?

    /** Which file to read; null where they went back. Throws where it is gone. */
    suspend fun whichOne(): InputStream?
}

/**
 * Files on their way out of the app and into it. The core writes and reads paths, the system lends streams: in between there is a file in
 * the app's own cache, and whatever happens, it does not stay there. No other app can read it meanwhile.
 *
 * @param folder emptied at every start, for the case that the process was ended on the way.
 */
class Passage(
    private val folder: File,
    private val choosing: Choosing,
    private val background: CoroutineDispatcher = Dispatchers.IO,
) : Files {
    init {
        folder.deleteRecursively()
    }

    override suspend fun takeOut(name: String, kind: String, write: suspend (path: String) -> Unit): Boolean = lend { file ->
        write(file.path)
        val place = choosing.whereTo(name, kind) ?: return@lend false
        withContext(background) {
            var whole = false
            try {
                place.open().use { out -> file.inputStream().use { it.copyTo(out) } }
                whole = true
            } finally {
                // Half a file looks like one that was taken out.
                if (!whole) runCatching { place.discard() }
            }
        }
        true
    }

    override suspend fun bringIn(read: suspend (path: String) -> Unit): Boolean = lend { file ->
        val chosen = choosing.whichOne() ?: return@lend false
        withContext(background) { chosen.use { from -> file.outputStream().use { from.copyTo(it) } } }
        read(file.path)
        true
    }

    private suspend fun <T> lend(use: suspend (File) -> T): T {
        // A name of its own: two of them may be under way, and the name that the person sees is not for a path.
        val own = File(folder, UUID.randomUUID().toString())
        try {
            withContext(background) { if (!own.mkdirs()) throw IOException("no room") }
            return use(File(own, "file"))
        } catch (_: IOException) {
            // The screens know what to say to the core's own errors.
            throw HandrailException.Storage(if (folder.usableSpace < LITTLE) StorageProblem.FULL else StorageProblem.OTHER)
        } finally {
            withContext(NonCancellable + background) { own.deleteRecursively() }
        }
    }

    private companion object {
        const val LITTLE = 1_000_000L
    }
}
