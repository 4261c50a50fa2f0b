package org.handrail.scenarios

import java.nio.file.Files
import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.handrail.BackupPlace
import org.handrail.CancelToken
import org.handrail.Config
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.KeyProblem
import org.handrail.KeyProvider
import org.handrail.NetworkProblem
import org.handrail.NewCopingEntry
import org.handrail.NewCopingStrategy
import org.handrail.NewEnrolment
import org.handrail.NewSession
import org.handrail.PortException
import org.handrail.ProgrammeFormat
import org.handrail.Reason
import org.handrail.RestoreFrom
import org.handrail.SessionKind
import org.handrail.StorageProblem
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

private val NOBODY = "A".repeat(22)

/** The error's name in the guide. A variant that is new does not compile here until it has one. */
private fun named(error: HandrailException): String = when (error) {
    is HandrailException.Closed -> "Closed"
    is HandrailException.Key -> when (error.problem) {
        KeyProblem.MISSING -> "Key(Missing)"
        KeyProblem.WRONG -> "Key(Wrong)"
    }
    is HandrailException.NewerVersion -> "NewerVersion"
    is HandrailException.Damaged -> "Damaged"
    is HandrailException.NotFound -> "NotFound"
    is HandrailException.Invalid -> when (error.reason) {
        is Reason.Empty -> "Invalid(Empty)"
        is Reason.TooLong -> "Invalid(TooLong)"
        is Reason.OutOfRange -> "Invalid(OutOfRange)"
        is Reason.ImpossibleDate -> "Invalid(ImpossibleDate)"
        is Reason.UnknownChoice -> "Invalid(UnknownChoice)"
        is Reason.UnknownId -> "Invalid(UnknownId)"
        is Reason.WrongState -> "Invalid(WrongState)"
        is Reason.TooMany -> "Invalid(TooMany)"
        is Reason.Malformed -> "Invalid(Malformed)"
    }
    is HandrailException.Storage -> when (error.problem) {
        StorageProblem.FULL -> "Storage(Full)"
        StorageProblem.BUSY -> "Storage(Busy)"
        StorageProblem.OTHER -> "Storage(Other)"
    }
    is HandrailException.Network -> when (error.problem) {
        NetworkProblem.OFFLINE -> "Network(Offline)"
        NetworkProblem.REFUSED -> "Network(Refused)"
    }
    is HandrailException.Cancelled -> "Cancelled"
    is HandrailException.Internal -> "Internal"
}

/**
 * One call for every error that the library has, by the name it has in docs/embedding.md; none of them touches the record.
 * The same scenario stands in Python and Swift.
 */
class EveryErrorTest : Scenario() {
    private class NoTime : HandClock("2026-11-21T12:00") {
        var broken = false

        override fun now() = if (broken) throw PortException.Unavailable() else super.now()
    }

    private class NoKeys : Keys() {
        override fun databaseKey() = throw PortException.Unavailable()
    }

    @Test
    fun every_error(): Unit = runBlocking {
        val phone = handrail
        val other = another()
        val walk = phone.saveCopingStrategy(NewCopingStrategy("Go for a walk")).idOf("coping_strategy")
        phone.enrol(NewEnrolment(programme = phone.packs().first().id, format = ProgrammeFormat.INDIVIDUAL))
        val before = exported(phone)

        val newer = place("newer.json")
        Files.writeString(newer, before.replaceFirst(Regex("\"version\":\\s*\\d+"), "\"version\":99"))
        val shopping = "a shopping list, and no record"
        val strange = place("handrail.db").also { Files.writeString(it, shopping) }
        val empty = place("nothing").parent
        val used = CancelToken().also { it.cancel() }
        val clock = NoTime()
        val timeless = another(clock = clock)

        fun opened(folder: Path, keys: KeyProvider) = Handrail.open(Config(folder.toString()), keys, this@EveryErrorTest.clock, log)
        fun save(name: String) = phone.saveCopingStrategy(NewCopingStrategy(name))
        fun tried(strategy: String, before: Long? = null) =
            phone.recordCoping(NewCopingEntry(strategy = strategy, before = before))
        val module = phone.programme().modules.first().id

        val calls: List<Pair<String, suspend () -> Unit>> = listOf(
            "Closed" to {
                phone.suspend()
                try {
                    phone.coping()
                } finally {
                    phone.resume()
                }
            },
            "Key(Missing)" to { opened(empty, NoKeys()) },
            "Key(Wrong)" to { opened(empty, Keys(ByteArray(31))) },
            "NewerVersion" to { other.importArchive(newer.toString()) },
            "Damaged" to { opened(strange.parent, Keys()) },
            "NotFound" to { phone.editCopingStrategy(NOBODY, NewCopingStrategy("Music")) },
            "Invalid(Empty)" to { save("  ") },
            "Invalid(TooLong)" to { save("x".repeat(281)) },
            "Invalid(OutOfRange)" to { tried(walk, before = 11) },
            "Invalid(ImpossibleDate)" to {
                phone.planSession(NewSession(day = "2026-02-30", kind = SessionKind.INDIVIDUAL))
            },
            "Invalid(UnknownChoice)" to { phone.remove("nothing of the kind", walk) },
            "Invalid(UnknownId)" to { tried(NOBODY) },
            "Invalid(WrongState)" to { phone.importArchive(newer.toString()) },
            "Invalid(TooMany)" to { phone.orderModules(listOf(module, module)) },
            "Invalid(Malformed)" to { save("cut\u0000short") },
            // A place that takes no byte, on every Linux.
            "Storage(Full)" to { phone.exportAll("/dev/full") },
            "Storage(Busy)" to { open() },
            "Storage(Other)" to { phone.exportAll(newer.resolve("nowhere").toString()) },
            "Network(Offline)" to {
                val lonely = another()
                lonely.verifyRecoveryCode(lonely.createRecoveryCode(BackupPlace.At("http://127.0.0.1:9")).code)
                lonely.showCodeForSecondPhone("en")
            },
            "Network(Refused)" to {
                val sheet = another().createRecoveryCode(BackupPlace.At(RELAY))
                other.beginRestore(RestoreFrom.Square(sheet.square), true)
                other.fetchRestore()
            },
            "Cancelled" to { phone.exportAll(place("stopped.json").toString(), used) },
            "Internal" to {
                clock.broken = true
                timeless.saveCopingStrategy(NewCopingStrategy("Music"))
            },
        )
        for ((name, call) in calls) {
            assertEquals(name, named(assertThrows<HandrailException>(name) { call() }))
            assertEquals(before, exported(phone), "$name: the record is as it was")
        }
        clock.broken = false
        assertTrue(timeless.coping().strategies.isEmpty())
        assertEquals(shopping, Files.readString(strange), "what is no record of ours is left alone")

        // And it goes on.
        save("Music")
        assertEquals(2, phone.coping().strategies.size)
        phone.closeStore()
        assertEquals(2, open().coping().strategies.size)
    }
}
