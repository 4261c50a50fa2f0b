package org.handrail.ui.signs

import androidx.compose.runtime.Composable
import org.handrail.OwnRuleView
import org.handrail.RuleCondition
import org.handrail.RuleState
import org.handrail.Sheet
import org.handrail.SignState
import org.handrail.SignsView
import org.handrail.WarningSignView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Columns
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** My warning signs, my own rules, and the way to check in. */
public data object SignsPlace : Place {
    override val key: String = "signs"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "warning_sign", "own_rule", "check_in", read = { signs() }) { SignsContent(shell, it) }
}

/** Each sign with its last days. */
@Composable
public fun SignsContent(shell: Shell, view: SignsView) {
    val strings = LocalStrings.current
    Page(
        strings.say("sheet-signs"),
        main = {
            if (view.signs.isEmpty()) MainButton(strings.say("signs-add")) { shell.go("sign-form") }
            else MainButton(strings.say("today-check-in-do")) { shell.go("check-in") }
        },
    ) {
        if (view.signs.isEmpty()) Empty(strings.say("signs-empty"))
        for (sign in view.signs) Sign(sign) { shell.go("sign-form/${sign.id}") }
        if (view.signs.any { sign -> sign.lastDays.any { it != null } }) Aside(strings.say("signs-last-days-here"))
        if (view.signs.isNotEmpty()) OtherButton(strings.say("signs-add")) { shell.go("sign-form") }
        if (view.signs.isNotEmpty()) {
            Part(strings.say("own-rules"))
            if (view.rules.isEmpty()) Aside(strings.say("own-rules-empty"))
            for (rule in view.rules) {
                Line(strings.rule(rule, view), strings.say("own-rule-state-off").takeIf { rule.state == RuleState.OFF }) { shell.go("own-rule-form/${rule.id}") }
            }
            QuietButton(strings.say("own-rules-add")) { shell.go("own-rule-form") }
        }
        Line(strings.say("usual-title")) { shell.go("usual") }
        if (view.recent.isNotEmpty()) Line(strings.say("check-in-earlier")) { shell.go("check-ins") }
        PrintSheet(shell, Sheet.SIGNS, strings.say("sheet-signs"))
    }
}

@Composable
private fun Sign(sign: WarningSignView, onOpen: () -> Unit) {
    val strings = LocalStrings.current
    val kinds = listOfNotNull(
        "warning-sign-key-sign".takeIf { sign.keySign },
        "warning-sign-emergency".takeIf { sign.emergency },
        "warning-sign-state-resting".takeIf { sign.state == SignState.RESTING },
    )
    Line(sign.wording, kinds.joinToString("\n") { strings.say(it) }, onOpen)
    if (sign.lastDays.any { it != null }) {
        Columns(sign.lastDays.map { it?.toDouble() }, sign.scale.toDouble(), strings.say("signs-last-days", "sign" to sign.wording))
    }
}

private fun Strings.rule(rule: OwnRuleView, view: SignsView): String =
    rule(rule.signWording, view.signs.firstOrNull { it.id == rule.sign }, rule.condition, rule.level, rule.count, rule.outOf, rule.action)

/** A rule as one sentence, which differs where it only begins at a higher rating. [of] has the words of its ratings. */
internal fun Strings.rule(
    sign: String,
    of: WarningSignView?,
    condition: RuleCondition,
    level: Long,
    count: Long,
    outOf: Long,
    action: String,
): String {
    val several = condition == RuleCondition.IN_A_ROW || condition == RuleCondition.OF_LAST
    val id = "own-rule-${condition.word()}" + if (several && level > 1) "-at-least" else ""
    val from = of?.let { rating(it, level.toInt()) }?.lowercase(locale) ?: level
    return say(id, "sign" to sign, "level" to from, "count" to count, "out_of" to outOf, "action" to action)
}
