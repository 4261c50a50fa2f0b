package org.handrail.ui

import org.handrail.BackupPlace
import org.handrail.Choices
import org.handrail.Period
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/** What is there only beside somebody else: another phone, a practitioner, a colleague of theirs. */
class CareTeamPictures : Pictures() {
    @BeforeEach
    fun relay() = Clinic.needed()

    private val sam by lazy { Practitioner("Sam", System.nanoTime()) }
    private val ben by lazy { Practitioner("Ben", System.nanoTime()) }

    /** Sam reads, and says that Ben could too. */
    private fun Phone.introduced(): String = sam.pair(this).also { mailbox ->
        sam.ask("introduce", "client" to mailbox, "card" to ben.ask("card").text("card"))
        syncs()
    }

    @Test
    fun introductions() = picture("introductions") {
        introduced()
        listOf("today", "readers", "introductions")
    }

    @Test
    fun readerWords() {
        for (met in listOf(false, true)) {
            picture(if (met) "reader-words" else "reader-words-later") {
                val mailbox = introduced()
                val account = record { introductions() }.single().account
                clock.at = clock.at.plusDays(1)
                ben.now = clock.now().instantMs
                record {
                    acceptIntroduction(mailbox, account)
                    addTalkAbout("The bus")
                }
                if (met) {
                    repeat(2) {
                        record { review(Period.SinceLastMeeting).use { review -> share(preview(review, Choices()).preview) } }
                        syncs()
                        ben.ask("take_in")
                    }
                    syncs()
                }
                listOf("today", "readers", "reader-words/$mailbox/$account")
            }
        }
    }

    @Test
    fun proposals() {
        for (name in listOf("proposals", "proposal-form")) {
            picture(name) {
                val mailbox = sam.pair(this)
                val walk = """{"kind": "homework", "title": "A walk to the river", "what_exactly": "As far as the bridge", "why": "You sleep better after it"}"""
                sam.ask("propose", "client" to mailbox, "proposal" to walk)
                sam.ask("propose", "client" to mailbox, "proposal" to """{"kind": "homework", "title": "A list for the visit"}""")
                syncs()
                val (first, second) = record { proposals() }.waiting.sortedByDescending { it.title }.map { it.id }
                if (name == "proposals") record { declineProposal(second) }
                listOf("today", "proposals") + listOf("proposals/$first").filter { name == "proposal-form" }
            }
        }
    }

    @Test
    fun fourWords() = picture("pair-words", life = {
        ports.scans += sam.ask("invite", "name" to "Ana").text("qr")
        listOf("today", "readers", "pair")
    }) {
        tap("code-scan")
        val there = sam.later("pair_words")
        tap("pair-go")
        there.get()
    }

    @Test
    fun whoseCodeItIs() = picture("pair-met", life = {
        ports.scans += sam.ask("invite", "name" to "Ana").text("qr")
        listOf("today", "readers", "pair")
    }) { tap("code-scan") }

    private fun Phone.backedUp() = record {
        addTalkAbout("Sleeping better")
        createRecoveryCode(BackupPlace.At(Clinic.relay)).code.also { verifyRecoveryCode(it) }
    }.also { syncs() }

    @Test
    fun theSecondPhonesSquare() = picture("second-phone-code", life = {
        backedUp()
        listOf("today", "backup", "second-phone")
    }) { tap("second-show") }

    @Test
    fun theCardOfTheHelpedPath() = picture("helped-path-card", life = {
        sam.pair(this)
        listOf("today", "backup", "helped-path")
    }) { tap(shell.strings.say("helped-make", "name" to "Sam")) }

    @Test
    fun whetherItIsTheirs() {
        val code = Phone().use { it.backedUp() }
        picture("restore-question", life = { listOf("today", "restore") }) {
            type("restore-code", code)
            type("backup-address", Clinic.relay)
            tap("shell-next")
        }
    }
}
