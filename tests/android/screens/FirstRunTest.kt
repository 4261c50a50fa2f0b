package org.handrail.ui

import org.handrail.EditSettings
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** From the first start, as Ana does it: no account, nothing asked, help at any time. */
class FirstRunTest {
    @Test
    fun `a language, what this is, and the first screen`() = Phone().use { phone ->
        phone.seen(listOf("first-run/language")) {
            tap("English")
            assertEquals("first-run/what", shell.here.key)
            tap("shell-begin")
            assertEquals(listOf("today"), shell.keys)
            assertFalse(shell.canGoBack, "the first run is nothing to come back to")
        }
        assertEquals("en", phone.record { settings() }.language)
        assertEquals("en", phone.ports.guarding.language)
    }

    @Test
    fun `help is there before anything else, and after a call that nobody answers`() = Phone().use { phone ->
        phone.seen(listOf("first-run/language")) {
            tap("shell-help-now")
            assertEquals("help-now", shell.here.key)
            // Where the phone is, its clock says: London.
            val emergency = shell.strings.say("help-now-call", "name" to shell.strings.number("999"))
            tap(emergency)
            assertEquals(listOf("999"), phone.ports.called)
            tap("shell-call-did-not-work")
            assertTrue(shell.strings.say("help-now-ask-someone-near") in read(), "what else can be done: ${read()}")
            assertFalse(emergency in read().take(1), "the number that did not answer is not offered first")
        }
    }

    @Test
    fun `the process ends on any screen, and it is there again`() = Phone().use { phone ->
        val way = phone.seen(listOf("today", "more")) {
            tap("sheet-settings")
            type("setting-name", "Ana \u0645\u0631\u064a\u0645 \uD83C\uDF3B")
            shell.keys
        }
        phone.processEnds()
        phone.seen(way) {
            assertEquals("settings", shell.here.key)
            assertTrue("Ana \u0645\u0631\u064a\u0645 \uD83C\uDF3B" in read(), "what was typed is still there: ${read()}")
            tap("shell-save")
            shell.back()
        }
        assertEquals("Ana \u0645\u0631\u064a\u0645 \uD83C\uDF3B", phone.record { settings() }.name)
        phone.seen(way) { assertFalse(shell.strings.say("shell-save") in read(), "nothing waits to be saved") }
    }

    @Test
    fun `what was taken out of a field stays out when the process ends`() = Phone().use { phone ->
        phone.record { saveSettings(EditSettings(name = "Ana")) }
        val way = phone.seen(listOf("today", "settings")) {
            assertTrue("Ana" in read())
            type("setting-name", "")
            shell.keys
        }
        phone.processEnds()
        phone.seen(way) {
            assertFalse("Ana" in read(), "${read()}")
            tap("shell-save")
        }
        assertEquals("", phone.record { settings() }.name)
    }
}
