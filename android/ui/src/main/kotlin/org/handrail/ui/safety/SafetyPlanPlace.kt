package org.handrail.ui.safety

import androidx.compose.runtime.Composable
import org.handrail.NewSafetyLine
import org.handrail.PeopleView
import org.handrail.SafetyPart
import org.handrail.SafetyPlanView
import org.handrail.Sheet
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Listed
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.PartOfLines
import org.handrail.ui.kit.PhoneField
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.Opened
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.people.PersonField
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.choiceOf
import org.handrail.ui.words.word

/** My safety plan. Nothing of it is seen until it was opened. */
public data object SafetyPlanPlace : Place {
    override val key: String = "safety-plan"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "safety_line", "setting", "person", read = { safetyPlan() }) { SafetyPlanContent(shell, it) }
}

/** Six parts; any may stay empty. */
@Composable
public fun SafetyPlanContent(shell: Shell, view: SafetyPlanView) {
    val strings = LocalStrings.current
    Opened(
        shell, strings.say("sheet-safety-plan"), strings.say("safety-plan-what"), view.opened, { openSafetyPlan(it) },
    ) {
        Aside(strings.say("safety-plan-skip"))
        for (part in view.parts) {
            val word = part.part.word()
            val lines = part.lines.map { line -> Listed(line.id, line.wording, line.person?.name?.takeIf { it != line.wording }.orEmpty(), line.phone.takeIf(String::isNotBlank)?.let(strings::number).orEmpty()) }
            PartOfLines(strings.say("safety-line-part-$word"), lines, { shell.go("safety-line-form/$it") }, { shell.go("safety-line-form/$word") }) { listed ->
                val line = part.lines.first { it.id == listed.id }
                val phone = line.phone.ifBlank { line.person?.phone.orEmpty() }
                if (phone.isNotBlank()) QuietButton(strings.say("help-now-call", "name" to line.wording)) { shell.ports.calling.call(phone) }
            }
        }
        PrintSheet(shell, Sheet.SAFETY_PLAN, strings.say("sheet-safety-plan"))
    }
}

/** A line of it: [of] is a part for a new one, or the id of one that is there. */
public data class SafetyLineFormPlace(val of: String) : Place {
    override val key: String = "safety-line-form/$of"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "safety_line", "person", read = { safetyPlan() to people() }) { (view, people) -> SafetyLineFormContent(shell, view, people, of) }
    }
}

/** A number and a person only where people are named. */
@Composable
public fun SafetyLineFormContent(shell: Shell, view: SafetyPlanView, people: PeopleView, of: String) {
    val strings = LocalStrings.current
    val edited = view.parts.flatMap { it.lines }.firstOrNull { it.id == of }
    val part = edited?.part ?: choiceOf<SafetyPart>(of) ?: return
    val beside = view.parts.first { it.part == part }.lines
    val typed = typed(shell, first = edited?.run { mapOf("wording" to wording, "phone" to phone, "person" to person?.id.orEmpty()) }.orEmpty())
    Form(
        shell,
        strings.say("safety-line-part-${part.word()}"),
        edited?.let { Standing("safety_line", it.id, beside.indexOf(it), beside.size) { to -> moveSafetyLine(it.id, to) } },
        onSave = {
            val details = NewSafetyLine(part, typed["wording"], typed["phone"], typed["person"].takeIf(String::isNotBlank))
            shell.save(then = { shell.back() }) { if (edited == null) addSafetyLine(details) else editSafetyLine(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "wording", strings.say("safety-line-wording"), lines = 2)
        if (part in NAMES_PEOPLE) {
            PersonField(typed, "person", strings.say("safety-line-person"), people.people)
            PhoneField(shell, typed, "phone", strings.say("safety-line-phone"))
        }
    }
}

private val NAMES_PEOPLE = setOf(SafetyPart.PEOPLE_AND_PLACES, SafetyPart.PEOPLE_TO_ASK, SafetyPart.PROFESSIONALS)
