package org.handrail.ui.medication

import androidx.compose.runtime.Composable
import org.handrail.MedicationView
import org.handrail.MedicineNotePart
import org.handrail.MedicineNoteState
import org.handrail.MedicineState
import org.handrail.MedicineView
import org.handrail.NewMedicine
import org.handrail.NewMedicineNote
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Scale
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.TimeField
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.choiceOf
import org.handrail.ui.words.word

/** A medicine, and where it stands in my day. */
public data class MedicineFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("medicine-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "medicine", read = { medication() }) { MedicineFormContent(shell, it, id) }
}

/** A name is enough; the rest is what makes it easier. */
@Composable
public fun MedicineFormContent(shell: Shell, view: MedicationView, id: String?) {
    val strings = LocalStrings.current
    val edited = (view.active + view.paused + view.stopped).firstOrNull { it.id == id }
    val beside = listOf(view.active, view.paused, view.stopped).firstOrNull { edited in it }.orEmpty()
    val typed = typed(shell, first = edited?.fields().orEmpty())
    Form(
        shell,
        strings.say("medicine"),
        edited?.let { Standing("medicine", it.id, beside.indexOf(it), beside.size) { to -> moveMedicine(it.id, to) } },
        onSave = {
            val details = NewMedicine(
                typed["name"], typed["purpose"], typed["schedule"], typed["anchor"], typed["anchor_time"].takeIf(String::isNotBlank), typed["place"],
                typed["cue"], typed["backup_cue"], typed["who_helps"],
            )
            shell.save(then = { shell.back() }) { if (edited == null) saveMedicine(details) else editMedicine(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "name", strings.say("medicine-name"))
        WordsField(shell, typed, "purpose", strings.say("medicine-purpose"), lines = 2)
        WordsField(shell, typed, "schedule", strings.say("medicine-schedule"))
        WordsField(shell, typed, "anchor", strings.say("medicine-anchor"), hint = strings.say("medication-anchor-example"))
        Rest(open = edited != null) {
            TimeField(shell, typed, "anchor_time", strings.say("medicine-anchor-time"))
            WordsField(shell, typed, "place", strings.say("medicine-place"))
            WordsField(shell, typed, "cue", strings.say("medicine-cue"))
            WordsField(shell, typed, "backup_cue", strings.say("medicine-backup-cue"))
            WordsField(shell, typed, "who_helps", strings.say("medicine-who-helps"))
        }
        edited?.let { medicine ->
            Choice(strings.say("medicine-state"), MedicineState.entries.map { it to strings.say("medicine-state-${it.word()}") }, medicine.state) { to ->
                shell.launch { shell.store.write { setMedicineState(medicine.id, to) } }
            }
            Aside(strings.say("medication-talk-with-prescriber"))
        }
    }
}

private fun MedicineView.fields() = mapOf(
    "name" to name,
    "purpose" to purpose,
    "schedule" to schedule,
    "anchor" to anchor,
    "anchor_time" to anchorTime.orEmpty(),
    "place" to place,
    "cue" to cue,
    "backup_cue" to backupCue,
    "who_helps" to whoHelps,
)

/** A good side, a side effect, a question: [of] is which, or the id of one that is there. */
public data class MedicineNoteFormPlace(val of: String) : Place {
    override val key: String = "medicine-note-form/$of"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "medicine_note", "medicine", read = { medication() }) { MedicineNoteFormContent(shell, it, of) }
}

/** Own words, and what belongs to that kind of note. */
@Composable
public fun MedicineNoteFormContent(shell: Shell, view: MedicationView, of: String) {
    val strings = LocalStrings.current
    val edited = view.notes.firstOrNull { it.id == of }
    val part = edited?.part ?: choiceOf<MedicineNotePart>(of) ?: return
    val beside = view.notes.filter { it.part == part }
    val medicines = view.active + view.paused + view.stopped
    val typed = typed(
        shell,
        first = edited?.run {
            mapOf("medicine" to medicine.orEmpty(), "wording" to wording, "how_bad" to howBad?.toString().orEmpty(), "since" to since.orEmpty(), "answer" to answer)
        } ?: mapOf("medicine" to medicines.singleOrNull()?.id.orEmpty()),
    )
    Form(
        shell,
        strings.say("medicine-note-part-${part.word()}"),
        edited?.let { Standing("medicine_note", it.id, beside.indexOf(it), beside.size) { to -> moveMedicineNote(it.id, to) } },
        onSave = {
            val details = NewMedicineNote(
                typed["medicine"].takeIf(String::isNotBlank), part, typed["wording"], typed.number("how_bad")?.toLong(),
                typed["since"].takeIf(String::isNotBlank), typed["answer"],
            )
            shell.save(then = { shell.back() }) { if (edited == null) addMedicineNote(details) else editMedicineNote(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "wording", strings.say("medicine-note-wording"), lines = 2)
        if (medicines.size > 1) Choice(strings.say("medicine-note-medicine"), medicines.map { it.id to it.name }, typed["medicine"]) { typed["medicine"] = it }
        if (part == MedicineNotePart.SIDE_EFFECT) {
            Scale(strings.say("medicine-note-how-bad"), 0, WORST, typed.number("how_bad"), words = { strings.say("medicine-note-how-bad-$it") }) {
                typed["how_bad"] = it?.toString().orEmpty()
            }
            DayField(shell, typed, "since", strings.say("medicine-note-since"))
        }
        if (edited != null && part == MedicineNotePart.QUESTION) WordsField(shell, typed, "answer", strings.say("medicine-note-answer"), lines = 2)
        edited?.let { note ->
            val states = MedicineNoteState.entries.filter { it != MedicineNoteState.ASKED || part == MedicineNotePart.QUESTION }
            Choice(strings.say("medicine-note-state"), states.map { it to strings.say("medicine-note-state-${it.word()}") }, note.state) { to ->
                shell.launch { shell.store.write { setMedicineNoteState(note.id, to) } }
            }
        }
    }
}

private const val WORST = 3
