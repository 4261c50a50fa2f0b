package org.handrail.ui

import org.handrail.BackupState
import org.handrail.Exactness
import org.handrail.NamedTime
import org.handrail.Repeats
import org.handrail.When
import org.handrail.ZonePolicy
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Reminders, the backup and everything out and in, as Ana does them. */
class AppTest {
    @Test
    fun `the first reminder asks with a reason, a no is kept to, and the next one does not ask`() = Phone().use { phone ->
        phone.ports.notificationsAllowed = null
        phone.seen(listOf("today", "reminders")) {
            tap("reminders-new")
            tap("shell-save")
            assertTrue(reads(shell.strings.say("error-reason-empty")), "at its field: ${read()}")
            type("reminder-title", "Call my sister \uD83D\uDCDE")
            tap("shell-save")
            assertTrue(reads(shell.strings.say("reminders-may-why")), "${read()}")
            tap("reminders-allow")
            assertTrue(reads("Call my sister"))
            assertTrue(reads(shell.strings.say("reminders-in-app")), "said once, calmly: ${read()}")
            shell.back()
            shell.go("reminders")
            calm()
            tap("reminders-new")
            type("reminder-title", "Water the plants")
            tap("shell-save")
            assertFalse(reads(shell.strings.say("reminders-may-why")), "not asked twice")
        }
        val (first, second) = phone.record { reminders() }
        assertEquals(Repeats.EveryDays(1u) to ZonePolicy.Floating, first.reminder.schedule.run { recurrence.repeats to zone })
        assertEquals(Exactness.INEXACT, second.reminder.exactness)
        assertTrue(phone.ports.planned >= 2, "the phone was told")
    }

    @Test
    fun `a reminder is turned off, and quiet hours are read back`() = Phone().use { phone ->
        phone.seen(listOf("today", "reminders", "reminder-form")) {
            type("reminder-title", "Stretch")
            assertFalse(reads(shell.strings.say("named-time-evening")), "one time, and the others one tap away: ${read()}")
            tap("named-time-after-breakfast")
            tap("named-time-evening")
            assertFalse(reads(shell.strings.say("named-time-midday")), "they go again: ${read()}")
            tap("shell-more")
            tap("reminder-exactness-exact")
            tap("shell-save")
            val made = phone.record { reminders() }.single().reminder
            assertEquals(Exactness.EXACT to listOf<When>(When.Named(NamedTime.EVENING)), made.exactness to made.schedule.times)
            tap("Stretch")
        }
        assertFalse(phone.record { reminders() }.single().on)
    }

    @Test
    fun `everything out, and in again on another phone`() = Phone().use { phone ->
        phone.record { addTalkAbout("Whether to tell my sister \uD83C\uDF3B") }
        phone.seen(listOf("today", "take-out")) {
            tap("take-out-file")
            assertTrue(reads(shell.strings.say("take-out-done")), "${read()}")
            tap("take-out-in-file")
            assertTrue(reads(shell.strings.say("take-out-not-empty")), "${read()}")
            tap("take-out-print")
            assertTrue("Whether to tell my sister" in phone.ports.printed.single())
        }
        Phone().use { other ->
            other.ports.taken += phone.ports.taken
            other.seen(listOf("today", "take-out")) {
                tap("take-out-in-file")
                assertTrue(reads(shell.strings.say("take-out-came-in")), "${read()}")
            }
            assertEquals(phone.record { talkAbout() }.open, other.record { talkAbout() }.open)
        }
    }

    @Test
    fun `erasing asks for a word, and then nothing is left`() = Phone().use { phone ->
        phone.record { addTalkAbout("Sleeping better") }
        phone.seen(listOf("today", "take-out", "erase")) {
            type(shell.strings.say("take-out-erase-type", "word" to shell.strings.say("take-out-erase-word")), "Erase")
            tap("take-out-erase")
            assertTrue(reads(shell.strings.say("take-out-erased")), "${read()}")
        }
    }

    @Test
    fun `a recovery sheet is made, and a slip in the code names its group`() = Phone().use { phone ->
        phone.seen(listOf("today", "backup")) {
            tap("backup-turn-on")
            type("backup-address", "not a relay")
            tap("backup-make-sheet")
            assertTrue(reads(shell.strings.say("error-reason-malformed")), "${read()}")
            type("backup-address", "https://relay.example.org")
            tap("backup-make-sheet")
            val code = requireNotNull(phone.record { recoverySheet() }).code
            assertTrue(code.split('-').all { reads(it) }, "the sheet is shown")
            tap("review-print")
            assertTrue(code.split('-').all { it in phone.ports.printed.single() }, "the sheet is printed")
            tap("shell-next")
            val groups = code.split('-').toMutableList()
            groups[1] = groups[1].dropLast(1) + if (groups[1].last() == '8') '7' else '8'
            type("backup-code", groups.joinToString("-"))
            tap("shell-next")
            assertTrue(reads(shell.strings.say("backup-code-differs", "group" to 2L)), "${read()}")
            type("backup-code", code.lowercase().replace('-', ' '))
            tap("shell-next")
            assertEquals("backup", shell.here.key)
        }
        assertNull(phone.record { recoverySheet() })
        assertEquals(BackupState.ON, phone.record { backup() }.state)
    }

    @Test
    fun `a lost phone comes back from its sheet`() {
        Clinic.needed()
        Phone().use { old ->
            val code = old.record {
                addTalkAbout("Sleeping better")
                createRecoveryCode(org.handrail.BackupPlace.At(Clinic.relay)).code.also { verifyRecoveryCode(it) }
            }
            old.syncs()
            Phone().use { new ->
                new.seen(listOf("today", "restore")) {
                    type("restore-code", code)
                    type("backup-address", Clinic.relay)
                    tap("shell-next")
                    assertTrue(reads(shell.strings.say("restore-is-it-yours")), "${read()}")
                    tap("restore-yes")
                    assertEquals("today", shell.here.key)
                }
                assertEquals(listOf("Sleeping better"), new.record { talkAbout() }.open.map { it.wording })
            }
        }
    }
}
