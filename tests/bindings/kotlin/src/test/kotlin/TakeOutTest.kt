package org.handrail.scenarios

import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermission
import org.handrail.CancelToken
import org.handrail.Choices
import org.handrail.HandrailException
import org.handrail.NewCopingStrategy
import org.handrail.PaperForm
import org.handrail.Period
import org.handrail.ProgressMeter
import org.handrail.Reason
import org.handrail.Sheet
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Everything out on paper and as a file, in again, and nothing left behind. The same scenario stands in Python and Swift. */
class TakeOutTest : Scenario() {
    @Test
    fun take_out() {
        val phone = handrail
        phone.saveCopingStrategy(NewCopingStrategy("Go for a walk"))
        phone.addTalkAbout("Whether to tell my sister")

        // On paper: filled, blank, in another language, all of it, and what a review would say.
        assertTrue("Go for a walk" in phone.printSheet(Sheet.COPING, PaperForm.FILLED))
        assertFalse("Go for a walk" in phone.printSheet(Sheet.COPING, PaperForm.BLANK))
        assertTrue("dir=\"rtl\"" in phone.printSheet(Sheet.COPING, PaperForm.FILLED, "ar"))
        assertTrue("Whether to tell my sister" in phone.printAll(PaperForm.FILLED))
        phone.review(Period.SinceLastMeeting).use { review ->
            val shown = phone.preview(review, Choices())
            assertTrue("Whether to tell my sister" in phone.showReview(shown.preview, shown.packets[0].id))
            assertThrows<HandrailException.NotFound> { phone.showReview(shown.preview, "A".repeat(22)) }
            shown.destroy()
        }

        // As a file that only this account can read, with a meter beside it; a place that is not there is said.
        val path = place("archive.json")
        val meter = ProgressMeter()
        phone.exportAll(path.toString(), null, meter)
        val archive = Files.readString(path)
        assertTrue("Go for a walk" in archive)
        val mine = setOf(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
        assertEquals(mine, Files.getPosixFilePermissions(path))
        val progress = meter.progress()
        assertEquals(progress.of to 0uL, progress.done to progress.received)
        assertTrue(progress.done > 0u)
        assertThrows<HandrailException.Storage> { phone.exportAll("$path/nowhere") }
        val used = CancelToken()
        used.cancel()
        assertThrows<HandrailException.Cancelled> { phone.exportAll(place("stopped.json").toString(), used) }

        // In again: only where nothing is, only a whole archive, and then the same byte for byte.
        assertInvalid("store", Reason.WrongState) { phone.importArchive(path.toString()) }
        val other = another()
        val cut = Files.writeString(place("cut.json"), archive.dropLast(20))
        assertInvalid("archive", Reason.Malformed) { other.importArchive(cut.toString()) }
        val imported = other.importArchive(path.toString())
        assertTrue(imported.records >= 2u && imported.unknown == 0uL)
        assertEquals(archive, exported(other))
        leave(other, "take_out")

        // Erased: the key is forgotten, no file is left, every call says so.
        val keys = Keys()
        val gone = another(keys)
        gone.addTalkAbout("Whether to tell my sister")
        gone.eraseAll()
        assertTrue(keys.key.all { it == 0.toByte() })
        assertThrows<HandrailException.Closed> { gone.talkAbout() }
        gone.eraseAll()
    }
}
