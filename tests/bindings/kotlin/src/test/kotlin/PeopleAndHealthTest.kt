package org.handrail.scenarios

import org.handrail.Called
import org.handrail.ContactOutcome
import org.handrail.ContactState
import org.handrail.DoseResult
import org.handrail.EditPermission
import org.handrail.HelpLineKind
import org.handrail.HelpOption
import org.handrail.LifestyleChangeState
import org.handrail.LifestyleUnit
import org.handrail.MedicineNotePart
import org.handrail.MedicineNoteState
import org.handrail.MedicineState
import org.handrail.NeedState
import org.handrail.NewContactPractice
import org.handrail.NewContactTry
import org.handrail.NewDose
import org.handrail.NewLifestyleChange
import org.handrail.NewLifestyleEntry
import org.handrail.NewMedicine
import org.handrail.NewMedicineNote
import org.handrail.NewNeed
import org.handrail.NewPermission
import org.handrail.NewPerson
import org.handrail.NewPlanEvent
import org.handrail.NewPlanLine
import org.handrail.NewSafetyLine
import org.handrail.PermissionStanding
import org.handrail.PermittedItem
import org.handrail.PersonState
import org.handrail.PlanEventKind
import org.handrail.PlanPart
import org.handrail.Reason
import org.handrail.SafetyPart
import org.handrail.TakesPart
import org.handrail.afterFailedHelpLine
import org.handrail.helpLines
import org.handrail.helpRegions
import org.handrail.suggestedHelpRegion
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertInstanceOf

/** Who is around me, my plan, and how I look after myself. The same scenarios stand in Python and Swift. */
class PeopleAndHealthTest : Scenario() {
    @Test
    fun people_and_plan() {
        val phone = handrail

        // Help now is there before anything is: in the app without a record, and with an empty one.
        assertTrue("GB" in helpRegions())
        val lines = helpLines("GB", "en")
        assertEquals(HelpLineKind.EMERGENCY to "GB", lines.first().run { kind to region })
        assertTrue(helpLines("ZZ", "en").isEmpty())
        assertEquals("EU", suggestedHelpRegion("de-AT", "Europe/Vienna"))
        assertNull(suggestedHelpRegion("en", "nowhere"))
        val options = afterFailedHelpLine("GB", "en", lines.first().id)
        assertEquals("help-now-other-network", assertInstanceOf<HelpOption.ToDo>(options.first()).message.id)
        var view = phone.helpNow("en-GB")
        assertEquals("GB" to false, view.run { region to regionChosen })
        assertTrue(view.people.isEmpty() && view.clinic == null)
        assertEquals(lines, view.lines)

        // My people: who is around me, and what we practise.
        val sam =
            phone.savePerson(
                NewPerson(
                    "Sam",
                    relation = "sister",
                    closeness = 1,
                    phone = "020 7946 0000",
                    takesPart = listOf(TakesPart.HELPS_WITH_PLANS),
                    helpNow = true,
                ),
            ).idOf("person")
        val leo = phone.savePerson(NewPerson("Leo")).idOf("person")
        phone.editPerson(leo, NewPerson("Leo", whatTheyGive = "A laugh"))
        phone.movePerson(leo, 0u)
        assertInvalid("closeness", Reason.OutOfRange(1, 3)) { phone.savePerson(NewPerson("Mo", closeness = 4)) }
        val asking = NewContactPractice(leo, "Ask him to the cinema")
        val cinema = phone.saveContactPractice(asking).idOf("contact_practice")
        phone.editContactPractice(cinema, asking.copy(sayFirst = "Hello!"))
        val first =
            phone.recordContactTry(NewContactTry(cinema, rolePlay = true, result = ContactOutcome.DONE))
                .idOf("contact_try")
        val second =
            phone.recordContactTry(NewContactTry(cinema, result = ContactOutcome.NOT_YET)).idOf("contact_try")
        phone.editContactTry(
            second,
            NewContactTry(cinema, result = ContactOutcome.PARTLY, howItWent = "I said hello"),
        )
        assertEquals(listOf(second, first), phone.contactTries(cinema).map { it.id })
        assertEquals(listOf(first), phone.contactTriesBefore(cinema, second).map { it.id })
        val people = phone.people()
        assertEquals(listOf("Leo", "Sam"), people.people.map { it.name })
        assertEquals("A laugh", people.people[0].whatTheyGive)
        assertEquals(listOf(TakesPart.HELPS_WITH_PLANS), people.people[1].takesPart)
        val practising = people.practising.single()
        assertEquals("Leo" to "Hello!", practising.run { personName to sayFirst })
        assertEquals(Triple(1u, 1u, "I said hello"), practising.run { Triple(rolePlays, forReal, newest?.howItWent) })
        phone.setContactPracticeState(cinema, ContactState.DONE)
        assertEquals(listOf(cinema), phone.people().practised.map { it.id })
        phone.setPersonState(leo, PersonState.DROP)
        assertEquals(listOf("Leo"), phone.people().setDown.map { it.name })

        // Who may see what: nobody, until I say so.
        val given =
            phone.givePermission(NewPermission(sam, PermittedItem.PLAN, until = "2026-12-31")).idOf("permission")
        assertInvalid("item", Reason.WrongState) { phone.givePermission(NewPermission(sam, PermittedItem.PLAN)) }
        phone.editPermission(given, EditPermission(from = "2026-11-21", reason = "She asked"))
        val today = phone.thisDay()
        assertEquals("2026-11-21", today)
        val permission = phone.permissions(today).inForce.single()
        assertEquals(Triple("Sam", PermittedItem.PLAN, null), permission.run { Triple(personName, item, until) })
        assertEquals("She asked" to PermissionStanding.IN_FORCE, permission.run { reason to standing })
        phone.revokePermission(given)
        assertEquals(listOf(PermissionStanding.REVOKED), phone.permissions(today).others.map { it.standing })

        // The plan is kept: used, given away, rehearsed, looked over.
        phone.addPlanLine(NewPlanLine(PlanPart.WHAT_HELPS, stage = 4, wording = "I go to the hospital"))
        phone.usePlan("A bad night")
        assertTrue(phone.quickHelp().planInUse)
        val copy = phone.recordPlanEvent(NewPlanEvent(PlanEventKind.COPY_GIVEN, sam)).idOf("plan_event")
        phone.editPlanEvent(copy, NewPlanEvent(PlanEventKind.COPY_GIVEN, sam, note = "On her fridge"))
        assertInvalid("with_whom", Reason.Empty) { phone.recordPlanEvent(NewPlanEvent(PlanEventKind.COPY_GIVEN)) }
        phone.recordPlanEvent(NewPlanEvent(PlanEventKind.REHEARSED))
        phone.setPlanReviewOn("2027-01-15")
        val keeping = phone.planKeeping()
        assertEquals("2026-11-21" to false, keeping.inUse?.run { since to ask })
        assertEquals(
            listOf(Triple<String?, String, Boolean>(sam, "Sam", false)),
            keeping.copies.map { Triple(it.person, it.holder, it.olderThanPlan) },
        )
        assertEquals(
            Triple("2026-11-21", "2027-01-15", 1u),
            keeping.run { Triple(rehearsedOn, reviewOn, version) },
        )
        val oldest = keeping.recent.last()
        assertEquals(PlanEventKind.USE_BEGAN to "A bad night", oldest.run { event to note })
        assertTrue(phone.planEventsBefore(oldest.id).isEmpty())
        phone.endPlanUse("")
        assertNull(phone.planKeeping().inUse)

        // The safety plan, for who wants one.
        val line = NewSafetyLine(SafetyPart.A_SAFE_PLACE, "Sam keeps the pills")
        assertInvalid("safety_plan_opened", Reason.WrongState) { phone.addSafetyLine(line) }
        phone.openSafetyPlan(true)
        val kept = phone.addSafetyLine(line).idOf("safety_line")
        val asked =
            phone.addSafetyLine(NewSafetyLine(SafetyPart.PEOPLE_TO_ASK, "", person = sam)).idOf("safety_line")
        val alone = phone.addSafetyLine(NewSafetyLine(SafetyPart.PEOPLE_TO_ASK, "The neighbour")).idOf("safety_line")
        phone.editSafetyLine(kept, line.copy(wording = "Sam has the pills"))
        phone.moveSafetyLine(alone, 0u)
        val safety = phone.safetyPlan()
        assertTrue(safety.opened)
        assertEquals(
            listOf(emptyList(), emptyList(), emptyList(), listOf(alone, asked), emptyList(), listOf(kept)),
            safety.parts.map { part -> part.lines.map { it.id } },
        )
        assertEquals("Sam", safety.parts[3].lines[1].person?.name)

        // Help now knows all of it, and what else there is when nobody answers.
        view = phone.helpNow("en-GB")
        assertEquals(listOf("Sam" to "020 7946 0000"), view.people.map { it.name to it.phone })
        assertEquals(listOf("I go to the hospital") to true, view.plan.map { it.wording } to view.safetyPlan)
        var after = phone.afterFailedCall("en-GB", Called.Person(view.people.first().id))
        assertTrue(after.people.isEmpty())
        assertEquals(HelpLineKind.EMERGENCY, assertInstanceOf<HelpOption.Line>(after.next.first()).line.kind)
        after = phone.afterFailedCall("en-GB", Called.Line(lines.first().id))
        assertEquals("help-now-other-network", assertInstanceOf<HelpOption.ToDo>(after.next.first()).message.id)
        assertEquals(1, after.people.size)
        assertEquals(1, phone.afterFailedCall("en-GB", Called.Clinic).people.size)
        phone.openSafetyPlan(false)
        assertFalse(phone.helpNow("en-GB").safetyPlan)

        // What I need, and whom I ask for it.
        assertTrue("benefits" in phone.needs().offered.map { it.listId })
        val bus = phone.saveNeed(NewNeed(listId = "transport"), NeedState.WANTED).idOf("need")
        val own = phone.saveNeed(NewNeed(wording = "A quiet room"), NeedState.WANTED).idOf("need")
        assertInvalid("list_id", Reason.UnknownChoice) { phone.saveNeed(NewNeed("a horse"), NeedState.WANTED) }
        phone.editNeed(
            own,
            NewNeed(wording = "A quiet room", whoToAsk = "The library", appointment = "2026-12-01"),
        )
        phone.moveNeed(own, 0u)
        val wanted = phone.needs().states.first { it.state == NeedState.WANTED }.needs
        assertEquals(
            listOf(Triple(own, "The library", "2026-12-01"), Triple(bus, "", null)),
            wanted.map { Triple(it.id, it.whoToAsk, it.appointment) },
        )
        phone.setNeedState(bus, NeedState.ASKED)
        assertEquals(listOf(1, 1, 0, 0, 0), phone.needs().states.map { it.needs.size })

        assertNull(phone.fidelity(), "nobody is enrolled")
        leave(phone, "people_and_plan")
        assertEquals(emptyList<String>(), log.codes)
    }

    @Test
    fun medicines_and_a_healthy_life() {
        val phone = handrail
        val now = "2026-11-21"

        // Off until chosen; and nothing of it is handed out then.
        val tablet = NewMedicine("The white one", anchor = "Breakfast", anchorTime = "08:00", place = "By the kettle")
        assertInvalid("medication_chosen", Reason.WrongState) { phone.saveMedicine(tablet) }
        assertFalse(phone.medication().chosen)
        phone.chooseMedication(true)
        val white = phone.saveMedicine(tablet).idOf("medicine")
        val other = phone.saveMedicine(NewMedicine("The blue one")).idOf("medicine")
        phone.editMedicine(other, NewMedicine("The blue one", purpose = "For the night"))
        phone.moveMedicine(other, 0u)
        assertEquals(
            listOf(other to "For the night", white to ""),
            phone.medication().active.map { it.id to it.purpose },
        )

        // One answer for a medicine and a day: the last one given.
        val dose = phone.recordDose(NewDose(white, now, DoseResult.LATER)).idOf("dose")
        phone.recordDose(NewDose(white, now, DoseResult.TAKEN))
        phone.editDose(dose, NewDose(white, now, DoseResult.TAKEN, "At noon"))
        val told = phone.dosesBetween("2026-11-01", "2026-11-30").single()
        assertEquals(Triple(dose, DoseResult.TAKEN, "At noon"), told.run { Triple(id, result, note) })
        assertEquals("The white one", told.medicineName)
        assertTrue(phone.dosesBefore(dose).isEmpty())
        assertEquals(listOf(null, DoseResult.TAKEN), phone.medication().active.map { it.today })
        assertInvalid("until", Reason.ImpossibleDate) { phone.dosesBetween("2026-11-30", "2026-11-01") }

        // Good sides, bad sides, and what I want to ask at the next visit.
        fun note(details: NewMedicineNote) = phone.addMedicineNote(details).idOf("medicine_note")
        val effect =
            note(
                NewMedicineNote(
                    medicine = white,
                    part = MedicineNotePart.SIDE_EFFECT,
                    wording = "A dry mouth",
                    howBad = 2,
                    since = "2026-11-01",
                ),
            )
        val good = note(NewMedicineNote(part = MedicineNotePart.GOOD_SIDE, wording = "I sleep"))
        val whether = note(NewMedicineNote(part = MedicineNotePart.QUESTION, wording = "For how long?"))
        val question = NewMedicineNote(part = MedicineNotePart.QUESTION, wording = "What if I forget?")
        val what = note(question)
        phone.moveMedicineNote(what, 0u)
        var visit = phone.medicationForAVisit()
        assertEquals(listOf(what, whether), visit.questions.map { it.id })
        assertEquals(listOf(2L to "2026-11-01"), visit.sideEffects.map { it.howBad to it.since })
        assertEquals(listOf(good) to now, visit.goodSides.map { it.id } to visit.day)
        assertTrue(visit.badSides.isEmpty())
        phone.editMedicineNote(what, question.copy(answer = "Go on the next day"))
        phone.setMedicineNoteState(what, MedicineNoteState.ASKED)
        phone.setMedicineNoteState(effect, MedicineNoteState.GONE)
        assertInvalid("state", Reason.WrongState) { phone.setMedicineNoteState(good, MedicineNoteState.ASKED) }
        visit = phone.medicationForAVisit()
        assertEquals(listOf(whether) to 0, visit.questions.map { it.id } to visit.sideEffects.size)
        phone.setMedicineState(other, MedicineState.PAUSED)
        val sheet = phone.medication()
        assertEquals(
            listOf(1, 1, 0, 4),
            listOf(sheet.active.size, sheet.paused.size, sheet.stopped.size, sheet.notes.size),
        )
        phone.chooseMedication(false)
        assertTrue(phone.medication().active.isEmpty() && phone.dosesBefore(dose).isEmpty())

        // A healthy life: a line in a log, one small change.
        val logs = phone.lifestyle().logs.associate { it.id to it.unit }
        assertEquals(LifestyleUnit.MINUTES to LifestyleUnit.WORDS_ALONE, logs["walking"] to logs["food"])
        val walked = phone.recordLifestyle(NewLifestyleEntry("walking", amount = 20)).idOf("lifestyle_entry")
        val ate = phone.recordLifestyle(NewLifestyleEntry("food", "Soup")).idOf("lifestyle_entry")
        phone.editLifestyle(ate, NewLifestyleEntry("food", "Soup and bread"))
        assertInvalid("amount", Reason.WrongState) { phone.recordLifestyle(NewLifestyleEntry("food", amount = 1)) }
        assertEquals(
            listOf(Triple(ate, "Soup and bread", null), Triple(walked, "", 20L)),
            phone.lifestyle().recent.map { Triple(it.id, it.wording, it.amount) },
        )
        assertEquals(listOf(walked), phone.lifestyleBefore(ate).map { it.id })
        assertEquals(listOf(ate), phone.lifestyleBetween("food", now, now).map { it.id })
        assertEquals(2, phone.lifestyleBetween("", now, now).size)
        val stairs = NewLifestyleChange(wording = "Take the stairs")
        val change = phone.saveLifestyleChange(stairs).idOf("lifestyle_change")
        phone.editLifestyleChange(change, stairs.copy(log = "walking", started = "2026-11-20"))
        val second = NewLifestyleChange(wording = "Less coffee")
        assertInvalid("state", Reason.WrongState) { phone.saveLifestyleChange(second) }
        assertEquals(
            Triple(change, "walking", "2026-11-20"),
            phone.lifestyle().trying?.run { Triple(id, log, started) },
        )
        phone.setLifestyleChangeState(change, LifestyleChangeState.KEPT)
        phone.saveLifestyleChange(second)
        val view = phone.lifestyle()
        assertEquals("Less coffee", view.trying?.wording)
        assertEquals(listOf(LifestyleChangeState.KEPT), view.changes.map { it.state })
        assertEquals("LifestyleView(..)", "$view")
        leave(phone, "medicines_and_a_healthy_life")
        assertEquals(emptyList<String>(), log.codes)
    }
}
