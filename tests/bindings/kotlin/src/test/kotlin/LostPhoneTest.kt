package org.handrail.scenarios

import kotlinx.coroutines.runBlocking
import org.handrail.BackupPlace
import org.handrail.BackupState
import org.handrail.CancelToken
import org.handrail.CodeCheck
import org.handrail.HalvesCheck
import org.handrail.HandrailException
import org.handrail.NetworkProblem
import org.handrail.NewCopingStrategy
import org.handrail.Progress
import org.handrail.ProgressMeter
import org.handrail.Reason
import org.handrail.RestoreFrom
import org.handrail.Stopped
import org.handrail.SyncMessage
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** A phone is lost, and the code on paper brings everything back. The same scenario stands in Python and Swift. */
class LostPhoneTest : Scenario() {
    @Test
    fun lost_phone(): Unit = runBlocking {
        val old = another(clock = clock)
        old.addTalkAbout("Whether to tell my sister")
        old.saveCopingStrategy(NewCopingStrategy("Go for a walk"))
        assertEquals(BackupState.OFF, old.backup().state)
        assertInvalid("relay", Reason.Malformed) { old.createRecoveryCode(BackupPlace.At("not a relay")) }

        // Nothing goes up before the code was typed in. A slip names its group.
        val sheet = old.createRecoveryCode(BackupPlace.At(RELAY))
        assertEquals(RELAY to "RecoverySheet(..)", sheet.relay to "$sheet")
        assertEquals(0uL, old.sync().bytesSent)
        assertEquals(BackupState.CODE_WAITS, old.backup().state)
        assertEquals(SyncMessage.BACKUP_CODE, old.syncStatus().message)
        val groups = sheet.code.split("-").toMutableList()
        groups[1] = groups[1].dropLast(1) + if (groups[1].last() == '8') '7' else '8'
        val slip = groups.joinToString("-")
        assertEquals(CodeCheck.Differs(listOf(2u)), old.verifyRecoveryCode(slip))
        assertEquals(sheet, old.recoverySheet(), "it can be looked at again")
        val typed = sheet.code.lowercase().replace("-", " ")
        assertEquals(CodeCheck.Right, old.verifyRecoveryCode(typed))
        assertNull(old.recoverySheet(), "from now on it is on paper alone")
        assertInvalid("backup", Reason.WrongState) { old.verifyRecoveryCode(typed) }

        val report = old.sync()
        assertTrue(report.saved > 0u)
        assertNull(report.stopped)
        assertEquals(SyncMessage.BACKED_UP, old.syncStatus().message)
        assertEquals(BackupState.ON to 0uL, old.backup().run { state to waiting })
        val before = exported(old)

        // A new phone: the code with a slip, a code that opens nothing, then the right one.
        val new = another(clock = clock)
        assertEquals(CodeCheck.Differs(listOf(2u)), new.beginRestore(RestoreFrom.Typed(slip, RELAY), true))
        assertEquals(HalvesCheck.WholeCode, new.checkShares(typed, ""))
        assertInvalid("sheet", Reason.Malformed) { new.beginRestore(RestoreFrom.Square("HANDRAIL"), true) }
        assertThrows<HandrailException.NotFound> { new.fetchRestore() }
        val other = another(clock = clock).createRecoveryCode(BackupPlace.At(RELAY))
        assertEquals(CodeCheck.Right, new.beginRestore(RestoreFrom.Square(other.square), true))
        val caught = assertThrows<HandrailException.Network> { new.fetchRestore() }
        assertEquals(NetworkProblem.REFUSED, caught.problem)
        new.declineRestore()

        assertEquals(CodeCheck.Right, new.beginRestore(RestoreFrom.Typed(typed, RELAY), true))
        val used = CancelToken()
        used.cancel()
        assertThrows<HandrailException.Cancelled> { new.fetchRestore(used) }
        val meter = ProgressMeter()
        assertEquals(Progress(0uL, null, 0uL), meter.progress())
        val seen = new.fetchRestore(null, meter)
        assertEquals(Triple(2uL, false, 0uL), seen.run { Triple(entries, someMissing, here) })
        assertNotNull(seen.lastEntry)
        assertTrue(meter.progress().run { done > 0u && received > 0u })

        // Only "yes, this is mine" makes it part of the record.
        assertTrue(new.talkAbout().open.isEmpty() && new.backup().restoring)
        assertEquals(0uL, new.entriesHere())
        assertNull(new.confirmRestore().stopped)
        assertEquals(before, exported(new), "byte by byte")
        assertEquals(BackupState.ON to false, new.backup().run { state to restoring })

        // The new phone goes on; the lost one is out.
        new.addTalkAbout("A new phone")
        assertTrue(new.sync().saved > 0u)
        assertEquals(Stopped.LOGIN_REFUSED, old.sync().stopped)
        val (here, lost) = new.backupDevices()
        assertTrue(here.thisPhone && here.removed == null)
        assertTrue(!lost.thisPhone && lost.removed != null)
        new.nameBackupDevice(lost.id, "My old phone")
        assertEquals("My old phone", new.backupDevices()[1].name)
        assertTrue(new.formerReaders().isEmpty(), "nobody was paired")
        leave(new, "lost_phone")

        // Erased at the relay, for good.
        new.eraseBackup()
        assertEquals(BackupState.OFF, new.backup().state)
        assertTrue(new.backupDevices().isEmpty())
        val third = another(clock = clock)
        third.beginRestore(RestoreFrom.Typed(typed, RELAY), true)
        assertThrows<HandrailException.Network> { third.fetchRestore() }
    }
}
