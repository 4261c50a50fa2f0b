package org.handrail.ui

import org.handrail.EditSettings
import org.handrail.LifeArea
import org.handrail.NewLifeAreaRating
import org.handrail.WishToChange
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What helps to say a goal: examples a few at a time, the area it comes of, questions. All of it may be passed by. */
class GoalFormTest {
    private fun Phone.examples() = record { goalForm(null, null) }.examples.map { few -> few.map { it.name.text } }

    @Test
    fun `an example is a beginning that is changed into one's own words`() = Phone().use { phone ->
        val (first, second) = phone.examples()
        phone.seen(listOf("today", "goals", "goal-form/new")) {
            assertTrue(first.all { it in read() } && second.none { it in read() }, "${read()}")
            tap("goal-examples-others")
            assertTrue(second.all { it in read() } && first.none { it in read() }, "${read()}")
            tap(second[0])
            assertTrue(second[0] in read() && second[1] !in read(), "what is typed has the screen to itself: ${read()}")
            type("long-term-goal-title", "${second[0]}, in spring")
            tap("shell-save")
        }
        assertEquals("${second[0]}, in spring", phone.record { goals() }.goals.single().title)
    }

    @Test
    fun `after the last examples the first come again, and an emptied field shows them`() = Phone().use { phone ->
        val examples = phone.examples()
        phone.seen(listOf("today", "goals", "goal-form/new")) {
            repeat(examples.size) { tap("goal-examples-others") }
            assertTrue(examples[0].all { it in read() }, "${read()}")
            type("long-term-goal-title", "Swim")
            assertTrue(examples[0].none { it in read() }, "${read()}")
            type("long-term-goal-title", "")
            assertTrue(examples[0].all { it in read() }, "${read()}")
        }
    }

    @Test
    fun `a goal that comes of an area names it and asks what would be different`() = Phone("es").use { phone ->
        val rating = phone.record { rateLifeAreas(null, listOf(NewLifeAreaRating(LifeArea.Listed("work"), 0, WishToChange.YES))) }.records[0].id
        phone.seen(listOf("today", "life-areas", "goal-form/new/$rating")) {
            assertTrue("Trabajo" in read() && shell.strings.say("goal-from-area") in read(), "${read()}")
            tap("goal-smart")
            val form = phone.record { goalForm(null, rating) }
            assertTrue(form.prompts.all { it.name.text in read() }, "${read()}")
            type("long-term-goal-title", "Trabajar en un huerto")
            assertTrue(form.questions.all { it.name.text in read() } && form.prompts.none { it.name.text in read() }, "${read()}")
            tap("shell-save")
        }
        val goal = phone.record { goals() }.goals.single()
        assertEquals(goal.id, phone.record { lifeAreaHistory(LifeArea.Listed("work"), null) }.ratings.single().goal)
        phone.seen(listOf("today", "goals", "goal/${goal.id}", "goal-form/${goal.id}")) {
            assertTrue("Trabajo" in read(), "the area stays with it: ${read()}")
            assertFalse(shell.strings.say("goal-examples") in read(), "${read()}")
        }
    }

    @Test
    fun `areas are named in the person's language, and what the programme has in another one says so`() = Phone("ar").use { phone ->
        phone.record { addLifeArea("My cats \uD83D\uDC08") }
        phone.seen(listOf("today", "life-areas")) {
            assertTrue("\u0627\u0644\u0639\u0645\u0644" in read() && "My cats \uD83D\uDC08" in read(), "${read()}")
            assertFalse(shell.strings.say("programme-other-language") in read())
        }
        // A language that the screens have not either: they stay as they are, and the programme falls back.
        phone.record { saveSettings(EditSettings(language = "so")) }
        phone.seen(listOf("today", "life-areas")) {
            assertTrue("Work" in read() && shell.strings.say("programme-other-language") in read(), "${read()}")
        }
    }
}
