package org.handrail.ui

import org.handrail.ContactRole
import org.handrail.NeedState
import org.handrail.NewNeed
import org.handrail.NewPerson
import org.handrail.NewPlanEvent
import org.handrail.NewPlanLine
import org.handrail.NewSafetyLine
import org.handrail.NewStressLine
import org.handrail.NewSubstanceEntry
import org.handrail.NewSubstanceLine
import org.handrail.PlanEventKind
import org.handrail.PlanPart
import org.handrail.SafetyPart
import org.handrail.StressPart
import org.handrail.StressSphere
import org.handrail.SubstancePart
import org.junit.jupiter.api.Test

/** The plan, and the sheets that are lists of lines. */
class PlanPictures : Pictures() {
    private fun Phone.chidi(): String {
        val maya = record { savePerson(NewPerson("Maya", "my sister", phone = "020 7946 0123")) }.records[0].id
        return record {
            addPlanLine(NewPlanLine(PlanPart.WHAT_HAPPENED, wording = "I stopped sleeping and shut the door", whenWords = "Last spring", whatCameFirst = "A row at work"))
            addPlanLine(NewPlanLine(PlanPart.TRIGGERS, wording = "Nights without sleep", action = "A quiet evening and no coffee"))
            addPlanLine(NewPlanLine(PlanPart.WHAT_HELPS, 1, "Walk by the river \uD83C\uDF0A"))
            addPlanLine(NewPlanLine(PlanPart.WHAT_HELPS, 2, "", person = maya))
            addPlanLine(NewPlanLine(PlanPart.WHO_HELPS, wording = "", person = maya, duty = "She comes over and cooks"))
            addPlanLine(NewPlanLine(PlanPart.WISHES, wording = "Let me keep my radio"))
            recordPlanEvent(NewPlanEvent(PlanEventKind.COPY_GIVEN, maya))
            recordPlanEvent(NewPlanEvent(PlanEventKind.REHEARSED, maya, note = "We went through the call"))
            addPlanLine(NewPlanLine(PlanPart.CONTACTS, wording = "Riverside clinic", phone = "020 7946 0456", role = ContactRole.PRACTITIONER))
        }.records[0].id
    }

    private fun Phone.sheets() = record {
        openSafetyPlan(true)
        addSafetyLine(NewSafetyLine(SafetyPart.SIGNS, "I think in circles"))
        addSafetyLine(NewSafetyLine(SafetyPart.PROFESSIONALS, "Samaritans", "116 123"))
        openSubstanceUse(true)
        addSubstanceLine(NewSubstanceLine(SubstancePart.REASON, "It makes the evening quieter"))
        addSubstanceLine(NewSubstanceLine(SubstancePart.RISKY_SITUATION, "Fridays after work", "I take the bus home at once", "Leo"))
        recordSubstanceEntry(NewSubstanceEntry("Beer", "two", "Friday, with the others"))
        addStressLine(NewStressLine(StressPart.HASSLE, wording = "The neighbours’ music"))
        addStressLine(NewStressLine(StressPart.SIGN, sphere = StressSphere.BODY, wording = "My shoulders are tight"))
        addStressLine(NewStressLine(StressPart.PLAN, wording = "A walk before supper", who = "With Leo", whenWords = "Every Tuesday"))
        saveNeed(NewNeed(wording = "A bus pass", whoToAsk = "Ms Farah at the town hall", phone = "020 7946 0789", whatISay = "I would like a pass. What do I need to bring?", appointment = "2026-11-25"), NeedState.ASKED)
        saveNeed(NewNeed(wording = "Advice about my rent"), NeedState.WANTED)
    }

    @Test
    fun planOtherwise() = picture("plan-otherwise", OTHERS) {
        chidi()
        listOf("today", "plan")
    }

    @Test
    fun plan() = picture("plan") {
        chidi()
        listOf("today", "plan")
    }

    @Test
    fun planInUse() = picture("plan-in-use") {
        chidi()
        record { usePlan("") }
        listOf("today", "plan")
    }

    @Test
    fun planWithNothing() = picture("plan-empty") { listOf("today", "plan") }

    @Test
    fun planLineForm() = picture("plan-line-form") { listOf("plan", "plan-line-form/${chidi()}") }

    @Test
    fun planLineFormNew() = picture("plan-line-form-empty") { listOf("plan", "plan-line-form/what-helps/1") }

    @Test
    fun planKeeping() = picture("plan-keeping") {
        chidi()
        listOf("plan", "plan-keeping")
    }

    @Test
    fun planKeepingWithNothing() = picture("plan-keeping-empty") { listOf("plan", "plan-keeping") }

    @Test
    fun planCopy() = picture("plan-copy") {
        chidi()
        listOf("plan", "plan-copy")
    }

    @Test
    fun planEventForm() = picture("plan-event-form") {
        chidi()
        listOf("plan-keeping", "plan-event-form/rehearsed")
    }

    @Test
    fun safetyPlan() = picture("safety-plan") {
        sheets()
        listOf("more", "safety-plan")
    }

    @Test
    fun safetyPlanClosed() = picture("safety-plan-empty") { listOf("more", "safety-plan") }

    @Test
    fun safetyLineForm() = picture("safety-line-form") {
        sheets()
        listOf("safety-plan", "safety-line-form/people-to-ask")
    }

    @Test
    fun substanceUse() = picture("substance-use") {
        sheets()
        listOf("more", "substance-use")
    }

    @Test
    fun substanceUseClosed() = picture("substance-use-empty") { listOf("more", "substance-use") }

    @Test
    fun substanceLineForm() = picture("substance-line-form") {
        sheets()
        listOf("substance-use", "substance-line-form/risky-situation")
    }

    @Test
    fun substanceEntryForm() = picture("substance-entry-form") {
        sheets()
        listOf("substance-use", "substance-entry-form/" + record { substanceUse() }.recent[0].id)
    }

    @Test
    fun stress() = picture("stress") {
        sheets()
        listOf("more", "stress")
    }

    @Test
    fun stressWithNothing() = picture("stress-empty") { listOf("more", "stress") }

    @Test
    fun stressLineForm() = picture("stress-line-form") { listOf("stress", "stress-line-form/sign") }

    @Test
    fun needs() = picture("needs") {
        sheets()
        listOf("more", "needs")
    }

    @Test
    fun needsWithNothing() = picture("needs-empty") { listOf("more", "needs") }

    @Test
    fun needForm() = picture("need-form") {
        sheets()
        listOf("needs", "need-form/" + record { needs() }.states.flatMap { it.needs }.first { it.phone.isNotBlank() }.id)
    }
}
