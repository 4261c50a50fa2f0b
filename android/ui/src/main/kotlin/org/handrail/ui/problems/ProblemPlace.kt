package org.handrail.ui.problems

import androidx.compose.runtime.Composable
import org.handrail.Changes
import org.handrail.Handrail
import org.handrail.NewProblem
import org.handrail.ProblemPart
import org.handrail.ProblemState
import org.handrail.ProblemView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.choiceOf
import org.handrail.ui.words.word

/** One sheet: its id and, if another than where it was left, the part to open. */
public data class ProblemPlace(val of: List<String>) : Place {
    override val key: String = (listOf("problem") + of).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "problem", "problem_idea", "problem_review", read = { problem(of.first()) }) { view ->
        ProblemContent(shell, view, choiceOf<ProblemPart>(of.getOrNull(1)) ?: view.nextOpen ?: ProblemPart.REVIEW)
    }
}

/** A new sheet: `step` or `homework` and the id of what it is about, or `new`. */
public data class ProblemFormPlace(val of: List<String>) : Place {
    override val key: String = (listOf("problem-form") + of).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = ProblemFormContent(shell, of.firstOrNull(), of.getOrNull(1))
}

/** @param kind `step` or `homework`, where it is about one; [about] is its id. */
@Composable
public fun ProblemFormContent(shell: Shell, kind: String?, about: String?) {
    val strings = LocalStrings.current
    val typed = typed(shell)
    Form(
        shell,
        strings.say("sheet-problem-solving"),
        onSave = {
            val problem = NewProblem(typed["problem"], about.takeIf { kind == "step" }, about.takeIf { kind == "homework" })
            shell.save(then = { made -> shell.goInstead(ProblemPlace(listOf(made.records.first { it.concept == "problem" }.id))) }) { startProblem(problem) }
        },
    ) {
        WordsField(shell, typed, "problem", strings.say("problem-problem"), lines = 3)
    }
}

/** One part at a time. Every part can be left out, and come back to. */
@Composable
public fun ProblemContent(shell: Shell, view: ProblemView, part: ProblemPart) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = view.fields())
    val parts = ProblemPart.entries
    fun to(other: ProblemPart?) = if (other == null) shell.back() else shell.goInstead(ProblemPlace(listOf(view.id, other.word())))
    fun next(call: (Handrail.() -> Changes)?) {
        val after = parts.getOrNull(parts.indexOf(part) + 1)
        if (call == null) to(after) else shell.save(then = { to(after) }, call = call)
    }
    Page(
        strings.say("problem-part-${part.word()}"),
        main = {
            MainButton(strings.say(if (part == ProblemPart.REVIEW) "shell-done" else "shell-next"), enabled = !shell.busy) { next(view.edit(part, typed)) }
        },
    ) {
        Aside(strings.say("shell-step-of", "number" to (parts.indexOf(part) + 1).toLong(), "of" to parts.size.toLong()))
        if (part != ProblemPart.PROBLEM) Aside(view.problem)
        PartOfProblem(shell, view, part, typed)
        if (part != parts.first()) QuietButton(strings.say("shell-step-before")) { to(parts[parts.indexOf(part) - 1]) }
        Rest(open = false, words = "problem-state") { State(shell, view) }
    }
}

@Composable
private fun State(shell: Shell, view: ProblemView) {
    val strings = LocalStrings.current
    fun set(state: ProblemState) = shell.save(done = "shell-changed", undo = { shell.store.write { setProblemState(view.id, view.state) } }) {
        setProblemState(view.id, state)
    }
    if (view.state == ProblemState.OPEN) {
        OtherButton(strings.say("problem-review-next-solved")) { set(ProblemState.SOLVED) }
        OtherButton(strings.say("problem-not-solved-now")) { set(ProblemState.LET_GO) }
    } else {
        OtherButton(strings.say("problem-take-up")) { set(ProblemState.OPEN) }
    }
    QuietButton(strings.say("shell-remove"), of = view.problem) { shell.takeAway("problem", view.id) { shell.back() } }
}
