package org.handrail.ui.signs

import androidx.compose.runtime.Composable
import org.handrail.NewOwnRule
import org.handrail.OwnRuleView
import org.handrail.RuleCondition
import org.handrail.RuleState
import org.handrail.SignsView
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Scale
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.WrongAt
import org.handrail.ui.kit.leftOpen
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** "If my sign is there, I do this." */
public data class OwnRuleFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("own-rule-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "warning_sign", "own_rule", read = { signs() }) { OwnRuleFormContent(shell, it, id) }
}

/** Says the rule back as one sentence while it is made. */
@Composable
public fun OwnRuleFormContent(shell: Shell, view: SignsView, id: String?) {
    val strings = LocalStrings.current
    val edited = view.rules.firstOrNull { it.id == id }
    val typed = typed(shell, first = edited.fields(view))
    val sign = view.signs.firstOrNull { it.id == typed["sign"] }
    val condition = typed.chosen<RuleCondition>("condition") ?: RuleCondition.THERE
    val level = (typed.number("level") ?: 1).toLong()
    val count = (typed.number("count") ?: 2).toLong()
    val outOf = (typed.number("out_of") ?: count.toInt()).toLong()
    Form(shell, strings.say("own-rule"), edited?.let { Standing("own_rule", it.id) }, onSave = {
        val details = NewOwnRule(typed["sign"], condition, level, count, outOf, typed["action"])
        if (sign == null) shell.leftOpen("sign") else shell.save(then = { shell.back() }) { if (edited == null) saveOwnRule(details) else editOwnRule(edited.id, details) }
    }) {
        Choice(strings.say("own-rule-sign"), view.signs.map { it.id to it.wording }, typed["sign"]) { typed["sign"] = it }
        WrongAt(shell, "sign")
        Choice(
            strings.say("own-rule-condition"), RuleCondition.entries.map { it to strings.say("own-rule-condition-${it.word()}") }, condition,
        ) { typed["condition"] = it.name }
        if (condition != RuleCondition.THERE && sign != null) {
            Scale(strings.say("own-rule-level"), 1, sign.scale.toInt(), level.toInt(), words = { strings.rating(sign, it) }) { typed["level"] = "${it ?: 1}" }
        }
        if (condition == RuleCondition.IN_A_ROW || condition == RuleCondition.OF_LAST) {
            Scale(strings.say("own-rule-count"), 1, MOST, count.toInt()) { typed["count"] = "${it ?: 2}" }
        }
        if (condition == RuleCondition.OF_LAST) {
            Scale(strings.say("own-rule-out-of"), count.toInt(), MOST, outOf.toInt()) { typed["out_of"] = "${it ?: count}" }
        }
        WordsField(shell, typed, "action", strings.say("own-rule-action"), lines = 2)
        if (sign != null && typed["action"].isNotBlank()) {
            Group { Say(strings.rule(sign.wording, sign, condition, level, count, outOf, typed["action"])) }
        }
        edited?.let { rule ->
            OnOff(strings.say("own-rule-state"), rule.state == RuleState.ON) { on ->
                shell.launch { shell.store.write { setOwnRuleState(rule.id, if (on) RuleState.ON else RuleState.OFF) } }
            }
        }
    }
}

// A rule over more check-ins than a week of them is nothing to keep in mind.
private const val MOST = 7

private fun OwnRuleView?.fields(view: SignsView): Map<String, String> = if (this == null) {
    // With one sign there is nothing to choose.
    mapOf("sign" to view.signs.singleOrNull()?.id.orEmpty())
} else {
    mapOf("sign" to sign, "condition" to condition.name, "level" to "$level", "count" to "$count", "out_of" to "$outOf", "action" to action)
}
