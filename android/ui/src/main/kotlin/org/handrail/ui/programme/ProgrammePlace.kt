package org.handrail.ui.programme

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import org.handrail.EnrolmentState
import org.handrail.EnrolmentView
import org.handrail.ModuleLine
import org.handrail.NewEnrolment
import org.handrail.PackText
import org.handrail.ProgrammeFormat
import org.handrail.ProgrammeView
import org.handrail.Sheet
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.NumberField
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** The programme, its parts, and how I take part. */
public data object ProgrammePlace : Place {
    override val key: String = "programme"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "enrolment", "module_progress", "session", "setting", read = { programme() }) { ProgrammeContent(shell, it) }
    }
}

/** The parts in their order; any can be opened at any time. */
@Composable
public fun ProgrammeContent(shell: Shell, view: ProgrammeView) {
    val strings = LocalStrings.current
    val enrolment = view.enrolment
    val mine = view.modules.filter { it.mine }
    val current = mine.firstOrNull { it.progress.state.word() == "current" }
    Page(
        view.name.text,
        main = {
            when {
                enrolment == null && !view.packIsMissing -> MainButton(strings.say("programme-take-part")) { shell.go("enrolment-form") }
                current != null -> MainButton(strings.say("programme-go-on")) { shell.go("module/${current.id}") }
            }
        },
    ) {
        PackSay(view.about)
        if (view.packIsMissing) Say(strings.say("programme-missing"))
        enrolment?.let { Taking(shell, it) }
        Part(strings.say("programme-parts"))
        for (module in mine) ModuleLead(shell, module)
        val others = view.modules - mine.toSet()
        if (others.isNotEmpty() || view.choices.isNotEmpty() || view.diagnoses.isNotEmpty()) {
            Rest(open = false, words = "programme-choose-parts") {
                for (choice in view.choices) Tick(choice.title.text, choice.chosen) { on -> shell.save(done = null) { choosePart(choice.id, on) } }
                for (choice in view.diagnoses) {
                    Tick(choice.title.text, choice.chosen) { on ->
                        val chosen = view.diagnoses.filter { if (it.id == choice.id) on else it.chosen }.map { it.id }
                        shell.save(done = null) { chooseDiagnoses(chosen) }
                    }
                }
                for (module in others) ModuleLead(shell, module)
            }
        }
        if (view.earlier.isNotEmpty()) Part(strings.say("programme-earlier"))
        for (earlier in view.earlier) {
            Line(earlier.name.text, listOfNotNull(strings.day(earlier.started), strings.say("enrolment-state-${earlier.state.word()}")).joinToString("\n")) {
                shell.go("enrolment-form/${earlier.id}")
            }
        }
        PrintSheet(shell, Sheet.PROGRAMME, view.name.text)
    }
}

@Composable
private fun ModuleLead(shell: Shell, module: ModuleLine) {
    Line(module.title.text, LocalStrings.current.say("module-progress-state-${module.progress.state.word()}")) { shell.go("module/${module.id}") }
}

/** Where I am in it, and after a trial the one question that it was for. */
@Composable
private fun Taking(shell: Shell, view: EnrolmentView) {
    val strings = LocalStrings.current
    fun set(state: EnrolmentState) = shell.save(done = "shell-changed", undo = { shell.store.write { setEnrolmentState(view.id, view.state) } }) { setEnrolmentState(view.id, state) }
    if (view.decideNow) {
        Group(strong = true) {
            Say(strings.say("programme-trial-decide", "count" to view.meetingsHeld))
            OtherButton(strings.say("enrolment-state-active")) { set(EnrolmentState.ACTIVE) }
            OtherButton(strings.say("enrolment-state-left")) { set(EnrolmentState.LEFT) }
        }
    }
    Line(strings.say("enrolment-state-${view.state.word()}"), strings.say("enrolment-started") + ": " + strings.day(view.started)) { shell.go("enrolment-form/${view.id}") }
}

/** A text of the programme, and whether it is in another language than the screen. */
@Composable
internal fun PackSay(text: PackText) {
    if (text.text.isBlank()) return
    Say(text.text)
    if (text.fellBack) Aside(LocalStrings.current.say("programme-other-language"))
}

/** Taking part: a new course, or the one with [id]. */
public data class EnrolmentFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("enrolment-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "enrolment", read = { programme() }) { EnrolmentFormContent(shell, it, id) }
}

/** To try it first is what stands there. */
@Composable
public fun EnrolmentFormContent(shell: Shell, view: ProgrammeView, id: String?) {
    val strings = LocalStrings.current
    val edited = (listOfNotNull(view.enrolment) + view.earlier).firstOrNull { it.id == id }
    val typed = typed(shell, first = edited?.fields() ?: mapOf("trial_meetings" to "$TRIAL", "booster" to ""))
    val format = typed.chosen<ProgrammeFormat>("format") ?: ProgrammeFormat.INDIVIDUAL
    Form(shell, strings.say("enrolment"), edited?.let { Standing("enrolment", it.id) }, onSave = {
        val details = NewEnrolment(
            edited?.programme ?: view.programme, format, typed.count("group_size").takeIf { format != ProgrammeFormat.INDIVIDUAL },
            typed["started"].takeIf(String::isNotBlank), typed.count("planned_meetings"), typed.count("trial_meetings"), typed["booster"] == "1", edited?.repeatOf,
        )
        shell.save(then = { shell.back() }) { if (edited == null) enrol(details) else editEnrolment(edited.id, details) }
    }) {
        Choice(strings.say("enrolment-format"), ProgrammeFormat.entries.map { it to strings.say("enrolment-format-${it.word()}") }, format) { typed["format"] = it.name }
        NumberField(shell, typed, "trial_meetings", strings.say("enrolment-trial-meetings"))
        edited?.let { now ->
            Choice(strings.say("enrolment-state"), EnrolmentState.entries.map { it to strings.say("enrolment-state-${it.word()}") }, now.state) { to ->
                shell.launch { shell.store.write { setEnrolmentState(now.id, to) } }
            }
        }
        More(shell, typed, format)
    }
}

@Composable
private fun ColumnScope.More(shell: Shell, typed: org.handrail.ui.kit.Typed, format: ProgrammeFormat) {
    val strings = LocalStrings.current
    Rest(open = false) {
        DayField(shell, typed, "started", strings.say("enrolment-started"))
        NumberField(shell, typed, "planned_meetings", strings.say("enrolment-planned-meetings"))
        if (format != ProgrammeFormat.INDIVIDUAL) NumberField(shell, typed, "group_size", strings.say("enrolment-group-size"))
        Tick(strings.say("enrolment-booster"), typed["booster"] == "1") { typed["booster"] = if (it) "1" else "" }
    }
}

private fun EnrolmentView.fields() = mapOf(
    "format" to format.name,
    "group_size" to groupSize?.toString().orEmpty(),
    "started" to started,
    "planned_meetings" to plannedMeetings?.toString().orEmpty(),
    "trial_meetings" to trialMeetings?.toString().orEmpty(),
    "booster" to if (booster) "1" else "",
)

private fun org.handrail.ui.kit.Typed.count(field: String): Long? = this[field].trim().toLongOrNull()

// So many meetings show what it is like.
private const val TRIAL = 3
