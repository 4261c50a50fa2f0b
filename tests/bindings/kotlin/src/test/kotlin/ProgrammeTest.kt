package org.handrail.scenarios

import org.handrail.AgendaPart
import org.handrail.Asks
import org.handrail.CheckAnswer
import org.handrail.CheckItemAnswer
import org.handrail.EnrolmentState
import org.handrail.FilledBy
import org.handrail.HandoutHow
import org.handrail.HandrailException
import org.handrail.InstrumentAnswer
import org.handrail.InstrumentFinding
import org.handrail.InstrumentProblem
import org.handrail.ItemAnswer
import org.handrail.ModuleState
import org.handrail.NewEnrolment
import org.handrail.NewInstrumentAnswers
import org.handrail.NewProgressCheck
import org.handrail.NewRecoveryMeaning
import org.handrail.NewSession
import org.handrail.NewStressLine
import org.handrail.NewSubstanceLine
import org.handrail.NoticeAnswer
import org.handrail.Origin
import org.handrail.PaperForm
import org.handrail.ProgrammeFormat
import org.handrail.Reason
import org.handrail.SessionKind
import org.handrail.SessionSheet
import org.handrail.StressPart
import org.handrail.SubstancePart
import org.handrail.TeachingStyle
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** A clinic's own questionnaire: the second question is asked after a yes to the first. */
private const val QUESTIONNAIRE = """{
  "resourceType": "Questionnaire", "url": "https://clinic.example/sleep", "status": "active", "title": "Sleep",
  "item": [
    {"linkId": "1", "text": "Did you sleep?", "type": "choice", "required": true,
     "answerOption": [{"valueString": "Yes"}, {"valueString": "No"}]},
    {"linkId": "2", "text": "How many hours?", "type": "integer",
     "enableWhen": [{"question": "1", "operator": "=", "answerString": "Yes"}]}
  ]
}"""

/** Taking part in a programme, its modules and its other sheets. The same scenario stands in Python and Swift. */
class ProgrammeTest : Scenario() {
    @Test
    fun programme() {
        val phone = handrail

        // On trial, two meetings; the first module, its handout, its question and its homework.
        val pack = phone.packs()[0]
        assertEquals(phone.programme().programme, pack.id)
        assertNull(pack.signer)
        assertEquals(pack.wording, phone.wording())
        assertInvalid("pack", Reason.Malformed) { phone.installPack("no pack".toByteArray(), listOf()) }
        assertInvalid("trusted", Reason.Malformed) { phone.installPack(ByteArray(0), listOf(ByteArray(31))) }
        val details = NewEnrolment(pack.id, ProgrammeFormat.INDIVIDUAL, trialMeetings = 2)
        val enrolment = phone.enrol(details).idOf("enrolment")
        val programme = phone.programme()
        assertEquals(enrolment to EnrolmentState.TRIAL, programme.enrolment?.run { id to state })
        phone.setEnrolmentState(enrolment, EnrolmentState.ACTIVE)
        val (first, second) = programme.modules.map { it.id }
        phone.setModuleState(first, ModuleState.CURRENT)
        phone.orderModules(listOf(second))
        assertEquals(second, phone.programme().modules[0].id)
        val module = phone.module(first)
        assertEquals(ModuleState.CURRENT to false, module.line.run { progress.state to title.fellBack })
        assertThrows<HandrailException.NotFound> { phone.module("no_such_module") }
        val section = module.handouts[0].id
        val handout = phone.handout(first, section)
        assertTrue(handout.blocks.isNotEmpty() && handout.title.isNotEmpty())
        phone.noteHandout(first, section, HandoutHow.READ_TOGETHER, "Sam")
        val use = phone.handout(first, section).uses.single()
        assertEquals(HandoutHow.READ_TOGETHER to "Sam", use.how to use.withWhom)
        phone.answerQuestion(first, module.questions[0].id, "To work in a garden")
        val owner = programme.modules.map { phone.module(it.id) }.first { it.homework.isNotEmpty() }
        val option = owner.homework[0]
        val homework = phone.homeworkFromOption(owner.line.id, option.id, Origin.SELF_CHOSEN)
        assertEquals(option.title.text to option.id, homework.title to homework.optionId)
        val kept = phone.saveHomework(homework).idOf("homework")
        assertEquals(listOf(kept), phone.module(owner.line.id).homework[0].taken)
        assertTrue("To work in a garden" in phone.printHandouts(first, PaperForm.FILLED))

        // The progress check, item by item.
        val item = phone.progressCheckForm(FilledBy.CLIENT)?.items?.get(0)?.id.orEmpty()
        val answer = CheckAnswer.Step(1u)
        val check = phone.recordProgressCheck(NewProgressCheck(FilledBy.CLIENT, listOf(CheckItemAnswer(item, answer))))
            .idOf("progress_check")
        val overTime = phone.progress().items.first { it.id == item }
        assertEquals(listOf(check to answer), overTime.points.map { it.check to it.answer })

        // A clinic's own questionnaire, as it brought it.
        assertInvalid("instrument", Reason.Malformed) { phone.installInstrument("{}".toByteArray()) }
        val view = phone.installInstrument(QUESTIONNAIRE.toByteArray())
        assertEquals("Sleep" to listOf(view), view.title to phone.instruments())
        val yes = InstrumentAnswer("1", ItemAnswer.Choice(0uL))
        val hours = InstrumentAnswer("2", ItemAnswer.Integer(6))
        phone.instrument(view.url).use { instrument ->
            assertEquals(listOf(Asks.Choice(listOf("Yes", "No")), Asks.Integer), instrument.form().items.map { it.asks })
            assertEquals(listOf("1") to listOf("1", "2"), instrument.run { asked(listOf()) to asked(listOf(yes)) })
            assertFalse(instrument.isComplete(listOf()))
            assertTrue(instrument.isComplete(listOf(yes)))
            assertEquals(InstrumentFinding("2", InstrumentProblem.NotAsked), instrument.check(listOf(hours)))
            assertNull(instrument.check(listOf(yes, hours)))
        }
        val answers = NewInstrumentAnswers(url = view.url, filledBy = FilledBy.CLIENT, answers = listOf(yes, hours))
        val filled = phone.recordInstrument(answers).idOf("progress_check")
        assertEquals(listOf(yes, hours), phone.instrumentAnswers(filled))
        assertTrue("\"QuestionnaireResponse\"" in phone.instrumentAsFhir(filled))

        // Sheets of one's own.
        phone.saveRecoveryMeaning(NewRecoveryMeaning("A garden"))
        phone.saveRecoveryMeaning(NewRecoveryMeaning("A garden and a dog"))
        val recovery = phone.recovery()
        assertEquals("A garden and a dog", recovery.newest?.meaning)
        assertEquals(listOf("A garden"), recovery.earlier.map { it.meaning })
        fun hassles() = phone.stress().parts.first { it.part == StressPart.HASSLE }
        val offered = hassles().offered[0]
        phone.addStressLine(NewStressLine(StressPart.HASSLE, listId = offered.listId))
        assertEquals(listOf(offered.wording), hassles().lines.map { it.wording })
        val line = NewSubstanceLine(SubstancePart.INSTEAD, "Tea on the balcony")
        assertInvalid("substance_use_opened", Reason.WrongState) { phone.addSubstanceLine(line) }
        phone.openSubstanceUse(true)
        phone.addSubstanceLine(line)
        assertEquals(listOf("Tea on the balcony"), phone.substanceUse().parts.flatMap { it.lines }.map { it.wording })

        // A meeting: what was done there, and the draft of its note.
        val meeting = phone.planSession(NewSession(day = "2026-11-21", kind = SessionKind.INDIVIDUAL)).idOf("session")
        phone.markSessionHeld(meeting)
        val done = SessionSheet(
            modules = listOf(first),
            minutes = 45,
            agendaDone = listOf(AgendaPart.CATCH_UP, AgendaPart.GOALS),
            teachingStyles = listOf(TeachingStyle.EDUCATIONAL),
            othersPresent = "My sister",
        )
        phone.fillSession(meeting, done)
        assertEquals(done, phone.sessionSheet(meeting).sheet)
        val draft = phone.words().use { words -> phone.noteDraft(meeting).map { words.say(it.message) } }
        assertTrue(draft.isNotEmpty() && draft.all { it.isNotEmpty() })
        phone.writeUpSession(meeting, done.copy(minutes = 50), draft.joinToString("\n"))
        val written = phone.sessionSheet(meeting)
        assertEquals(50L to draft.joinToString("\n"), written.sheet.minutes to written.session.note)
        assertEquals(draft.size, written.draft.size)
        assertEquals(1L, phone.programme().enrolment?.meetingsHeld)

        // Months of signs, and a good time.
        phone.saveGoodTime("2026-11-01", "2026-11-20")
        val good = phone.signsOverMonths().goodTimes.single()
        assertEquals("2026-11-01" to "2026-11-20", good.fromDay to good.untilDay)
        assertInvalid("opened", Reason.UnknownId) { phone.recordNoticeAnswer("2026-11-20", NoticeAnswer.HELPFUL) }
        leave(phone, "programme")
    }
}
