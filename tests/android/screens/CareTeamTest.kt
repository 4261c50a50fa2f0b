package org.handrail.ui

import androidx.compose.ui.graphics.toAwtImage
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasContentDescription
import com.google.zxing.BinaryBitmap
import com.google.zxing.RGBLuminanceSource
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.runBlocking
import org.handrail.BackupPlace
import org.handrail.BackupState
import org.handrail.CancelToken
import org.handrail.Choices
import org.handrail.Handrail
import org.handrail.HomeworkState
import org.handrail.Period
import org.handrail.ProposalState
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/** What takes two: another phone of Ana's, or somebody at the other screen, over the real relay. */
class CareTeamTest {
    @BeforeEach
    fun relay() = Clinic.needed()

    private fun sam(name: String = "Sam") = Practitioner(name, System.nanoTime())

    /** A call of this phone beside what is tapped on the other one. */
    private fun <T> Phone.meanwhile(call: suspend Handrail.(CancelToken) -> T): CompletableFuture<T> =
        CompletableFuture.supplyAsync { runBlocking { store.stoppable(call) } }

    /** What a camera reads off this screen. */
    private fun Seen.square(test: SkikoComposeUiTest): String {
        val picture = test.onNode(hasContentDescription(shell.strings.say("code-square"))).captureToImage().toAwtImage()
        val pixels = picture.getRGB(0, 0, picture.width, picture.height, null, 0, picture.width)
        return QRCodeReader().decode(BinaryBitmap(HybridBinarizer(RGBLuminanceSource(picture.width, picture.height, pixels)))).text
    }

    private fun Phone.backedUp() {
        record {
            addTalkAbout("Sleeping better")
            verifyRecoveryCode(createRecoveryCode(BackupPlace.At(Clinic.relay)).code)
        }
        syncs()
    }

    private fun Phone.talk() = record { talkAbout() }.open.map { it.wording }

    @Test
    fun `a tablet reads the code off the phone's screen, and both hold the same`() = Phone().use { phone ->
        phone.backedUp()
        Phone().use { tablet ->
            phone.seen(listOf("today", "backup", "second-phone"), height = 1400) { test ->
                tap("second-show")
                val scanned = square(test).let { code -> tablet.record { scanCodeOfFirstPhone(code, false) } }
                val there = tablet.meanwhile { token -> wordsOfFirstPhone(scanned, token) }
                tap("second-scanned")
                assertTrue(there.get().all(::reads), "${there.get()}, here ${read()}")
                val joins = tablet.meanwhile { token -> joinFirstPhone(scanned, true, token) }
                tap("reader-words-same")
                joins.get()
                assertEquals("backup", shell.here.key)
            }
            assertEquals(listOf("Sleeping better"), tablet.talk())
        }
    }

    @Test
    fun `a second phone scans, and other words end it`() = Phone().use { phone ->
        phone.backedUp()
        Phone().use { second ->
            for (same in listOf(false, true)) {
                val shown = runBlocking { phone.store.stoppable { token -> showCodeForSecondPhone("en", token) } }
                second.ports.scans += shown.square()
                second.seen(listOf("today", "restore", "second-phone")) {
                    val there = phone.meanwhile { token -> wordsForSecondPhone(shown, token) }
                    tap("code-scan")
                    assertTrue(there.get().all(::reads), "${there.get()}, here ${read()}")
                    val says = phone.meanwhile { token -> runCatching { confirmSecondPhone(shown, same, "Second", token) } }
                    tap(if (same) "reader-words-same" else "reader-words-different")
                    says.get()
                    assertEquals(if (same) "backup" else "second-phone", shell.here.key)
                }
                assertEquals(if (same) listOf("Sleeping better") else emptyList(), second.talk())
            }
        }
    }

    @Test
    fun `a practitioner who does not come is waited for until Ana stops`() = Phone().use { phone ->
        val sam = sam()
        phone.ports.scans += sam.ask("invite", "name" to "Ana").text("qr")
        phone.seen(listOf("today", "readers", "pair")) {
            tap("code-scan")
            tap("pair-go", wait = false)
            until("shell-cancel")
            assertTrue(reads(shell.strings.say("pair-waits", "name" to "Sam")))
            tap("shell-cancel")
            assertTrue(reads("error-cancelled"), "${read()}")
            assertFalse(shell.strings.say("shell-cancel") in read())
            tap("shell-start-again")
            assertTrue(reads("pair-what"))
        }
        assertTrue(phone.record { readers() }.isEmpty())
    }

    @Test
    fun `a card and Sam's half open the backup, and a wrong half is named`() = Phone().use { phone ->
        val sam = sam()
        val mailbox = sam.pair(phone)
        phone.record { addTalkAbout("Sleeping better") }
        var half = ""
        var theirs = ""
        phone.seen(listOf("today", "backup", "helped-path"), height = 1600) {
            tap(shell.strings.say("helped-make", "name" to "Sam"))
            val group = Regex("""^\d+\. \u2066(\S+)\u2069$""")
            half = read().mapNotNull { group.find(it)?.groupValues?.get(1) }.joinToString("-")
            tap("review-print")
            assertTrue(half.split('-').all { it in phone.ports.printed.single() }, "the card on paper is the card on the screen")
            phone.syncs()
            sam.ask("take_in")
            theirs = sam.ask("share", "client" to mailbox).text("share")
            tap("shell-next")
            type("helped-my-half", theirs)
            type(shell.strings.say("helped-their-half", "name" to "Sam"), theirs)
            tap("shell-next")
            assertTrue(reads(shell.strings.say("helped-join-same", "name" to "Sam")), "${read()}")
            type("helped-my-half", half.lowercase())
            tap("shell-next")
            assertEquals("backup", shell.here.key)
            assertTrue(reads("helped-join-right"))
        }
        phone.syncs()
        assertEquals(BackupState.ON, phone.record { backup() }.state)

        Phone().use { new ->
            new.seen(listOf("today", "restore"), height = 1600) {
                type("restore-code", half)
                type("restore-theirs", theirs)
                type("backup-address", Clinic.relay)
                tap("shell-next")
                assertTrue(reads("restore-is-it-yours"), "${read()}")
                tap("restore-yes")
                assertEquals("today", shell.here.key)
                // Sam read on the old phone, and is named until Ana pairs again or lets it be.
                shell.go("readers")
                calm()
                tap("readers-end-former", of = "Sam")
            }
            assertEquals(listOf("Sleeping better"), new.talk())
            assertTrue(new.record { formerReaders() }.isEmpty())
        }
    }

    @Test
    fun `a colleague is introduced, reads after a yes, and four words are compared`() = Phone().use { phone ->
        val (sam, ben) = sam() to sam("Ben")
        val mailbox = sam.pair(phone)
        sam.ask("introduce", "client" to mailbox, "card" to ben.ask("card").text("card"))
        phone.syncs()
        phone.seen(listOf("today", "readers"), height = 1400) {
            tap("readers-introduced")
            tap("reader-introduced-no", of = "Ben")
            assertTrue(phone.record { readers() }.size == 1 && reads("introductions-empty"), "${read()}")
        }
        sam.ask("introduce", "client" to mailbox, "card" to ben.ask("card").text("card"))
        phone.clock.at = phone.clock.at.plusDays(1)
        ben.now = phone.clock.now().instantMs
        phone.syncs()
        phone.seen(listOf("today", "readers"), height = 1400) {
            tap("readers-introduced")
            tap(shell.strings.say("reader-introduced-yes", "name" to "Ben"))
            shell.back()
            calm()
            assertTrue(reads(shell.strings.say("reader-not-checked", "name" to "Ben")), "${read()}")
            tap("readers-compare")
            assertTrue(reads(shell.strings.say("reader-words-later", "name" to "Ben")), "before Ben was online: ${read()}")
            phone.record { review(Period.SinceLastMeeting).use { share(preview(it, Choices()).preview) } }
            phone.syncs()
            ben.ask("take_in")
            phone.syncs()
            ben.ask("take_in")
            calm()
            val words = ben.ask("check", "client" to mailbox).texts("words")
            assertTrue(words.size == 4 && words.all(::reads), "$words, here ${read()}")
            tap("reader-words-same")
            assertEquals("readers", shell.here.key)
        }
        assertEquals(listOf("Ben" to true, "Sam" to true), phone.record { readers() }.map { it.name to it.checked }.sortedBy { it.first })
    }

    @Test
    fun `a suggestion becomes Ana's as it came, changed, or not at all`() = Phone().use { phone ->
        val sam = sam()
        val mailbox = sam.pair(phone)
        for (title in listOf("A walk", "A letter", "A list")) {
            sam.ask("propose", "client" to mailbox, "proposal" to """{"kind": "homework", "title": "$title", "what_exactly": "Today"}""")
        }
        phone.syncs()
        phone.seen(listOf("today", "proposals"), height = 3000) {
            tap("proposal-state-declined", of = "A list")
            assertTrue(reads(shell.strings.say("proposal-state-declined")))
            val change = phone.record { proposals() }.waiting.single { it.title == "A letter" }.id
            shell.go("proposals/$change")
            calm()
            type("homework-title", "A short letter")
            type("homework-what-exactly", "")
            tap("proposal-state-accepted")
            assertEquals("proposals", shell.here.key)
            tap("proposal-state-accepted")
            assertFalse(reads("proposals-decide"), "nothing waits: ${read()}")
        }
        val mine = phone.record { homework() }.run { due + coming }.filter { it.state == HomeworkState.ACTIVE }
        assertEquals(listOf("A short letter" to "", "A walk" to "Today"), mine.map { it.title to it.whatExactly }.sortedBy { it.first })
        assertEquals(
            listOf(ProposalState.ACCEPTED, ProposalState.CHANGED, ProposalState.DECLINED),
            phone.record { proposals() }.earlier.map { it.state }.sortedBy { it.name },
        )
    }
}
