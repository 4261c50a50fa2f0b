package org.handrail.app.key

import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import java.security.GeneralSecurityException
import org.handrail.app.reminders.Memory

/** What the app remembers of its reminders, in a file that only this phone opens. What cannot be opened counts as nothing. */
class SealedFile(private val file: File, private val sealing: Sealing) : Memory {
    private val temporary = File(file.path + ".new")

    override fun read(): String? = quietly { if (file.exists()) sealing.open(file.readBytes()).decodeToString() else null }

    override fun write(text: String): Boolean = quietly {
        if (!sealing.ready) sealing.make()
        file.parentFile?.mkdirs()
        temporary.writeBytes(sealing.seal(text.encodeToByteArray()))
        Files.move(temporary.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
        true
    } ?: false

    private fun <T> quietly(work: () -> T): T? = try {
        work()
    } catch (_: IOException) {
        null
    } catch (_: GeneralSecurityException) {
        null
    } catch (_: IllegalStateException) {
        null
    }
}
