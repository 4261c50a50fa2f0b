package org.handrail.ui

import org.handrail.ModuleState
import org.handrail.NewEnrolment
import org.handrail.NewRecoveryMeaning
import org.handrail.Origin
import org.handrail.ProgrammeFormat
import org.junit.jupiter.api.Test

class ProgrammePictures : Pictures() {
    /** Takes part, and has begun. The module that Dana is in. */
    private fun Phone.dana(): String {
        record { enrol(NewEnrolment(programme().programme, ProgrammeFormat.INDIVIDUAL, trialMeetings = 3)) }
        val module = record { programme() }.modules[1].id
        record {
            setModuleState(module, ModuleState.CURRENT)
            val view = module(module)
            answerQuestion(module, view.questions[0].id, "A small job, and tea with Sam on Sundays")
            saveHomework(homeworkFromOption(module, view.homework[0].id, Origin.SELF_CHOSEN))
        }
        return module
    }

    @Test
    fun moduleOtherwise() = picture("module-otherwise", OTHERS) { listOf("programme", "module/${dana()}") }

    @Test
    fun programme() = picture("programme") {
        dana()
        listOf("more", "programme")
    }

    @Test
    fun programmeNotBegun() = picture("programme-empty") { listOf("more", "programme") }

    @Test
    fun enrolmentForm() = picture("enrolment-form") { listOf("programme", "enrolment-form") }

    @Test
    fun module() = picture("module") { listOf("programme", "module/${dana()}") }

    @Test
    fun question() = picture("question") {
        val module = dana()
        listOf("module/$module", "question/$module/${record { module(module) }.questions[0].id}")
    }

    @Test
    fun handout() = picture("handout") {
        val module = dana()
        listOf("module/$module", "handout/$module/${record { module(module) }.handouts[0].id}")
    }

    @Test
    fun handoutNote() = picture("handout-note") {
        val of = dana().let { module -> "$module/${record { module(module) }.handouts[0].id}" }
        listOf("handout/$of", "handout-note/$of")
    }

    @Test
    fun recovery() = picture("recovery") {
        record {
            saveRecoveryMeaning(NewRecoveryMeaning("Getting up in the morning"))
            saveRecoveryMeaning(NewRecoveryMeaning("Work, and my own front door", "Music. People who wait with me", "My grandmother"))
        }
        listOf("more", "recovery")
    }

    @Test
    fun recoveryWithNothing() = picture("recovery-empty") { listOf("more", "recovery") }

    @Test
    fun recoveryForm() = picture("recovery-form") { listOf("recovery", "recovery-form") }
}
