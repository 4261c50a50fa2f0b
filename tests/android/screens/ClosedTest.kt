package org.handrail.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.NewPerson
import org.handrail.ui.home.ClosedWindow
import org.handrail.ui.home.LockContent
import org.handrail.ui.home.WithoutRecord
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is seen while the record is closed: help is near, and nothing of the person. */
class ClosedTest : Pictures() {
    @Composable
    private fun Closed(phone: Phone, helpFirst: Boolean = false, onUnlock: (() -> Unit)? = null, content: @Composable () -> Unit) {
        var help by remember { mutableStateOf(helpFirst) }
        ClosedWindow(help, { help = it }, phone.ports.calling, "GB", onUnlock, content)
    }

    @Composable
    private fun Lost(onAgain: () -> Unit = {}, onRestore: () -> Unit = {}) = WithoutRecord("error-key-missing", true, onAgain, onRestore)

    @Test
    fun `help without a record is left again, by the same way back as everywhere`() = Phone().use { phone ->
        var again = 0
        phone.seen(window = { Closed(phone) { Lost(onAgain = { again++ }) } }) {
            tap("shell-help-now")
            assertTrue(shell.strings.say("help-now-title") in read())
            assertFalse(shell.strings.say("help-now-unlock") in read(), "nothing is behind a lock here")
            tap("shell-back")
            tap("shell-again")
        }
        assertEquals(1, again)
    }

    @Test
    fun `a locked phone shows nobody of Maya, and says how she is reached`() = Phone().use { phone ->
        phone.record { savePerson(NewPerson(name = "Maya", phone = "020 7946 0123", helpNow = true)) }
        var opened = 0
        phone.seen(window = { Closed(phone, onUnlock = { opened++ }) { LockContent {} } }) {
            tap("shell-help-now")
            assertTrue(read().none { "Maya" in it || "7946" in it }, "${read()}")
            assertTrue(shell.strings.say("help-now-own-locked") in read())
            tap("help-now-unlock")
            assertEquals(1, opened)
        }
    }

    @Test
    fun `a line that does not answer leads to what else there is`() = Phone().use { phone ->
        phone.seen(window = { Closed(phone, helpFirst = true) { Lost() } }) {
            tap(shell.strings.say("help-now-call", "name" to shell.strings.number("999")))
            assertEquals(listOf("999"), phone.ports.called)
            tap("shell-call-did-not-work")
            assertTrue(shell.strings.say("help-now-ask-someone-near") in read(), "${read()}")
            tap("help-now-title")
            assertTrue(shell.strings.say("help-now-danger") in read())
        }
    }

    @Test
    fun pictures() {
        drawing("lock", help = true) { phone -> Closed(phone, onUnlock = {}) { LockContent {} } }
        drawing("lock-help", help = false) { phone -> Closed(phone, helpFirst = true, onUnlock = {}) {} }
        drawing("key-lost", help = true) { phone -> Closed(phone) { Lost() } }
        drawing("key-lost-help", help = false) { phone -> Closed(phone, helpFirst = true) { Lost() } }
        drawing("storage-full", help = true) { phone -> Closed(phone) { WithoutRecord("error-storage-full", false, {}, {}) } }
    }
}
