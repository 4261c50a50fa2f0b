package org.handrail.ui.plan

import androidx.compose.runtime.Composable
import org.handrail.ContactRole
import org.handrail.NewPlanLine
import org.handrail.PeopleView
import org.handrail.PlanLineView
import org.handrail.PlanPart
import org.handrail.PlanView
import org.handrail.SignsView
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.PhoneField
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.people.PersonField
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.choiceOf
import org.handrail.ui.words.word

/** A line of my plan. [of] is a part (and a stage) for a new one, or the id of one that is there. */
public data class PlanLineFormPlace(val of: List<String>) : Place {
    override val key: String = (listOf("plan-line-form") + of).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "plan_line", "person", "warning_sign", read = { Triple(plan(), people(), signs()) }) { (plan, people, signs) ->
            PlanLineFormContent(shell, plan, people, signs, of)
        }
    }
}

/** Each part asks for what belongs there, and nothing else. */
@Composable
public fun PlanLineFormContent(shell: Shell, plan: PlanView, people: PeopleView, signs: SignsView, of: List<String>) {
    val strings = LocalStrings.current
    val edited = plan.parts.flatMap { it.lines }.firstOrNull { it.id == of.first() }
    val part = edited?.part ?: choiceOf<PlanPart>(of.first()) ?: return
    val typed = typed(shell, first = edited?.fields() ?: mapOf("stage" to of.getOrElse(1) { "0" }))
    val beside = plan.parts.first { it.part == part }.lines.filter { it.stage == edited?.stage }
    Form(
        shell,
        strings.say("plan-line-part-${part.word()}"),
        edited?.let { Standing("plan_line", it.id, beside.indexOf(it), beside.size) { to -> movePlanLine(it.id, to) } },
        onSave = {
            val details = typed.line(part)
            shell.save(then = { shell.back() }) { if (edited == null) addPlanLine(details) else editPlanLine(edited.id, details) }
        },
    ) {
        if (part == PlanPart.SIGNS && signs.signs.isNotEmpty()) {
            Choice(strings.say("plan-line-sign"), signs.signs.map { it.id to it.wording } + ("" to strings.say("plan-line-sign-none")), typed["sign"]) {
                typed["sign"] = it
            }
        }
        WordsField(shell, typed, "wording", strings.say("plan-line-wording"), lines = 2)
        when (part) {
            PlanPart.WHAT_HAPPENED -> {
                WordsField(shell, typed, "when_words", strings.say("plan-line-when-words"))
                WordsField(shell, typed, "what_came_first", strings.say("plan-line-what-came-first"), lines = 2)
                WordsField(shell, typed, "action", strings.say("plan-line-action"), lines = 2)
            }
            PlanPart.TRIGGERS -> WordsField(shell, typed, "action", strings.say("plan-line-action"), lines = 2)
            PlanPart.WHAT_HELPS -> {
                Choice(strings.say("plan-line-stage"), (1..STAGES).map { "$it" to strings.say("plan-line-stage-$it") }, typed["stage"]) { typed["stage"] = it }
                PersonField(typed, "person", strings.say("plan-line-person"), people.people)
            }
            PlanPart.WHO_HELPS -> {
                PersonField(typed, "person", strings.say("plan-line-person"), people.people)
                if (typed["not_to_be_called"].isBlank()) WordsField(shell, typed, "duty", strings.say("plan-line-duty"), lines = 2)
                Tick(strings.say("plan-line-not-to-be-called"), typed["not_to_be_called"].isNotBlank()) { typed["not_to_be_called"] = if (it) "1" else "" }
            }
            PlanPart.CONTACTS -> {
                PersonField(typed, "person", strings.say("plan-line-person"), people.people)
                PhoneField(shell, typed, "phone", strings.say("plan-line-phone"))
                Choice(
                    strings.say("plan-line-role"), ContactRole.entries.map { it to strings.say("plan-line-role-${it.word()}") }, typed.chosen<ContactRole>("role"),
                ) { typed["role"] = it.name }
            }
            PlanPart.SIGNS, PlanPart.WISHES -> Unit
        }
    }
}

private fun Typed.line(part: PlanPart) = NewPlanLine(
    part = part,
    stage = (number("stage") ?: 0).toLong(),
    wording = this["wording"],
    phone = this["phone"],
    action = this["action"],
    whatCameFirst = this["what_came_first"],
    whenWords = this["when_words"],
    sign = this["sign"].takeIf(String::isNotBlank),
    person = this["person"].takeIf(String::isNotBlank),
    // Who is not to be called has nothing to do either.
    duty = if (this["not_to_be_called"].isBlank()) this["duty"] else "",
    role = chosen<ContactRole>("role"),
    notToBeCalled = this["not_to_be_called"].isNotBlank(),
)

private fun PlanLineView.fields() = mapOf(
    "stage" to "$stage",
    "wording" to wording,
    "phone" to phone,
    "action" to action,
    "what_came_first" to whatCameFirst,
    "when_words" to whenWords,
    "sign" to sign?.id.orEmpty(),
    "person" to person?.id.orEmpty(),
    "duty" to duty,
    "role" to role?.name.orEmpty(),
    "not_to_be_called" to if (notToBeCalled) "1" else "",
)

private const val STAGES = 4
