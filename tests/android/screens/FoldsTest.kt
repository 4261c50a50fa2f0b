package org.handrail.ui

import org.handrail.NewSession
import org.handrail.NewStepResult
import org.handrail.SessionKind
import org.handrail.StepOutcome
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is folded up on a screen, opened: held to what every screen owes, in each of the three settings. */
class FoldsTest {
    // Tall enough that what opens is in sight: what is scrolled away has no size.
    private fun opened(name: String, life: Phone.() -> String, vararg folds: String) = SETTINGS.forEach { setting ->
        Phone(setting.language).use { phone ->
            phone.seen(listOf("today", phone.life()), setting, height = 6_000) {
                val folded = read().size
                folds.forEach { tap(it) }
                sound("$name, ${setting.name}, opened")
                assertTrue(read().size >= folded + folds.size, "something opened at each tap: ${read()}")
                // Another tap folds it up again; what stands inside another goes with it.
                folds.reversed().forEach { tap(it) }
                assertEquals(folded, read().size, "${read()}")
            }
        }
    }

    @Test
    fun goal() = opened(
        "goal",
        {
            garden()
            record {
                val goal = goals().goals.single()
                recordStep(NewStepResult(goal.shortTerm.single().steps.single().id, StepOutcome.PARTLY))
                "goal/${goal.id}"
            }
        },
        "Two mornings outside", "shell-goals-change",
    )

    @Test
    fun review() = opened(
        "review",
        {
            record {
                addTalkAbout("Sleeping better")
                addTalkAbout("My sister \u0645\u0631\u064a\u0645, and whether to tell her of the rehabilitation programme")
            }
            "review"
        },
        "review-period", "review-concept-talk-about", "review-always", "review-switch-sheets",
    )

    @Test
    fun reminderForm() = opened("reminder-form", { "reminder-form" }, "reminder-schedule", "reminder-at", "shell-more")

    @Test
    fun meetingSheet() = opened(
        "meeting-sheet",
        { "meeting-sheet/" + record { planSession(NewSession(day = "2026-11-20", kind = SessionKind.INDIVIDUAL)) }.records[0].id },
        "session-agenda-done", "session-teaching-styles",
    )
}
