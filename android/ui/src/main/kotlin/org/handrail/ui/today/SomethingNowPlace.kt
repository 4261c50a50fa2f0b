package org.handrail.ui.today

import androidx.compose.runtime.Composable
import org.handrail.QuickHelpView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** A way in for a day with little energy: what helped before, the first lines of the plan, and three ways on. */
public data object SomethingNowPlace : Place {
    override val key: String = "something-now"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "coping_strategy", "coping_entry", "plan_line", "plan_event", read = { quickHelp() }) {
            SomethingNowContent(it, go = shell::go)
        }
    }
}

/** @param go leads to the place of a key. */
@Composable
public fun SomethingNowContent(view: QuickHelpView, go: (String) -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("shell-now-title")) {
        if (view.strategies.isNotEmpty()) {
            Aside(strings.say("shell-now-helped"))
            for (suggestion in view.strategies) {
                Line(suggestion.strategy.name, suggestion.count?.let(strings::say)) { go("coping-try/${suggestion.strategy.id}") }
            }
        }
        if (view.plan.isNotEmpty()) {
            Group {
                Aside(strings.say("shell-now-plan"))
                view.plan.forEach { Say(it.wording) }
                Line(strings.say("today-look-at-plan")) { go("plan") }
            }
        }
        Part(strings.say("shell-now-what"))
        Line(strings.say("shell-now-hard"), strings.say("today-quick-help-coping")) {
            go(if (view.strategies.isEmpty()) "coping-library" else "coping")
        }
        Line(strings.say("shell-now-problem"), strings.say("sheet-problem-solving")) { go("problems") }
        Line(strings.say("shell-now-need"), strings.say("sheet-needs")) { go("needs") }
    }
}
