"""Taking part in a programme, its modules and its other sheets. The same scenario stands in Kotlin and Swift."""

import json

import handrail
from handrail import (
    AgendaPart,
    Asks,
    CheckAnswer,
    EnrolmentState,
    FilledBy,
    HandoutHow,
    HandrailError,
    InstrumentProblem,
    ItemAnswer,
    ModuleState,
    NoticeAnswer,
    Origin,
    ProgrammeFormat,
    Reason,
    SessionKind,
    StressPart,
    SubstancePart,
    TeachingStyle,
)
from phone import Scenario, id_of

# A clinic's own questionnaire: the second question is asked after a yes to the first.
# The same bytes in every language, since they go into the archive as they came.
QUESTIONNAIRE = b"""{
  "resourceType": "Questionnaire", "url": "https://clinic.example/sleep", "status": "active", "title": "Sleep",
  "item": [
    {"linkId": "1", "text": "Did you sleep?", "type": "choice", "required": true,
     "answerOption": [{"valueString": "Yes"}, {"valueString": "No"}]},
    {"linkId": "2", "text": "How many hours?", "type": "integer",
     "enableWhen": [{"question": "1", "operator": "=", "answerString": "Yes"}]}
  ]
}"""


class Programme(Scenario):
    def test_programme(self):
        phone = self.handrail

        # On trial, two meetings; the first module, its handout, its question and its homework.
        pack = phone.packs()[0]
        self.assertEqual((pack.id, pack.signer), (phone.programme().programme, None))
        self.assertEqual(phone.wording(), pack.wording)
        self.assert_invalid("pack", Reason.MALFORMED(), phone.install_pack, b"no pack", [])
        self.assert_invalid("trusted", Reason.MALFORMED(), phone.install_pack, b"", [bytes(31)])
        details = handrail.NewEnrolment(programme=pack.id, format=ProgrammeFormat.INDIVIDUAL, trial_meetings=2)
        enrolment = id_of(phone.enrol(details), "enrolment")
        programme = phone.programme()
        self.assertEqual((programme.enrolment.id, programme.enrolment.state), (enrolment, EnrolmentState.TRIAL))
        phone.set_enrolment_state(enrolment, EnrolmentState.ACTIVE)
        first, second = [line.id for line in programme.modules[:2]]
        phone.set_module_state(first, ModuleState.CURRENT)
        phone.order_modules([second])
        self.assertEqual(phone.programme().modules[0].id, second)
        module = phone.module(first)
        self.assertEqual((module.line.progress.state, module.line.title.fell_back), (ModuleState.CURRENT, False))
        with self.assertRaises(HandrailError.NotFound):
            phone.module("no_such_module")
        section = module.handouts[0].id
        handout = phone.handout(first, section)
        self.assertTrue(handout.blocks and handout.title)
        phone.note_handout(first, section, HandoutHow.READ_TOGETHER, "Sam")
        self.assertEqual([(u.how, u.with_whom) for u in phone.handout(first, section).uses],
                         [(HandoutHow.READ_TOGETHER, "Sam")])
        phone.answer_question(first, module.questions[0].id, "To work in a garden")
        option = next(o for line in programme.modules for o in phone.module(line.id).homework)
        owner = next(line.id for line in programme.modules if option in phone.module(line.id).homework)
        homework = phone.homework_from_option(owner, option.id, Origin.SELF_CHOSEN)
        self.assertEqual((homework.title, homework.option_id), (option.title.text, option.id))
        kept = id_of(phone.save_homework(homework), "homework")
        self.assertEqual([o.taken for o in phone.module(owner).homework if o.id == option.id], [[kept]])
        self.assertIn("To work in a garden", phone.print_handouts(first, handrail.PaperForm.FILLED))

        # The progress check, item by item.
        form = phone.progress_check_form(FilledBy.CLIENT)
        item = form.items[0]
        answers = [handrail.CheckItemAnswer(item=item.id, answer=CheckAnswer.STEP(step=1))]
        check = id_of(
            phone.record_progress_check(handrail.NewProgressCheck(filled_by=FilledBy.CLIENT, answers=answers)),
            "progress_check",
        )
        over_time = next(line for line in phone.progress().items if line.id == item.id)
        self.assertEqual([(p.check, p.answer) for p in over_time.points], [(check, answers[0].answer)])

        # A clinic's own questionnaire, as it brought it.
        self.assert_invalid("instrument", Reason.MALFORMED(), phone.install_instrument, b"{}")
        view = phone.install_instrument(QUESTIONNAIRE)
        self.assertEqual((view.title, phone.instruments()), ("Sleep", [view]))
        instrument = phone.instrument(view.url)
        self.assertEqual([i.asks for i in instrument.form().items], [Asks.CHOICE(options=["Yes", "No"]), Asks.INTEGER()])
        yes = handrail.InstrumentAnswer(link_id="1", answer=ItemAnswer.CHOICE(option=0))
        hours = handrail.InstrumentAnswer(link_id="2", answer=ItemAnswer.INTEGER(number=6))
        self.assertEqual((instrument.asked([]), instrument.asked([yes])), (["1"], ["1", "2"]))
        self.assertEqual((instrument.is_complete([]), instrument.is_complete([yes])), (False, True))
        finding = handrail.InstrumentFinding(link_id="2", problem=InstrumentProblem.NOT_ASKED())
        self.assertEqual((instrument.check([hours]), instrument.check([yes, hours])), (finding, None))
        filled = id_of(
            phone.record_instrument(
                handrail.NewInstrumentAnswers(url=view.url, filled_by=FilledBy.CLIENT, answers=[yes, hours])
            ),
            "progress_check",
        )
        self.assertEqual(phone.instrument_answers(filled), [yes, hours])
        response = json.loads(phone.instrument_as_fhir(filled))
        self.assertEqual((response["resourceType"], len(response["item"])), ("QuestionnaireResponse", 2))

        # Sheets of one's own.
        phone.save_recovery_meaning(handrail.NewRecoveryMeaning(meaning="A garden"))
        phone.save_recovery_meaning(handrail.NewRecoveryMeaning(meaning="A garden and a dog"))
        recovery = phone.recovery()
        self.assertEqual((recovery.newest.meaning, [e.meaning for e in recovery.earlier]),
                         ("A garden and a dog", ["A garden"]))
        hassle = next(part for part in phone.stress().parts if part.part == StressPart.HASSLE)
        tick = handrail.NewStressLine(part=StressPart.HASSLE, list_id=hassle.offered[0].list_id)
        phone.add_stress_line(tick)
        ticked = next(part for part in phone.stress().parts if part.part == StressPart.HASSLE)
        self.assertEqual([line.wording for line in ticked.lines], [hassle.offered[0].wording])
        line = handrail.NewSubstanceLine(part=SubstancePart.INSTEAD, wording="Tea on the balcony")
        self.assert_invalid("substance_use_opened", Reason.WRONG_STATE(), phone.add_substance_line, line)
        phone.open_substance_use(True)
        phone.add_substance_line(line)
        sheet = phone.substance_use()
        self.assertEqual([x.wording for part in sheet.parts for x in part.lines], ["Tea on the balcony"])

        # A meeting: what was done there, and the draft of its note.
        meeting = id_of(
            phone.plan_session(handrail.NewSession(day="2026-11-21", kind=SessionKind.INDIVIDUAL)), "session"
        )
        phone.mark_session_held(meeting)
        done = handrail.SessionSheet(
            modules=[first],
            minutes=45,
            agenda_done=[AgendaPart.CATCH_UP, AgendaPart.GOALS],
            teaching_styles=[TeachingStyle.EDUCATIONAL],
            others_present="My sister",
        )
        phone.fill_session(meeting, done)
        self.assertEqual(phone.session_sheet(meeting).sheet, done)
        draft = [phone.words().say(note.message) for note in phone.note_draft(meeting)]
        self.assertTrue(draft and all(draft))
        done.minutes = 50
        phone.write_up_session(meeting, done, "\n".join(draft))
        written = phone.session_sheet(meeting)
        self.assertEqual((written.sheet.minutes, written.session.note), (50, "\n".join(draft)))
        self.assertEqual(len(written.draft), len(draft))
        self.assertEqual(phone.programme().enrolment.meetings_held, 1)

        # Months of signs, and a good time.
        phone.save_good_time("2026-11-01", "2026-11-20")
        months = phone.signs_over_months()
        self.assertEqual([(g.from_day, g.until_day) for g in months.good_times], [("2026-11-01", "2026-11-20")])
        self.assert_invalid("opened", Reason.UNKNOWN_ID(), phone.record_notice_answer, "2026-11-20", NoticeAnswer.HELPFUL)
        self.leave(phone, "programme")
