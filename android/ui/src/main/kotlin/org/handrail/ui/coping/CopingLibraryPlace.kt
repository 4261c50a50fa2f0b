package org.handrail.ui.coping

import androidx.compose.runtime.Composable
import org.handrail.CopingLibraryView
import org.handrail.LibraryStrategy
import org.handrail.LibraryTrouble
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** What helps other people: the troubles, or with [trouble] what there is for one of them. */
public data class CopingLibraryPlace(val trouble: String?) : Place {
    override val key: String = listOfNotNull("coping-library", trouble).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "coping_strategy", "enrolment", read = { copingLibrary() }) { view ->
        val one = view.troubles.firstOrNull { it.id == trouble }
        if (one == null) Troubles(shell, view) else Strategies(shell, one)
    }
}

@Composable
private fun Troubles(shell: Shell, view: CopingLibraryView) {
    val strings = LocalStrings.current
    Page(strings.say("coping-library-title")) {
        Aside(strings.say("coping-library-what"))
        for (trouble in view.troubles) Line(trouble.name) { shell.go("coping-library/${trouble.id}") }
    }
}

@Composable
private fun Strategies(shell: Shell, trouble: LibraryTrouble) {
    val strings = LocalStrings.current
    Page(trouble.name) {
        if (trouble.crisis) MainButton(strings.say("today-help-now")) { shell.go("help-now") }
        for (strategy in trouble.strategies) Strategy(shell, strategy, trouble.id)
    }
}

@Composable
private fun Strategy(shell: Shell, strategy: LibraryStrategy, trouble: String) {
    val strings = LocalStrings.current
    val mine = strategy.mine
    Group {
        Part(strategy.name)
        strategy.steps.forEach { Say(it) }
        if (strategy.guided) Line(strings.say("coping-practise-with-me"), strategy.name) { shell.go("coping-practice/${strategy.id}") }
        if (mine != null) {
            Line(strings.say("coping-try-it"), strategy.name) { shell.go("coping-try/$mine") }
        } else {
            OtherButton(strings.say("coping-put-with-mine"), enabled = !shell.busy) {
                shell.save(undo = { made -> shell.store.write { remove("coping_strategy", made.records.first { it.concept == "coping_strategy" }.id) } }) {
                    addCopingFromLibrary(strategy.id, trouble)
                }
            }
        }
    }
}
