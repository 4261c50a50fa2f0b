package org.handrail.app.key

import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.StandardCopyOption
import java.security.GeneralSecurityException
import java.security.SecureRandom
import org.handrail.KeyProvider
import org.handrail.PortException

/**
 * The key of the record: 32 random bytes in a file, sealed by a key that never leaves the phone's Keystore. The file lies outside the
 * record's folder, and both lie outside the system's backups: on another phone the one would not open the other.
 *
 * A key is made once, before the first opening. A record whose key is gone is never given another one, and no new record is made in
 * its place: see [lost].
 *
 * @param file the sealed key.
 * @param folder the record's.
 * @param onForgotten everything is being erased. The record is locked meanwhile: what this starts must not wait for it.
 */
class RecordKey(
    private val file: File,
    private val folder: File,
    private val sealing: Sealing,
    private val random: SecureRandom = SecureRandom(),
    private val onForgotten: () -> Unit = {},
) : KeyProvider {
    private val temporary = File(file.path + ".new")
    private val lent = mutableListOf<ByteArray>()

    /** Whether there is anything in the record's folder. */
    private val recordThere: Boolean get() = !folder.list().isNullOrEmpty()

    /** Whether there is a record that this phone cannot open any more. Only the backup brings it back. */
    @get:Synchronized
    val lost: Boolean get() = if (file.exists()) !opens() else recordThere

    /** Makes the key if this is the first time, and says whether it was. Does nothing where there is a key, or a record without one. */
    @Synchronized
    fun prepare(): Boolean {
        if (file.exists() || recordThere) return false
        makeAnew()
        return true
    }

    /**
     * Puts the record that cannot be opened aside, untouched, and makes a key for an empty one: for when the person asked to
     * bring their notes back from the backup. Gives where the old one lies now, or null where there was none.
     */
    @Synchronized
    fun beginAgain(): File? {
        check(lost) { "the record can be opened" }
        val number = generateSequence(1) { it + 1 }.first { !aside(folder, it).exists() && !aside(file, it).exists() }
        if (file.exists()) Files.move(file.toPath(), aside(file, number).toPath(), StandardCopyOption.ATOMIC_MOVE)
        val record = aside(folder, number).takeIf { recordThere }
        record?.let { Files.move(folder.toPath(), it.toPath(), StandardCopyOption.ATOMIC_MOVE) }
        makeAnew()
        return record
    }

    private fun aside(of: File, number: Int) = File("${of.path}.aside.$number")

    @Synchronized
    override fun databaseKey(): ByteArray {
        if (!file.exists()) throw PortException.Unavailable()
        return (open() ?: throw PortException.Unavailable()).also { lent += it }
    }

    /** Wipes what was lent: the library has a copy of its own by now. After each opening and waking, whether it went well or not. */
    @Synchronized
    fun wipe() {
        lent.forEach { it.fill(0) }
        lent.clear()
    }

    @Synchronized
    override fun forget() {
        // The key of the Keystore first: what it sealed is of no use to anybody from then on.
        sealing.forget()
        Files.deleteIfExists(temporary.toPath())
        Files.deleteIfExists(file.toPath())
        onForgotten()
    }

    private fun makeAnew() {
        // One that works is kept: it may still open what was put aside, should that ever be mended.
        if (!works()) sealing.make()
        val key = ByteArray(LENGTH)
        try {
            random.nextBytes(key)
            val sealed = sealing.seal(key)
            file.parentFile?.mkdirs()
            temporary.outputStream().use {
                it.write(sealed)
                it.fd.sync()
            }
            // A file that is half there would be a key that is lost.
            Files.move(temporary.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING)
            check(opens()) { "the phone does not open what it has sealed" }
        } catch (refused: GeneralSecurityException) {
            Files.deleteIfExists(temporary.toPath())
            throw PortException.Unavailable().apply { initCause(refused) }
        } finally {
            key.fill(0)
        }
    }

    private fun works(): Boolean = try {
        sealing.ready && sealing.open(sealing.seal(ByteArray(1))).size == 1
    } catch (_: GeneralSecurityException) {
        false
    } catch (_: RuntimeException) {
        false
    }

    private fun opens(): Boolean = open()?.let { key -> true.also { key.fill(0) } } ?: false

    private fun open(): ByteArray? {
        // A Keystore fails in many ways, some of them without a checked exception; none of them is a reason for another key.
        val key = try {
            sealing.open(file.readBytes())
        } catch (_: GeneralSecurityException) {
            return null
        } catch (_: IOException) {
            return null
        } catch (_: RuntimeException) {
            return null
        }
        if (key.size == LENGTH) return key
        key.fill(0)
        return null
    }

    private companion object {
        const val LENGTH = 32
    }
}
