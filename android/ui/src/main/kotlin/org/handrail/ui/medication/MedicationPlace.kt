package org.handrail.ui.medication

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import org.handrail.DoseResult
import org.handrail.DoseView
import org.handrail.MedicationView
import org.handrail.MedicineNotePart
import org.handrail.MedicineNoteState
import org.handrail.MedicineNoteView
import org.handrail.MedicineView
import org.handrail.NewDose
import org.handrail.Sheet
import org.handrail.VisitSheet
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.Listed
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Opened
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PartOfLines
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** Medicine fitted into my day: only where the person chose it. */
public data object MedicationPlace : Place {
    override val key: String = "medication"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "medicine", "medicine_note", "dose", "setting", read = { medication() to thisDay() }) { (view, day) -> MedicationContent(shell, view, day) }
    }
}

/** @param day today, as the core says. */
@Composable
public fun MedicationContent(shell: Shell, view: MedicationView, day: String) {
    val strings = LocalStrings.current
    Opened(
        shell, strings.say("sheet-medication"), strings.say("medication-what"), view.chosen, { chooseMedication(it) },
        main = { MainButton(strings.say("medication-add")) { shell.go("medicine-form") } },
    ) {
        Aside(strings.say("medication-talk-with-prescriber"))
        if (view.active.isEmpty()) Empty(strings.say("medication-empty"))
        for (medicine in view.active) Today(shell, medicine, day)
        for ((state, medicines) in listOf("paused" to view.paused, "stopped" to view.stopped)) {
            if (medicines.isNotEmpty()) Part(strings.say("medicine-state-$state"))
            for (medicine in medicines) Line(medicine.name, medicine.purpose) { shell.go("medicine-form/${medicine.id}") }
        }
        Notes(shell, view)
        Line(strings.say("sheet-visit")) { shell.go("medication-visit") }
        if (view.recent.isNotEmpty()) Line(strings.say("medication-earlier")) { shell.go("doses") }
        PrintSheet(shell, Sheet.MEDICATION, strings.say("sheet-medication"))
    }
}

/** Any answer will do, and none is asked for. */
@Composable
private fun Today(shell: Shell, medicine: MedicineView, day: String) {
    val strings = LocalStrings.current
    val fits = listOf(medicine.schedule, medicine.anchor, medicine.anchorTime?.let(strings::time).orEmpty(), medicine.cue)
    Group {
        Line(medicine.name, (listOf(medicine.purpose) + fits).filter(String::isNotBlank).joinToString("\n")) { shell.go("medicine-form/${medicine.id}") }
        val today = medicine.today
        if (today == null) {
            OtherButton(strings.say("dose-result-taken")) { shell.record(medicine, day, DoseResult.TAKEN) }
            QuietButton(strings.say("dose-result-later"), of = medicine.name) { shell.record(medicine, day, DoseResult.LATER) }
            QuietButton(strings.say("dose-result-skipped"), of = medicine.name) { shell.record(medicine, day, DoseResult.SKIPPED) }
        } else {
            Say(strings.say("date-today") + ": " + strings.say("dose-result-${today.word()}"))
            for (other in DoseResult.entries - today) {
                QuietButton(strings.say("dose-result-${other.word()}"), of = medicine.name) { shell.record(medicine, day, other) }
            }
        }
    }
}

private fun Shell.record(medicine: MedicineView, day: String, result: DoseResult) = save(
    // A first answer can be taken back; a second one took the place of the first, and is answered anew.
    undo = if (medicine.today == null) { changed -> store.write { remove("dose", changed.records.first { it.concept == "dose" }.id) } } else null,
) { recordDose(NewDose(medicine.id, day, result)) }

@Composable
private fun ColumnScope.Notes(shell: Shell, view: MedicationView) {
    val strings = LocalStrings.current
    for (part in MedicineNotePart.entries) {
        val word = part.word()
        val lines = view.notes.filter { it.part == part && it.state != MedicineNoteState.GONE }.map { Listed(it.id, it.wording, *strings.below(it).toTypedArray()) }
        PartOfLines(strings.say("medicine-note-part-$word"), lines, { shell.go("medicine-note-form/$it") }, { shell.go("medicine-note-form/$word") })
    }
}

internal fun Strings.below(note: MedicineNoteView): List<String> = listOf(
    note.medicineName,
    note.howBad?.let { say("medicine-note-how-bad") + ": " + say("medicine-note-how-bad-$it") }.orEmpty(),
    note.since?.let { say("medicine-note-since") + " " + day(it) }.orEmpty(),
    if (note.answer.isBlank()) "" else say("medicine-note-answer") + ": " + apart(note.answer),
).filter(String::isNotBlank)

/** What to take along: questions first. */
public data object VisitPlace : Place {
    override val key: String = "medication-visit"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "medicine", "medicine_note", read = { medicationForAVisit() }) { VisitContent(shell, it) }
}

/** To show or to read from, at the visit. */
@Composable
public fun VisitContent(shell: Shell, view: VisitSheet) {
    val strings = LocalStrings.current
    Page(strings.say("sheet-visit")) {
        Aside(strings.day(view.day))
        val parts = listOf(
            MedicineNotePart.QUESTION to view.questions,
            MedicineNotePart.SIDE_EFFECT to view.sideEffects,
            MedicineNotePart.GOOD_SIDE to view.goodSides,
            MedicineNotePart.BAD_SIDE to view.badSides,
        )
        if (parts.all { it.second.isEmpty() } && view.medicines.isEmpty()) Empty(strings.say("shell-nothing-here"))
        for ((part, notes) in parts) {
            if (notes.isNotEmpty()) Part(strings.say("medicine-note-part-${part.word()}"))
            for (note in notes) Line(note.wording, strings.below(note).joinToString("\n")) { shell.go("medicine-note-form/${note.id}") }
        }
        if (view.medicines.isNotEmpty()) Part(strings.say("sheet-medication"))
        for (medicine in view.medicines) {
            Say(medicine.name)
            Aside(listOf(medicine.purpose, medicine.schedule).filter(String::isNotBlank).joinToString("\n"))
        }
        PrintSheet(shell, Sheet.VISIT, strings.say("sheet-visit"))
    }
}

/** What I took, and when. */
public data object DosesPlace : Place {
    override val key: String = "doses"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "dose", read = { medication() }) { DosesContent(shell, it) }
}

/** Newest first; a day without an answer is no line. */
@Composable
public fun DosesContent(shell: Shell, view: MedicationView) {
    val strings = LocalStrings.current
    Page(strings.say("medication-earlier")) {
        Earlier(shell, view.recent, DoseView::id, { dosesBefore(it) }) { dose ->
            Say(dose.medicineName)
            Aside(listOf(strings.day(dose.occurrence), strings.say("dose-result-${dose.result.word()}"), dose.note).filter(String::isNotBlank).joinToString(" · "))
            QuietButton(strings.say("shell-remove"), of = dose.medicineName + ", " + strings.day(dose.occurrence)) { shell.takeAway("dose", dose.id) }
        }
    }
}
