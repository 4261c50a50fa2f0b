package org.handrail.app

import kotlinx.coroutines.runBlocking
import org.handrail.BackupPlace
import org.handrail.CodeCheck
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.NetworkProblem
import org.handrail.NewCopingStrategy
import org.handrail.Reload
import org.handrail.Stopped
import org.handrail.SyncReport
import org.handrail.app.reminders.WithRecord
import org.handrail.app.sync.Occasions
import org.handrail.app.sync.Synced
import org.handrail.app.sync.Syncing
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

private val NOTHING = SyncReport(0u, 0u, 0u, 0u, 0u, 0u, 0u, false, null, null, listOf(Reload.SYNC))

/** When the phone is asked for the network. */
class SyncingTest {
    private val phone = Phone("2026-11-21T12:00")
    private val asked = mutableListOf<String>()
    private var exchanges = 0
    private var ends: () -> SyncReport = { NOTHING }

    private val syncing = Syncing(
        record = object : WithRecord {
            override suspend fun <T> use(call: suspend (HandrailStore) -> T): T = call(phone.store)
        },
        occasions = object : Occasions {
            override fun nowAndThen() {
                asked += "now and then"
            }

            override fun soon() {
                asked += "soon"
            }

            override fun never() {
                asked += "never"
            }
        },
        log = phone.log,
        sync = {
            exchanges++
            ends()
        },
    )

    @AfterEach
    fun close() = phone.close()

    private fun backUp() = runBlocking {
        val sheet = phone.write { createRecoveryCode(BackupPlace.At("https://relay.example.org")) }
        assertEquals(CodeCheck.Right, phone.write { verifyRecoveryCode(sheet.code) })
    }

    @Test
    fun nothing_goes_over_the_network_before_anybody_is_paired_or_the_backup_is_on() = runBlocking {
        phone.write { saveCopingStrategy(NewCopingStrategy(name = "Go for a walk")) }
        syncing.settle()
        syncing.afterWrite()
        // Work that an earlier version of the app had asked for.
        assertEquals(Synced.DONE, syncing.run())
        assertEquals(0, exchanges)
        assertEquals(setOf("never"), asked.toSet())
    }

    @Test
    fun with_the_backup_on_it_goes_now_and_then_and_soon_after_a_write() = runBlocking {
        backUp()
        syncing.settle()
        assertEquals(listOf("now and then"), asked)
        syncing.afterWrite()
        assertEquals("soon", asked.last())
        assertEquals(Synced.DONE, syncing.run())
        assertEquals(1, exchanges)
    }

    @Test
    fun what_passes_is_tried_again_and_what_does_not_is_not() = runBlocking {
        backUp()
        val passing = listOf(
            { NOTHING.copy(stopped = Stopped.AWAY) },
            { NOTHING.copy(stopped = Stopped.BUSY) },
            { throw HandrailException.Network(NetworkProblem.OFFLINE) },
            { throw HandrailException.Closed() },
        )
        for (end in passing) {
            ends = end
            assertEquals(Synced.AGAIN, syncing.run())
        }
        val final = listOf(
            { NOTHING.copy(stopped = Stopped.LOGIN_REFUSED) },
            { throw HandrailException.Network(NetworkProblem.REFUSED) },
        )
        for (end in final) {
            ends = end
            assertEquals(Synced.DONE, syncing.run())
        }
        assertTrue("sync.ended:network.offline" in phone.log.codes && "sync.stopped:away" in phone.log.codes)
    }
}
