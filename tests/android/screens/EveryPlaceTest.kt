package org.handrail.ui

import java.io.File
import org.handrail.ui.shell.PLACES
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** A picture draws its place, ends the process and comes back to it: so each place has one. */
class EveryPlaceTest {
    @Test
    fun `every place of the list has a picture`() {
        val pictures = File("../tests/android/screens").listFiles { file -> file.name.endsWith("Pictures.kt") }.orEmpty().joinToString("\n") { it.readText() }
        // A way is written as keys: the name alone, or with ids behind it.
        val drawn = Regex(""""([a-z][a-z-]*)(?:["/])""").findAll(pictures).map { it.groupValues[1] }.toSet()
        assertEquals(emptySet<String>(), PLACES.keys - drawn)
    }
}
