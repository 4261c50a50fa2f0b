package org.handrail.scenarios

import java.io.ByteArrayOutputStream
import java.io.DataOutputStream
import java.util.Base64
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withTimeout
import org.handrail.CancelToken
import org.handrail.HandrailException
import org.handrail.Reason
import org.handrail.SyncMessage
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** The text of a code to scan (docs/protocol.md, section 4) for a relay that is not there. */
private fun invite(origin: String): String {
    val header = ByteArrayOutputStream()
    val out = DataOutputStream(header)
    out.writeByte(1)
    val zeros = listOf(16, 16, 32, 32, 0).map { ByteArray(it) }
    for (field in listOf(origin.toByteArray()) + zeros + listOf("en".toByteArray(), "Sam".toByteArray())) {
        out.writeInt(field.size)
        out.write(field)
    }
    return "HANDRAIL1." + Base64.getUrlEncoder().withoutPadding().encodeToString(header.toByteArray())
}

/** What waits for the network can be stopped. The same scenario stands in Python and Swift. */
class CancelSyncTest : Scenario() {
    @Test
    fun cancel_sync(): Unit = runBlocking {
        val phone = handrail
        assertEquals(SyncMessage.NOBODY_PAIRED, phone.syncStatus().message)
        val report = phone.sync()
        assertEquals(Triple(0uL, 0uL, null), report.run { Triple(bytesSent, bytesReceived, stopped) })
        assertEquals(SENT, report.touched)

        val whole = invite("http://127.0.0.1:9")
        for (other in listOf("https://example.org/", invite("http://relay.example.org"), whole.dropLast(4))) {
            assertInvalid("invite", Reason.Malformed) { phone.scanInvite(other) }
        }

        // Nothing listens on port 9, so the pairing keeps trying until it is stopped.
        val token = CancelToken()
        supervisorScope {
            val pairing = phone.scanInvite(whole)
            assertEquals("Sam", pairing.name())
            val trying = async { phone.pair(pairing, token) }
            delay(300)
            assertFalse(trying.isCompleted)
            token.cancel()
            withTimeout(2_000) { assertThrows<HandrailException.Cancelled> { trying.await() } }
        }

        // A token that was used stays used, and the record is as it was.
        assertThrows<HandrailException.Cancelled> { phone.pair(phone.scanInvite(whole), token) }
        assertTrue(phone.readers().isEmpty())
        phone.addTalkAbout("It still works")
    }
}
