package org.handrail.ui.coping

import androidx.compose.runtime.Composable
import org.handrail.CopingEntryView
import org.handrail.CopingStrategyView
import org.handrail.CopingView
import org.handrail.Sheet
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** What helps me cope, and how the tries went. */
public data object CopingPlace : Place {
    override val key: String = "coping"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "coping_strategy", "coping_entry", "coping_wait", read = { coping() }) { CopingContent(shell, it) }
}

/** What can be rated now comes first: it is two taps. */
@Composable
public fun CopingContent(shell: Shell, view: CopingView) {
    val strings = LocalStrings.current
    Page(strings.say("sheet-coping"), main = { MainButton(strings.say("coping-look-in-library")) { shell.go("coping-library") } }) {
        if (view.strategies.isEmpty() && view.recent.isEmpty()) Empty(strings.say("coping-empty"))
        if (view.rateLater.isNotEmpty()) Part(strings.say("coping-rate-now"))
        for (entry in view.rateLater) Line(entry.strategyName, strings.dayAlone(entry.day)) { shell.go("coping-try/rate/${entry.id}") }
        if (view.strategies.isNotEmpty()) Part(strings.say("coping-mine"))
        for (strategy in view.strategies) Line(strategy.name, strategy.below(strings)) { shell.go("coping-try/${strategy.id}") }
        QuietButton(strings.say("coping-add")) { shell.go("coping-form") }
        QuietButton(strings.say("coping-wait")) { shell.go("coping-wait") }
        if (view.recent.isNotEmpty()) {
            Part(strings.say("coping-tried"))
            Earlier(shell, view.recent, { it.id }, { copingBefore(it) }) { Tried(shell, it) }
        }
        if (view.setDown.isNotEmpty()) {
            Rest(open = false, words = "coping-strategy-state-drop") {
                Part(strings.say("coping-strategy-state-drop"))
                for (strategy in view.setDown) Line(strategy.name) { shell.go("coping-form/${strategy.id}") }
            }
        }
        PrintSheet(shell, Sheet.COPING, strings.say("sheet-coping"))
    }
}

private fun CopingStrategyView.below(strings: Strings) = trouble.ifBlank { if (tries > 0u) strings.say("coping-tries", "count" to tries.toLong()) else "" }

@Composable
private fun Tried(shell: Shell, entry: CopingEntryView) {
    val strings = LocalStrings.current
    val below = listOfNotNull(strings.dayAlone(entry.day), entry.helped?.let { strings.say("coping-entry-helped") + " " + strings.say("coping-entry-helped-${it.word()}") })
    Line(entry.strategyName, below.joinToString("\n")) { shell.go("coping-try/rate/${entry.id}") }
}
