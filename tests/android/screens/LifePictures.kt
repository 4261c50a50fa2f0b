package org.handrail.ui

import org.handrail.CheckAnswer
import org.handrail.CheckItemAnswer
import org.handrail.ContactOutcome
import org.handrail.DoseResult
import org.handrail.FilledBy
import org.handrail.MedicineNotePart
import org.handrail.NewContactPractice
import org.handrail.NewContactTry
import org.handrail.NewDose
import org.handrail.NewLifestyleChange
import org.handrail.NewLifestyleEntry
import org.handrail.NewMedicine
import org.handrail.NewMedicineNote
import org.handrail.NewPermission
import org.handrail.NewPerson
import org.handrail.NewProgressCheck
import org.handrail.PermittedItem
import org.handrail.ui.progress.InstrumentFormPlace
import org.junit.jupiter.api.Test

/** People, medicines, small changes, and the check over time. */
class LifePictures : Pictures() {
    private fun Phone.emil() = record {
        val maya = savePerson(NewPerson("Maya", "my sister", 1, "She listens", "Supper once a week", "020 7946 0123", helpNow = true)).records[0].id
        savePerson(NewPerson("عمر، جاري في الطابق الثالث", "neighbour", 2, "Laughs a lot"))
        val contact = saveContactPractice(NewContactPractice(maya, "Ask Maya to come for tea", "I would like to see you", "Is Sunday good?", "I take a breath and say it again")).records[0].id
        recordContactTry(NewContactTry(contact, rolePlay = true, result = ContactOutcome.PARTLY, howItWent = "I forgot the end, and we laughed"))
        givePermission(NewPermission(maya, PermittedItem.PLAN, until = "2027-05-31", reason = "She helps me use it"))
        chooseMedication(true)
        val medicine = saveMedicine(NewMedicine("The blue one", "Sleeping through", "One in the evening", "Brushing my teeth", "21:30", "By the sink", "The toothbrush")).records[0].id
        addMedicineNote(NewMedicineNote(medicine, MedicineNotePart.QUESTION, "Can I take it earlier?"))
        addMedicineNote(NewMedicineNote(medicine, MedicineNotePart.SIDE_EFFECT, "A dry mouth", 1, "2026-11-02"))
        recordDose(NewDose(medicine, "2026-11-20", DoseResult.TAKEN))
        saveLifestyleChange(NewLifestyleChange(wording = "A short walk after lunch"))
        recordLifestyle(NewLifestyleEntry(lifestyle().logs[0].id, "Round the pond, with the neighbour’s dog"))
        val form = requireNotNull(progressCheckForm(FilledBy.CLIENT))
        recordProgressCheck(NewProgressCheck(FilledBy.CLIENT, form.items.take(4).map { CheckItemAnswer(it.id, CheckAnswer.Step(2u)) }, "A quiet month"))
        Triple(maya, contact, medicine)
    }

    @Test
    fun medicationOtherwise() = picture("medication-otherwise", OTHERS) {
        emil()
        listOf("more", "medication")
    }

    @Test
    fun people() = picture("people") {
        emil()
        listOf("more", "people")
    }

    @Test
    fun peopleWithNobody() = picture("people-empty") { listOf("more", "people") }

    @Test
    fun personForm() = picture("person-form") { listOf("people", "person-form/${emil().first}") }

    @Test
    fun personFormNew() = picture("person-form-empty") { listOf("people", "person-form") }

    @Test
    fun contact() = picture("contact") { listOf("people", "contact/${emil().second}") }

    @Test
    fun contactForm() = picture("contact-form") { listOf("people", "contact-form/${emil().second}") }

    @Test
    fun contactTry() = picture("contact-try") { listOf("people", "contact-try/${emil().second}") }

    @Test
    fun permissions() = picture("permissions") {
        emil()
        listOf("people", "permissions")
    }

    @Test
    fun permissionsNone() = picture("permissions-empty") { listOf("people", "permissions") }

    @Test
    fun permissionForm() = picture("permission-form") {
        emil()
        listOf("permissions", "permission-form")
    }

    @Test
    fun permissionFormGiven() = picture("permission-form-given") {
        emil()
        listOf("permissions", "permission-form/" + record { permissions(thisDay()) }.inForce[0].id)
    }

    @Test
    fun medication() = picture("medication") {
        emil()
        listOf("more", "medication")
    }

    @Test
    fun medicationClosed() = picture("medication-empty") { listOf("more", "medication") }

    @Test
    fun medicineForm() = picture("medicine-form") { listOf("medication", "medicine-form/${emil().third}") }

    @Test
    fun medicineNoteForm() = picture("medicine-note-form") {
        emil()
        listOf("medication", "medicine-note-form/" + record { medication() }.notes.first { it.part == MedicineNotePart.SIDE_EFFECT }.id)
    }

    @Test
    fun visit() = picture("medication-visit") {
        emil()
        listOf("medication", "medication-visit")
    }

    @Test
    fun doses() = picture("doses") {
        emil()
        listOf("medication", "doses")
    }

    @Test
    fun lifestyle() = picture("lifestyle") {
        emil()
        listOf("more", "lifestyle")
    }

    @Test
    fun lifestyleWithNothing() = picture("lifestyle-empty") { listOf("more", "lifestyle") }

    @Test
    fun lifestyleEntryForm() = picture("lifestyle-entry-form") {
        emil()
        listOf("lifestyle", "lifestyle-entry-form/" + record { lifestyle() }.recent[0].id)
    }

    @Test
    fun lifestyleChangeForm() = picture("lifestyle-change-form") {
        emil()
        listOf("lifestyle", "lifestyle-change-form/" + record { lifestyle() }.trying?.id)
    }

    @Test
    fun progressCheck() = picture("progress-check") {
        emil()
        listOf("more", "progress-check")
    }

    @Test
    fun progressCheckWithNothing() = picture("progress-check-empty") { listOf("more", "progress-check") }

    @Test
    fun progressCheckForm() = picture("progress-check-form") {
        emil()
        listOf("progress-check", "progress-check-form/" + record { progress() }.checks[0].id)
    }

    @Test
    fun instrumentForm() = picture("instrument-form") {
        record { installInstrument(SLEEP.toByteArray()) }
        listOf("progress-check", InstrumentFormPlace.of(record { instruments() }.single()).key)
    }

    private companion object {
        const val SLEEP = """{
          "resourceType": "Questionnaire", "url": "https://clinic.example/sleep", "status": "active", "title": "Sleep",
          "item": [
            {"linkId": "1", "text": "Did you sleep?", "type": "choice", "required": true,
             "answerOption": [{"valueString": "Yes"}, {"valueString": "No"}]},
            {"linkId": "2", "text": "How many hours?", "type": "integer",
             "enableWhen": [{"question": "1", "operator": "=", "answerString": "Yes"}]}
          ]
        }"""
    }
}
