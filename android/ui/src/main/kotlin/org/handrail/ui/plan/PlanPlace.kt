package org.handrail.ui.plan

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import org.handrail.Changes
import org.handrail.PlanKeepingView
import org.handrail.PlanLineView
import org.handrail.PlanPart
import org.handrail.PlanPartView
import org.handrail.PlanView
import org.handrail.Sheet
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.Listed
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PartOfLines
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** My plan to stay well: to use, and to write. */
public data object PlanPlace : Place {
    override val key: String = "plan"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "plan_line", "plan_event", "person", "warning_sign", "setting", read = { plan() to planKeeping() }) { (plan, keeping) ->
            PlanContent(shell, plan, keeping)
        }
    }
}

/** What helps comes first while the plan is in use; else the parts stand in their order. */
@Composable
public fun PlanContent(shell: Shell, plan: PlanView, keeping: PlanKeepingView) {
    val strings = LocalStrings.current
    val written = plan.parts.any { it.lines.isNotEmpty() }
    fun use() = shell.save(done = "shell-changed", undo = { takeBack(shell, it) }) { usePlan("") }
    fun end() = shell.save(done = "shell-changed", undo = { takeBack(shell, it) }) { endPlanUse("") }
    Page(
        strings.say("sheet-plan"),
        main = {
            when {
                !written -> MainButton(strings.say("plan-begin")) { shell.go("plan-line-form/${PlanPart.WHAT_HELPS.word()}/1") }
                keeping.inUse == null -> MainButton(strings.say("plan-event-event-use-began")) { use() }
                else -> MainButton(strings.say("plan-event-event-use-ended")) { end() }
            }
        },
    ) {
        if (!written) Empty(strings.say("plan-empty"))
        keeping.inUse?.let { now ->
            Group(strong = true) {
                Say(strings.say("plan-in-use-since", "day" to strings.day(now.since)))
                if (now.ask) {
                    Say(strings.say("plan-still-using"))
                    OtherButton(strings.say("shell-yes")) { use() }
                    OtherButton(strings.say("shell-no")) { end() }
                }
            }
        }
        // While it is in use, what to do comes before what to know.
        val first = if (keeping.inUse == null) emptyList() else plan.parts.filter { it.part in TO_DO }
        val using = keeping.inUse != null
        for (part in first + (plan.parts - first.toSet())) if (!using || part.lines.isNotEmpty()) PlanPartLines(shell, part, using)
        if (written) {
            Part(strings.say("plan-keeping"))
            keeping.changedDay?.let { Aside(strings.say("plan-changed-on", "day" to strings.day(it))) }
            Line(strings.say("plan-give-copy")) { shell.go("plan-copy") }
            Line(strings.say("plan-keeping-more")) { shell.go("plan-keeping") }
            PrintSheet(shell, Sheet.PLAN, strings.say("sheet-plan"))
        }
    }
}

private val TO_DO = setOf(PlanPart.WHAT_HELPS, PlanPart.WHO_HELPS, PlanPart.CONTACTS)

// What was said about using it is taken back, not said the other way round: the history stays true.
private suspend fun takeBack(shell: Shell, changed: Changes) {
    changed.records.firstOrNull { it.concept == "plan_event" }?.let { shell.store.write { remove("plan_event", it.id) } }
}

// Nobody writes while they use it: what is empty, and the ways to add, are not in sight then.
@Composable
private fun ColumnScope.PlanPartLines(shell: Shell, view: PlanPartView, using: Boolean) {
    val strings = LocalStrings.current
    val part = view.part.word()
    val title = strings.say("plan-line-part-$part")
    if (view.part != PlanPart.WHAT_HELPS) {
        Lines(shell, title, view.lines, onAdd = { shell.go("plan-line-form/$part") }.takeUnless { using })
        return
    }
    Part(title)
    for (stage in 1L..LAST_STAGE) {
        val name = strings.say("plan-line-stage-$stage")
        val lines = view.lines.filter { it.stage == stage }
        if (using && lines.isEmpty()) continue
        Aside(name)
        Lines(shell, "", lines, "$title: $name", { shell.go("plan-line-form/$part/$stage") }.takeUnless { using })
    }
}

@Composable
private fun Lines(shell: Shell, title: String, lines: List<PlanLineView>, of: String = title, onAdd: (() -> Unit)?) {
    val strings = LocalStrings.current
    PartOfLines(title, lines.map { Listed(it.id, it.wording, *strings.below(it).toTypedArray()) }, { shell.go("plan-line-form/$it") }, onAdd, of) { listed ->
        val line = lines.first { it.id == listed.id }
        val phone = line.phone.ifBlank { line.person?.phone.orEmpty() }
        if (phone.isNotBlank() && !line.notToBeCalled) {
            QuietButton(strings.say("help-now-call", "name" to line.wording)) { shell.ports.calling.call(phone) }
        }
    }
}

/** What else stands on a line, each with its label where it would not be understood alone. */
internal fun Strings.below(line: PlanLineView): List<String> = listOf(
    line.action.let { if (it.isBlank()) "" else say("plan-line-action") + ": " + apart(it) },
    line.whatCameFirst.let { if (it.isBlank()) "" else say("plan-line-what-came-first") + ": " + apart(it) },
    line.whenWords,
    line.person?.name?.takeIf { it != line.wording }.orEmpty(),
    line.duty,
    line.role?.let { say("plan-line-role-${it.word()}") }.orEmpty(),
    line.phone.takeIf(String::isNotBlank)?.let { number(it) }.orEmpty(),
    if (line.notToBeCalled) say("plan-line-not-to-be-called") else "",
).filter(String::isNotBlank)

private const val LAST_STAGE = 4L
