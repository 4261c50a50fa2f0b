package org.handrail.scenarios

import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runBlocking
import org.handrail.BackupPlace
import org.handrail.CodeCheck
import org.handrail.HandrailException
import org.handrail.Reason
import org.handrail.Stopped
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** A tablet beside the phone, by a code that one shows and the other scans. The same scenario stands in Python and Swift. */
class SecondPhoneTest : Scenario() {
    @Test
    fun second_phone(): Unit = runBlocking {
        val phone = another(clock = clock)
        val tablet = another(clock = clock)
        phone.addTalkAbout("Whether to tell my sister")
        val caught = assertThrows<HandrailException.Invalid> { phone.showCodeForSecondPhone("en") }
        assertEquals("backup", caught.field, "there is none yet")
        val sheet = phone.createRecoveryCode(BackupPlace.At(RELAY))
        assertEquals(CodeCheck.Right, phone.verifyRecoveryCode(sheet.code))
        phone.sync()

        // Four words, the same on both, and a "same" on each.
        val shown = phone.showCodeForSecondPhone("en")
        assertInvalid("code", Reason.Malformed) { tablet.scanCodeOfFirstPhone("https://example.org/") }
        val scanned = tablet.scanCodeOfFirstPhone(shown.square())
        val (here, there) = coroutineScope {
            val here = async { phone.wordsForSecondPhone(shown) }
            val there = async { tablet.wordsOfFirstPhone(scanned) }
            here.await() to there.await()
        }
        assertEquals(there to 4, here to here.size)
        val report = coroutineScope {
            val confirming = async { phone.confirmSecondPhone(shown, true, "The tablet") }
            val joining = async { tablet.joinFirstPhone(scanned, true) }
            confirming.await()
            joining.await()
        }
        assertTrue(report.fromOwnPhones > 0u)
        assertNull(report.touched)
        assertEquals(listOf("Whether to tell my sister"), tablet.talkAbout().open.map { it.wording })

        // What one writes, the other has.
        tablet.addTalkAbout("Written in bed")
        assertTrue(tablet.sync().saved > 0u)
        val came = phone.sync()
        assertTrue(came.fromOwnPhones > 0u)
        assertNull(came.touched)
        assertEquals(2, phone.talkAbout().open.size)
        val devices = phone.backupDevices()
        assertEquals(listOf(true to null, false to "The tablet"), devices.map { it.thisPhone to it.name })

        // Taken off the list, it can neither read nor write.
        assertInvalid("device", Reason.WrongState) { phone.removeBackupDevice(devices[0].id) }
        phone.removeBackupDevice(devices[1].id)
        phone.sync()
        assertEquals(Stopped.LOGIN_REFUSED, tablet.sync().stopped)
        assertEquals(2, tablet.talkAbout().open.size, "what it has on it, it has")
        leave(tablet, "second_phone")
    }
}
