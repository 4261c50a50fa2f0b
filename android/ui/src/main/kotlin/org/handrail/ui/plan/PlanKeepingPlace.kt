package org.handrail.ui.plan

import androidx.compose.runtime.Composable
import org.handrail.NewPlanEvent
import org.handrail.PeopleView
import org.handrail.PlanEventKind
import org.handrail.PlanEventView
import org.handrail.PlanKeepingView
import org.handrail.PlanPart
import org.handrail.PlanView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.people.PersonField
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.choiceOf
import org.handrail.ui.words.word

/** Who has a copy, when a step was practised, when to look the plan over. */
public data object PlanKeepingPlace : Place {
    override val key: String = "plan-keeping"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "plan_line", "plan_event", "person", "setting", read = { planKeeping() }) { PlanKeepingContent(shell, it) }
}

/** A plan is worth what those named in it know of it. */
@Composable
public fun PlanKeepingContent(shell: Shell, view: PlanKeepingView) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = mapOf("day" to view.reviewOn.orEmpty()))
    Page(
        strings.say("plan-keeping"),
        main = {
            if (typed.any) MainButton(strings.say("shell-save")) { shell.save { setPlanReviewOn(typed["day"].takeIf(String::isNotBlank)) } }
            else MainButton(strings.say("plan-give-copy")) { shell.go("plan-copy") }
        },
    ) {
        Part(strings.say("plan-copies"))
        if (view.copies.isEmpty()) Empty(strings.say("plan-copies-none"))
        for (copy in view.copies) {
            if (copy.olderThanPlan) Say(strings.say("plan-changed-since-copy", "name" to copy.holder, "day" to strings.day(copy.given)))
            else Say(strings.say("plan-copy-of", "name" to copy.holder, "day" to strings.day(copy.given)))
            QuietButton(strings.say("plan-copy-back"), of = copy.holder) {
                shell.save(done = "shell-changed", undo = { taken -> shell.store.write { remove("plan_event", taken.records.first { it.concept == "plan_event" }.id) } }) {
                    recordPlanEvent(NewPlanEvent(PlanEventKind.COPY_TAKEN_BACK, copy.person, if (copy.person == null) copy.holder else ""))
                }
            }
        }
        Part(strings.say("plan-practise"))
        view.rehearsedOn?.let { Aside(strings.say("plan-event-event-rehearsed") + ": " + strings.day(it)) }
        Line(strings.say("plan-event-event-rehearsed")) { shell.go("plan-event-form/rehearsed") }
        view.reviewedOn?.let { Aside(strings.say("plan-event-event-reviewed") + ": " + strings.day(it)) }
        Line(strings.say("plan-event-event-reviewed")) { shell.go("plan-event-form/reviewed") }
        DayField(shell, typed, "day", strings.say("plan-review-on"))
        if (view.recent.isNotEmpty()) Part(strings.say("plan-event"))
        Earlier(shell, view.recent, PlanEventView::id, { planEventsBefore(it) }) { event ->
            Line(strings.say("plan-event-event-${event.event.word()}"), strings.below(event)) { shell.go("plan-event-form/${event.id}") }
        }
    }
}

private fun Strings.below(event: PlanEventView) = listOf(day(event.day), event.withWhom, event.note).filter(String::isNotBlank).joinToString("\n")

/** A step that was practised, or the plan gone through again: [of] is which, or the id of what was noted. */
public data class PlanEventFormPlace(val of: String) : Place {
    override val key: String = "plan-event-form/$of"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "plan_event", "person", read = { planKeeping() to people() }) { (keeping, people) -> PlanEventFormContent(shell, keeping, people, of) }
    }
}

/** With whom, and a note. */
@Composable
public fun PlanEventFormContent(shell: Shell, view: PlanKeepingView, people: PeopleView, of: String) {
    val strings = LocalStrings.current
    val edited = view.recent.firstOrNull { it.id == of }
    val kind = edited?.event ?: choiceOf<PlanEventKind>(of) ?: return Page(strings.say("plan-event")) { Empty(strings.say("error-not-found")) }
    val typed = typed(shell, first = edited?.run { mapOf("person" to person.orEmpty(), "with_whom" to if (person == null) withWhom else "", "note" to note) }.orEmpty())
    Form(shell, strings.say("plan-event-event-${kind.word()}"), edited?.let { Standing("plan_event", it.id) }, onSave = {
        val details = NewPlanEvent(kind, typed["person"].takeIf(String::isNotBlank), typed["with_whom"], typed["note"])
        shell.save(then = { shell.back() }) { if (edited == null) recordPlanEvent(details) else editPlanEvent(edited.id, details) }
    }) {
        edited?.let { Aside(strings.day(it.day)) }
        PersonField(typed, "person", strings.say("plan-event-person"), people.people)
        if (typed["person"].isBlank()) WordsField(shell, typed, "with_whom", strings.say("plan-event-with-whom"))
        WordsField(shell, typed, "note", strings.say("plan-event-note"), lines = 2)
    }
}

/** Gives a copy to somebody, by whatever way this phone has, and keeps who has one. */
public data object PlanCopyPlace : Place {
    override val key: String = "plan-copy"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "plan_line", "person", read = { plan() to people() }) { (plan, people) -> PlanCopyContent(shell, plan, people) }
}

/** All that is given is shown first. */
@Composable
public fun PlanCopyContent(shell: Shell, plan: PlanView, people: PeopleView) {
    val strings = LocalStrings.current
    val typed = typed(shell)
    val text = strings.asText(plan)
    Page(
        strings.say("plan-give-copy"),
        main = {
            MainButton(strings.say("plan-give-copy"), enabled = !shell.busy) {
                val person = typed["person"].takeIf(String::isNotBlank)
                // Kept first: what is refused is not given.
                shell.save(then = {
                    shell.back()
                    shell.ports.giving.giveText(strings.say("sheet-plan"), text)
                }) { recordPlanEvent(NewPlanEvent(PlanEventKind.COPY_GIVEN, person, if (person == null) typed["with_whom"] else "")) }
            }
        },
    ) {
        PersonField(typed, "person", strings.say("plan-copy-whom"), people.people)
        if (typed["person"].isBlank()) WordsField(shell, typed, "with_whom", strings.say("plan-copy-name"))
        Part(strings.say("plan-copy-what"))
        Say(text)
    }
}

/** The plan as a text to give: the same lines as on the screen. */
internal fun Strings.asText(plan: PlanView): String = plan.parts.filter { it.lines.isNotEmpty() }.joinToString("\n\n") { part ->
    val title = say("plan-line-part-${part.part.word()}")
    val lines = part.lines.groupBy { it.stage }.flatMap { (stage, lines) ->
        listOfNotNull(if (part.part == PlanPart.WHAT_HELPS) say("plan-line-stage-$stage") + ":" else null) +
            lines.map { line -> (listOf("\u2022 " + apart(line.wording)) + below(line)).joinToString("\n  ") }
    }
    (listOf(title) + lines).joinToString("\n")
}
