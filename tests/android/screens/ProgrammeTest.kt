package org.handrail.ui

import org.handrail.DoseResult
import org.handrail.EnrolmentState
import org.handrail.HandoutHow
import org.handrail.ModuleState
import org.handrail.NewEnrolment
import org.handrail.NewMedicine
import org.handrail.ProgrammeFormat
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class ProgrammeTest {
    @Test
    fun takingPartBeginsOnTrial() = Phone().use { phone ->
        phone.seen(listOf("more", "programme")) {
            tap("programme-take-part")
            tap("shell-save")
            assertEquals("programme", shell.here.key)
        }
        assertEquals(EnrolmentState.TRIAL to 3L, phone.record { programme() }.enrolment?.run { state to trialMeetings })
    }

    @Test
    fun aHandoutIsOpenedFromItsModuleAndNoted() = Phone().use { phone ->
        val module = phone.record { programme() }.modules[0].id
        val handout = phone.record { module(module) }.handouts[0]
        fun uses() = phone.record { handout(module, handout.id) }.uses.map { it.how to it.withWhom }
        phone.seen(listOf("programme", "module/$module")) {
            tap(handout.title.text)
            assertEquals(listOf(HandoutHow.OPENED to ""), uses())
            tap("handout-note")
            type("handout-use-with-whom", "Sam")
            tap("shell-save")
        }
        assertTrue(HandoutHow.READ_TOGETHER to "Sam" in uses(), "${uses()}")
    }

    @Test
    fun aQuestionIsAnsweredAndAPartIsUnderWay() = Phone().use { phone ->
        phone.record { enrol(NewEnrolment(programme().programme, ProgrammeFormat.INDIVIDUAL)) }
        val module = phone.record { programme() }.modules[0].id
        val view = phone.record { module(module) }
        phone.seen(listOf("programme", "module/$module")) {
            tap(view.questions[0].question.text)
            type("worksheet-answer-answer", "Tea with Sam")
            tap("shell-save")
            tap("module-progress-state-current")
        }
        val after = phone.record { module(module) }
        assertEquals("Tea with Sam" to ModuleState.CURRENT, after.questions[0].answers.single().answer to after.line.progress.state)
    }

    @Test
    fun aDoseIsAnsweredInOneTapAndTakenBack() = Phone().use { phone ->
        phone.record {
            chooseMedication(true)
            saveMedicine(NewMedicine("The blue one"))
        }
        fun today() = phone.record { medication() }.active.single().today
        phone.seen(listOf("more", "medication")) {
            tap("dose-result-taken")
            assertEquals(DoseResult.TAKEN, today())
            tap("shell-undo")
            assertEquals(null, today())
        }
    }
}
