package org.handrail.ui

import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import org.handrail.CheckAnswer
import org.handrail.FilledBy
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is taken from a list, and chosen in the words of one, is what is kept. */
class FromListsTest {
    @Test
    fun `what helps other people becomes mine with one tap, and is not with the next`() = Phone().use { phone ->
        val trouble = phone.record { copingLibrary() }.troubles.first { it.strategies.isNotEmpty() }
        phone.seen(listOf("today", "coping", "coping-library", "coping-library/${trouble.id}")) { test ->
            // Each of the list has such a button.
            test.onAllNodes(hasText(shell.strings.say("coping-put-with-mine"))).onFirst().performScrollTo().performClick()
            calm()
            val mine = phone.record { coping() }.strategies
            assertEquals(listOf(trouble.strategies.first().name to trouble.name), mine.map { it.name to it.trouble })
            tap("shell-undo")
        }
        assertTrue(phone.record { coping() }.strategies.isEmpty())
    }

    @Test
    fun `the answer that is tapped is kept, and shown over time in its own words`() = Phone().use { phone ->
        val form = checkNotNull(phone.record { progressCheckForm(FilledBy.CLIENT) })
        val all = form.items.flatMap { it.steps }
        // Of several that say the same, nobody could tell which one is tapped.
        val item = form.items.first { item -> item.steps.all { step -> all.count { it == step } == 1 } }
        phone.seen(listOf("today", "progress-check", "progress-check-form")) {
            tap(item.steps.last())
            tap("shell-save")
            assertTrue(reads(item.steps.last()), "${read()}")
            assertTrue(item.steps.dropLast(1).none { reads(it) }, "${read()}")
        }
        val kept = phone.record { progress() }.checks.single().answers.single()
        assertEquals(item.id to CheckAnswer.Step(item.steps.lastIndex.toUInt()), kept.item to kept.answer)
    }
}
