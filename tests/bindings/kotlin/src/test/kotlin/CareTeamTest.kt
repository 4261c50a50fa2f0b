package org.handrail.scenarios

import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runBlocking
import org.handrail.BackupPlace
import org.handrail.BackupState
import org.handrail.Choices
import org.handrail.CodeCheck
import org.handrail.HalvesCheck
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.Period
import org.handrail.RestoreFrom
import org.handrail.SyncMessage
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/**
 * A practitioner is paired, a colleague is introduced, and one of them helps a lost phone back. The practitioners' side is the
 * review page's own code. The same scenarios stand in Python and Swift.
 */
class CareTeamTest : Scenario() {
    /** Shares all there is since the last meeting; gives who reads it. */
    private fun share(phone: Handrail): List<String> {
        val shown = phone.preview(phone.review(Period.SinceLastMeeting), Choices())
        phone.share(shown.preview)
        return shown.packets.flatMap { packet -> packet.readBy.map { it.name } }
    }

    @Test
    fun care_team(): Unit = runBlocking {
        val phone = handrail
        val anna = Practitioner("Anna", clock)
        val ben = Practitioner("Ben", clock)

        // "Different" on the phone ends it on both sides; nothing is kept.
        val pairing = phone.scanInvite(anna.ask("invite", "name" to "Maria").text("qr"))
        coroutineScope {
            val seen = async { anna.later("pair_words") }
            phone.pair(pairing)
            seen.await()
        }
        assertThrows<HandrailException.Network> { phone.confirmPairing(pairing, false) }
        assertEquals("over", anna.ask("pair_poll").text("state"))
        assertTrue(phone.readers().isEmpty())

        val mailbox = anna.pair(phone, "Maria")
        val reader = phone.readers().first()
        assertEquals(Triple("Anna", mailbox, true), reader.run { Triple(name, this.mailbox, checked) })
        assertEquals(SyncMessage.ALL_SENT, phone.syncStatus().message)

        // A review goes up, sealed; a suggestion comes down, and becomes Maria's with her yes.
        phone.addTalkAbout("The bus")
        assertEquals(listOf("Anna"), share(phone))
        assertEquals(SyncMessage.WAITING, phone.syncStatus().message)
        assertEquals(1u to SENT, phone.sync().run { delivered to touched })
        assertEquals(1, anna.ask("take_in").number("opened"))
        assertTrue("The bus" in anna.ask("open", "client" to mailbox).text)
        anna.ask("propose", "client" to mailbox, "proposal" to """{"kind": "homework", "title": "A walk"}""")
        val came = phone.sync()
        assertTrue(came.takenIn > 0u)
        assertNull(came.touched, "something came: any screen may be different")
        assertEquals(listOf("Anna"), phone.proposals().waiting.map { it.fromName })

        // Anna introduces Ben; nothing goes to him before the yes.
        anna.ask("introduce", "client" to mailbox, "card" to ben.ask("card").text("card"))
        phone.sync()
        val asked = phone.introductions().single()
        assertEquals(Triple("Anna", "Ben", mailbox), asked.run { Triple(byName, name, this.mailbox) })
        clock.set("2026-11-22T12:00")
        phone.acceptIntroduction(mailbox, asked.account)
        val readers = phone.readers()
        assertEquals(
            listOf(Triple("Anna", true, null), Triple("Ben", false, "Anna")),
            readers.map { Triple(it.name, it.checked, it.introducedBy) },
        )
        assertEquals(listOf("Anna", "Ben"), share(phone))
        assertEquals(2u, phone.sync().delivered)
        assertEquals(1, ben.ask("take_in").number("opened"))

        // At the next visit both have been online: four words, the same ones.
        phone.sync()
        ben.ask("take_in")
        val words = phone.readerWords(mailbox, asked.account)
        assertEquals(words, ben.ask("check", "client" to mailbox).texts("words"))
        phone.compareReaderWords(mailbox, asked.account, true)
        ben.ask("check", "client" to mailbox, "same" to true)
        assertTrue(phone.readers().all { it.checked })

        // Anna leaves: the next one is Ben's alone.
        phone.removeReader(mailbox, readers.first().account)
        phone.sync()
        clock.set("2026-11-23T12:00")
        phone.addTalkAbout("Only for Ben")
        assertEquals(listOf("Ben"), share(phone))
        phone.sync()
        ben.ask("take_in")
        assertTrue("Only for Ben" in ben.ask("open", "client" to mailbox).text)
        assertEquals(0, anna.ask("take_in").number("opened"))
        assertTrue(phone.syncStatus().refusals.isEmpty())
        leave(phone, "care_team")
    }

    @Test
    fun helped_path(): Unit = runBlocking {
        val phone = handrail
        val sam = Practitioner("Sam", clock)
        val mailbox = sam.pair(phone, "Ben")
        phone.addTalkAbout("Whether to tell my sister")
        val reader = phone.readers().first().account

        // One half on a card, the other with Sam, sealed; nothing goes up before both were put together once.
        val place = BackupPlace.WithReader(mailbox)
        val first = phone.createHelpedPath(reader, place)
        val card = phone.createHelpedPath(reader, place)
        assertEquals(Triple("Sam", 'C', "HelpCard(..)"), Triple(card.reader, card.half.first(), "$card"))
        phone.sync()
        assertEquals(BackupState.CODE_WAITS, phone.backup().state)
        sam.ask("take_in")
        val theirs = sam.ask("share", "client" to mailbox).text("share")
        assertEquals(HalvesCheck.OtherPair, phone.joinShares(first.half, theirs))
        assertEquals(HalvesCheck.SameSide, phone.joinShares(theirs, theirs))
        assertEquals(HalvesCheck.Right, phone.joinShares(card.half, theirs.replace("-", "")))
        assertTrue(phone.sync().saved > 0u)
        assertEquals(BackupState.ON, phone.backup().state)
        val before = exported(phone)

        // The phone is lost. A new one, the card and Sam's half bring everything back.
        val new = another(clock = clock)
        assertEquals(HalvesCheck.Right, new.checkShares(card.half, theirs))
        assertEquals(CodeCheck.Right, new.beginRestore(RestoreFrom.Halves(card.square, theirs, ""), true))
        assertEquals(1uL, new.fetchRestore().entries)
        assertNull(new.confirmRestore().stopped)
        assertEquals(before, exported(new), "byte by byte")

        // Who read before is named, and reads again once they have paired.
        assertEquals(listOf("Sam" to mailbox), new.formerReaders().map { it.name to it.mailbox })
        assertTrue(new.readers().isEmpty())
        val again = sam.pair(new, "Ben")
        assertNotEquals(mailbox, again)
        assertEquals(listOf("Sam"), new.readers().map { it.name })
        assertTrue(new.formerReaders().isEmpty())
        new.addTalkAbout("A new phone")
        assertEquals(listOf("Sam"), share(new))
        new.sync()
        assertEquals(1, sam.ask("take_in").number("opened"))
        leave(new, "helped_path")
    }
}
