package org.handrail.ui.today

import androidx.compose.runtime.Composable
import org.handrail.HomeworkItem
import org.handrail.OneThing
import org.handrail.SessionView
import org.handrail.StepView
import org.handrail.TodayView
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

/** One thing now, then the rest. */
public data object TodayPlace : Place {
    override val key: String = "today"

    @Composable
    override fun Screen(shell: Shell) {
        // Anything may come first today.
        Shown(shell, read = { today() }) { TodayContent(it, go = shell::go) }
    }
}

/** @param go leads to the place of a key. */
@Composable
public fun TodayContent(view: TodayView, go: (String) -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("today-title")) {
        Group(strong = true) {
            Say(strings.say(view.reason))
            Now(view, go)
        }
        OtherButton(strings.say("today-something-now")) { go("something-now") }
        Rest(view, go)
        Line(strings.say("shell-more")) { go("more") }
    }
}

/** The one thing, with its one button. */
@Composable
private fun Now(view: TodayView, go: (String) -> Unit) {
    val strings = LocalStrings.current
    when (val now = view.now) {
        is OneThing.HelpNow -> MainButton(strings.say("today-help-now")) { go("help-now") }
        is OneThing.PlanInUse -> {
            now.plan.actions.take(MOST_ACTIONS).forEach { Say(it.wording) }
            if (now.plan.askStillUsing) Aside(strings.say("plan-still-using"))
            MainButton(strings.say("today-quick-help-plan")) { go("plan") }
        }
        is OneThing.OpenMyPlan -> {
            Say(now.rule.action)
            MainButton(strings.say("today-look-at-plan")) { go("plan") }
        }
        is OneThing.HigherThanUsual -> MainButton(strings.say("today-look-at-plan")) { go("plan") }
        is OneThing.MeetingToday -> Meeting(now.session, go)
        is OneThing.MeetingTomorrow -> Meeting(now.session, go)
        is OneThing.Homework -> {
            Part(now.homework.title)
            now.homework.whatExactly.takeIf(String::isNotBlank)?.let { Say(it) }
            MainButton(strings.say("today-log-homework")) { go("homework-result/${now.homework.id}") }
        }
        is OneThing.Step -> {
            Part(now.step.title)
            now.step.whenWords.takeIf(String::isNotBlank)?.let { Say(it) }
            MainButton(strings.say("today-log-homework")) { go("step-result/${now.step.id}") }
        }
        is OneThing.CheckIn -> MainButton(strings.say("today-check-in-do")) { go("check-in") }
        is OneThing.ProposalWaiting -> MainButton(strings.say("today-look-at-suggestion")) { go("proposals") }
        is OneThing.RestDay -> OtherButton(strings.say("today-first-goal")) { go("goals") }
    }
}

@Composable
private fun Meeting(session: SessionView, go: (String) -> Unit) {
    val strings = LocalStrings.current
    listOf(session.place, session.agenda).filter(String::isNotBlank).forEach { Say(it) }
    MainButton(strings.say("today-prepare-meeting")) { go("review") }
}

/** What is there beside the one thing; never a list of what was not done. */
@Composable
private fun Rest(view: TodayView, go: (String) -> Unit) {
    val strings = LocalStrings.current
    val homework = view.homework.filter { it.id != (view.now as? OneThing.Homework)?.homework?.id }
    val steps = view.steps.filter { it.id != (view.now as? OneThing.Step)?.step?.id }
    val checkIn = view.checkInDue && view.now !is OneThing.CheckIn
    val proposals = view.proposalsWaiting.toLong().takeIf { it > 0 && view.now !is OneThing.ProposalWaiting }
    val notice = view.notice.takeIf { view.now !is OneThing.HigherThanUsual }
    val meeting = view.nextMeeting.takeIf { view.now !is OneThing.MeetingToday && view.now !is OneThing.MeetingTomorrow }
    val talk = view.talkAboutOpen.toLong().takeIf { it > 0 }
    val anything = homework.isNotEmpty() || steps.isNotEmpty() || checkIn || proposals != null || notice != null || meeting != null || talk != null
    if (anything) Part(strings.say("today-and-then"))
    if (view.planInUse != null && view.now !is OneThing.PlanInUse) Line(strings.say("today-quick-help-plan")) { go("plan") }
    notice?.let { Line(strings.say(it.message)) { go("usual") } }
    homework.forEach { HomeworkLine(it, go) }
    steps.forEach { StepLine(it, go) }
    if (checkIn) Line(strings.say("today-check-in")) { go("check-in") }
    proposals?.let { Line(strings.say("today-proposals-waiting", "count" to it)) { go("proposals") } }
    meeting?.let { Line(strings.say("session-next"), strings.dayAndTime(it.day, it.time)) { go("meetings") } }
    talk?.let { Line(strings.say("today-talk-about-open", "count" to it)) { go("talk-about") } }
}

@Composable
private fun HomeworkLine(homework: HomeworkItem, go: (String) -> Unit): Unit =
    Line(homework.title, homework.whatExactly) { go("homework-result/${homework.id}") }

@Composable
private fun StepLine(step: StepView, go: (String) -> Unit): Unit = Line(step.title, step.whenWords) { go("step-result/${step.id}") }

// More than three lines of a plan are not one thing.
private const val MOST_ACTIONS = 3
