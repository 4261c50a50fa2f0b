"""Who is around me, my plan, and how I look after myself. The same scenarios stand in Kotlin and Swift."""

import handrail
from handrail import (
    Called,
    ContactOutcome,
    ContactState,
    DoseResult,
    HelpLineKind,
    HelpOption,
    LifestyleChangeState,
    LifestyleUnit,
    MedicineNotePart,
    MedicineNoteState,
    MedicineState,
    NeedState,
    PermissionStanding,
    PermittedItem,
    PersonState,
    PlanEventKind,
    PlanPart,
    Reason,
    SafetyPart,
    TakesPart,
)
from phone import Scenario, id_of


class PeopleAndHealth(Scenario):
    def test_people_and_plan(self):
        phone = self.handrail

        # Help now is there before anything is: in the app without a record, and with an empty one.
        self.assertIn("GB", handrail.help_regions())
        lines = handrail.help_lines("GB", "en")
        self.assertEqual((lines[0].kind, lines[0].region), (HelpLineKind.EMERGENCY, "GB"))
        self.assertEqual(handrail.help_lines("ZZ", "en"), [])
        self.assertEqual(handrail.suggested_help_region("de-AT", "Europe/Vienna"), "EU")
        self.assertIsNone(handrail.suggested_help_region("en", "nowhere"))
        options = handrail.after_failed_help_line("GB", "en", lines[0].id)
        self.assertIsInstance(options[0], HelpOption.TO_DO)
        self.assertEqual(options[0].message.id, "help-now-other-network")
        view = phone.help_now("en-GB")
        self.assertEqual((view.region, view.region_chosen, view.people, view.clinic), ("GB", False, [], None))
        self.assertEqual([line.id for line in view.lines], [line.id for line in lines])

        # My people: who is around me, and what we practise.
        sam = id_of(
            phone.save_person(
                handrail.NewPerson(
                    name="Sam",
                    relation="sister",
                    closeness=1,
                    phone="020 7946 0000",
                    takes_part=[TakesPart.HELPS_WITH_PLANS],
                    help_now=True,
                )
            ),
            "person",
        )
        leo = id_of(phone.save_person(handrail.NewPerson(name="Leo")), "person")
        phone.edit_person(leo, handrail.NewPerson(name="Leo", what_they_give="A laugh"))
        phone.move_person(leo, 0)
        self.assert_invalid(
            "closeness",
            Reason.OUT_OF_RANGE(min=1, max=3),
            phone.save_person,
            handrail.NewPerson(name="Mo", closeness=4),
        )
        cinema = id_of(
            phone.save_contact_practice(handrail.NewContactPractice(person=leo, what="Ask him to the cinema")),
            "contact_practice",
        )
        phone.edit_contact_practice(
            cinema, handrail.NewContactPractice(person=leo, what="Ask him to the cinema", say_first="Hello!")
        )
        first = id_of(
            phone.record_contact_try(
                handrail.NewContactTry(practice=cinema, role_play=True, result=ContactOutcome.DONE)
            ),
            "contact_try",
        )
        second = id_of(
            phone.record_contact_try(handrail.NewContactTry(practice=cinema, result=ContactOutcome.NOT_YET)),
            "contact_try",
        )
        phone.edit_contact_try(
            second, handrail.NewContactTry(practice=cinema, result=ContactOutcome.PARTLY, how_it_went="I said hello")
        )
        self.assertEqual([t.id for t in phone.contact_tries(cinema)], [second, first])
        self.assertEqual([t.id for t in phone.contact_tries_before(cinema, second)], [first])
        people = phone.people()
        self.assertEqual([p.name for p in people.people], ["Leo", "Sam"])
        self.assertEqual(
            (people.people[0].what_they_give, people.people[1].takes_part), ("A laugh", [TakesPart.HELPS_WITH_PLANS])
        )
        practising = people.practising[0]
        self.assertEqual((practising.person_name, practising.say_first), ("Leo", "Hello!"))
        self.assertEqual(
            (practising.role_plays, practising.for_real, practising.newest.how_it_went), (1, 1, "I said hello")
        )
        phone.set_contact_practice_state(cinema, ContactState.DONE)
        self.assertEqual([p.id for p in phone.people().practised], [cinema])
        phone.set_person_state(leo, PersonState.DROP)
        self.assertEqual([p.name for p in phone.people().set_down], ["Leo"])

        # Who may see what: nobody, until I say so.
        given = id_of(
            phone.give_permission(handrail.NewPermission(person=sam, item=PermittedItem.PLAN, until="2026-12-31")),
            "permission",
        )
        self.assert_invalid(
            "item",
            Reason.WRONG_STATE(),
            phone.give_permission,
            handrail.NewPermission(person=sam, item=PermittedItem.PLAN),
        )
        phone.edit_permission(given, handrail.EditPermission(_from="2026-11-21", reason="She asked"))
        today = phone.this_day()
        self.assertEqual(today, "2026-11-21")
        permission = phone.permissions(today).in_force[0]
        self.assertEqual((permission.person_name, permission.item, permission.until), ("Sam", PermittedItem.PLAN, None))
        self.assertEqual((permission.reason, permission.standing), ("She asked", PermissionStanding.IN_FORCE))
        phone.revoke_permission(given)
        self.assertEqual([p.standing for p in phone.permissions(today).others], [PermissionStanding.REVOKED])

        # The plan is kept: used, given away, rehearsed, looked over.
        phone.add_plan_line(handrail.NewPlanLine(part=PlanPart.WHAT_HELPS, stage=4, wording="I go to the hospital"))
        phone.use_plan("A bad night")
        self.assertTrue(phone.quick_help().plan_in_use)
        copy = id_of(
            phone.record_plan_event(handrail.NewPlanEvent(event=PlanEventKind.COPY_GIVEN, person=sam)), "plan_event"
        )
        phone.edit_plan_event(
            copy, handrail.NewPlanEvent(event=PlanEventKind.COPY_GIVEN, person=sam, note="On her fridge")
        )
        self.assert_invalid(
            "with_whom", Reason.EMPTY(), phone.record_plan_event, handrail.NewPlanEvent(event=PlanEventKind.COPY_GIVEN)
        )
        phone.record_plan_event(handrail.NewPlanEvent(event=PlanEventKind.REHEARSED))
        phone.set_plan_review_on("2027-01-15")
        keeping = phone.plan_keeping()
        self.assertEqual((keeping.in_use.since, keeping.in_use.ask), ("2026-11-21", False))
        self.assertEqual([(c.person, c.holder, c.older_than_plan) for c in keeping.copies], [(sam, "Sam", False)])
        self.assertEqual((keeping.rehearsed_on, keeping.review_on, keeping.version), ("2026-11-21", "2027-01-15", 1))
        oldest = keeping.recent[-1]
        self.assertEqual((oldest.event, oldest.note), (PlanEventKind.USE_BEGAN, "A bad night"))
        self.assertEqual(phone.plan_events_before(oldest.id), [])
        phone.end_plan_use("")
        self.assertIsNone(phone.plan_keeping().in_use)

        # The safety plan, for who wants one.
        line = handrail.NewSafetyLine(part=SafetyPart.A_SAFE_PLACE, wording="Sam keeps the pills")
        self.assert_invalid("safety_plan_opened", Reason.WRONG_STATE(), phone.add_safety_line, line)
        phone.open_safety_plan(True)
        kept = id_of(phone.add_safety_line(line), "safety_line")
        asked = id_of(
            phone.add_safety_line(handrail.NewSafetyLine(part=SafetyPart.PEOPLE_TO_ASK, wording="", person=sam)),
            "safety_line",
        )
        alone = id_of(
            phone.add_safety_line(handrail.NewSafetyLine(part=SafetyPart.PEOPLE_TO_ASK, wording="The neighbour")),
            "safety_line",
        )
        phone.edit_safety_line(kept, handrail.NewSafetyLine(part=SafetyPart.A_SAFE_PLACE, wording="Sam has the pills"))
        phone.move_safety_line(alone, 0)
        safety = phone.safety_plan()
        self.assertTrue(safety.opened)
        self.assertEqual(
            [[l.id for l in part.lines] for part in safety.parts], [[], [], [], [alone, asked], [], [kept]]
        )
        self.assertEqual(safety.parts[3].lines[1].person.name, "Sam")

        # Help now knows all of it, and what else there is when nobody answers.
        view = phone.help_now("en-GB")
        self.assertEqual([(p.name, p.phone) for p in view.people], [("Sam", "020 7946 0000")])
        self.assertEqual(([l.wording for l in view.plan], view.safety_plan), (["I go to the hospital"], True))
        after = phone.after_failed_call("en-GB", Called.PERSON(id=view.people[0].id))
        self.assertEqual(after.people, [])
        self.assertIsInstance(after.next[0], HelpOption.LINE)
        self.assertEqual(after.next[0].line.kind, HelpLineKind.EMERGENCY)
        after = phone.after_failed_call("en-GB", Called.LINE(id=lines[0].id))
        self.assertEqual((after.next[0].message.id, len(after.people)), ("help-now-other-network", 1))
        self.assertEqual(len(phone.after_failed_call("en-GB", Called.CLINIC()).people), 1)
        phone.open_safety_plan(False)
        self.assertFalse(phone.help_now("en-GB").safety_plan)

        # What I need, and whom I ask for it.
        self.assertIn("benefits", [s.list_id for s in phone.needs().offered])
        bus = id_of(phone.save_need(handrail.NewNeed(list_id="transport"), NeedState.WANTED), "need")
        own = id_of(phone.save_need(handrail.NewNeed(wording="A quiet room"), NeedState.WANTED), "need")
        self.assert_invalid(
            "list_id", Reason.UNKNOWN_CHOICE(), phone.save_need, handrail.NewNeed(list_id="a horse"), NeedState.WANTED
        )
        phone.edit_need(
            own, handrail.NewNeed(wording="A quiet room", who_to_ask="The library", appointment="2026-12-01")
        )
        phone.move_need(own, 0)
        wanted = next(s.needs for s in phone.needs().states if s.state == NeedState.WANTED)
        self.assertEqual(
            [(n.id, n.who_to_ask, n.appointment) for n in wanted], [(own, "The library", "2026-12-01"), (bus, "", None)]
        )
        phone.set_need_state(bus, NeedState.ASKED)
        self.assertEqual([len(s.needs) for s in phone.needs().states], [1, 1, 0, 0, 0])

        self.assertIsNone(phone.fidelity(), "nobody is enrolled")
        self.leave(phone, "people_and_plan")
        self.assertEqual(self.log.codes, [])

    def test_medicines_and_a_healthy_life(self):
        phone = self.handrail

        # Off until chosen; and nothing of it is handed out then.
        tablet = handrail.NewMedicine(
            name="The white one", anchor="Breakfast", anchor_time="08:00", place="By the kettle"
        )
        self.assert_invalid("medication_chosen", Reason.WRONG_STATE(), phone.save_medicine, tablet)
        self.assertFalse(phone.medication().chosen)
        phone.choose_medication(True)
        white = id_of(phone.save_medicine(tablet), "medicine")
        other = id_of(phone.save_medicine(handrail.NewMedicine(name="The blue one")), "medicine")
        phone.edit_medicine(other, handrail.NewMedicine(name="The blue one", purpose="For the night"))
        phone.move_medicine(other, 0)
        self.assertEqual(
            [(m.id, m.purpose) for m in phone.medication().active], [(other, "For the night"), (white, "")]
        )

        # One answer for a medicine and a day: the last one given.
        dose = id_of(
            phone.record_dose(handrail.NewDose(medicine=white, occurrence="2026-11-21", result=DoseResult.LATER)),
            "dose",
        )
        phone.record_dose(handrail.NewDose(medicine=white, occurrence="2026-11-21", result=DoseResult.TAKEN))
        phone.edit_dose(
            dose,
            handrail.NewDose(medicine=white, occurrence="2026-11-21", result=DoseResult.TAKEN, note="At noon"),
        )
        doses = phone.doses_between("2026-11-01", "2026-11-30")
        self.assertEqual(
            [(d.id, d.result, d.note, d.medicine_name) for d in doses],
            [(dose, DoseResult.TAKEN, "At noon", "The white one")],
        )
        self.assertEqual(phone.doses_before(dose), [])
        self.assertEqual([m.today for m in phone.medication().active], [None, DoseResult.TAKEN])
        self.assert_invalid("until", Reason.IMPOSSIBLE_DATE(), phone.doses_between, "2026-11-30", "2026-11-01")

        # Good sides, bad sides, and what I want to ask at the next visit.
        effect = id_of(
            phone.add_medicine_note(
                handrail.NewMedicineNote(
                    medicine=white,
                    part=MedicineNotePart.SIDE_EFFECT,
                    wording="A dry mouth",
                    how_bad=2,
                    since="2026-11-01",
                )
            ),
            "medicine_note",
        )
        good = id_of(
            phone.add_medicine_note(handrail.NewMedicineNote(part=MedicineNotePart.GOOD_SIDE, wording="I sleep")),
            "medicine_note",
        )
        whether, what = (
            id_of(
                phone.add_medicine_note(handrail.NewMedicineNote(part=MedicineNotePart.QUESTION, wording=w)),
                "medicine_note",
            )
            for w in ("For how long?", "What if I forget?")
        )
        phone.move_medicine_note(what, 0)
        visit = phone.medication_for_a_visit()
        self.assertEqual([n.id for n in visit.questions], [what, whether])
        self.assertEqual([(n.how_bad, n.since) for n in visit.side_effects], [(2, "2026-11-01")])
        self.assertEqual(([n.id for n in visit.good_sides], visit.bad_sides, visit.day), ([good], [], "2026-11-21"))
        phone.edit_medicine_note(
            what,
            handrail.NewMedicineNote(
                part=MedicineNotePart.QUESTION, wording="What if I forget?", answer="Go on the next day"
            ),
        )
        phone.set_medicine_note_state(what, MedicineNoteState.ASKED)
        phone.set_medicine_note_state(effect, MedicineNoteState.GONE)
        self.assert_invalid("state", Reason.WRONG_STATE(), phone.set_medicine_note_state, good, MedicineNoteState.ASKED)
        visit = phone.medication_for_a_visit()
        self.assertEqual(([n.id for n in visit.questions], visit.side_effects), ([whether], []))
        phone.set_medicine_state(other, MedicineState.PAUSED)
        sheet = phone.medication()
        self.assertEqual((len(sheet.active), len(sheet.paused), len(sheet.stopped), len(sheet.notes)), (1, 1, 0, 4))
        phone.choose_medication(False)
        self.assertEqual((phone.medication().active, phone.doses_before(dose)), ([], []))

        # A healthy life: a line in a log, one small change.
        logs = {log.id: log.unit for log in phone.lifestyle().logs}
        self.assertEqual((logs["walking"], logs["food"]), (LifestyleUnit.MINUTES, LifestyleUnit.WORDS_ALONE))
        walked = id_of(phone.record_lifestyle(handrail.NewLifestyleEntry(log="walking", amount=20)), "lifestyle_entry")
        ate = id_of(phone.record_lifestyle(handrail.NewLifestyleEntry(log="food", wording="Soup")), "lifestyle_entry")
        phone.edit_lifestyle(ate, handrail.NewLifestyleEntry(log="food", wording="Soup and bread"))
        self.assert_invalid(
            "amount", Reason.WRONG_STATE(), phone.record_lifestyle, handrail.NewLifestyleEntry(log="food", amount=1)
        )
        self.assertEqual(
            [(e.id, e.wording, e.amount) for e in phone.lifestyle().recent],
            [(ate, "Soup and bread", None), (walked, "", 20)],
        )
        self.assertEqual([e.id for e in phone.lifestyle_before(ate)], [walked])
        self.assertEqual([e.id for e in phone.lifestyle_between("food", "2026-11-21", "2026-11-21")], [ate])
        self.assertEqual(len(phone.lifestyle_between("", "2026-11-21", "2026-11-21")), 2)
        stairs = id_of(
            phone.save_lifestyle_change(handrail.NewLifestyleChange(wording="Take the stairs")), "lifestyle_change"
        )
        phone.edit_lifestyle_change(
            stairs, handrail.NewLifestyleChange(log="walking", wording="Take the stairs", started="2026-11-20")
        )
        second = handrail.NewLifestyleChange(wording="Less coffee")
        self.assert_invalid("state", Reason.WRONG_STATE(), phone.save_lifestyle_change, second)
        trying = phone.lifestyle().trying
        self.assertEqual((trying.id, trying.log, trying.started), (stairs, "walking", "2026-11-20"))
        phone.set_lifestyle_change_state(stairs, LifestyleChangeState.KEPT)
        phone.save_lifestyle_change(second)
        view = phone.lifestyle()
        self.assertEqual(
            (view.trying.wording, [c.state for c in view.changes]), ("Less coffee", [LifestyleChangeState.KEPT])
        )
        self.assertEqual(str(view), "LifestyleView(..)")
        self.leave(phone, "medicines_and_a_healthy_life")
        self.assertEqual(self.log.codes, [])
