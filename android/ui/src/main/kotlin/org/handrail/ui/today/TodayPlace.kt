package org.handrail.ui.today

import androidx.compose.runtime.Composable
import org.handrail.HomeworkItem
import org.handrail.OneThing
import org.handrail.StepView
import org.handrail.TodayView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
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
            Now(view.now, go)
        }
        val homework = view.homework.filter { it.id != (view.now as? OneThing.Homework)?.homework?.id }
        val steps = view.steps.filter { it.id != (view.now as? OneThing.Step)?.step?.id }
        if (homework.isNotEmpty() || steps.isNotEmpty()) Part(strings.say("today-and-then"))
        homework.forEach { HomeworkLine(it, go) }
        steps.forEach { StepLine(it, go) }
        Line(strings.say("shell-more")) { go("more") }
    }
}

@Composable
private fun Now(now: OneThing, go: (String) -> Unit) {
    val strings = LocalStrings.current
    when (now) {
        is OneThing.Homework -> {
            Part(now.homework.title)
            MainButton(strings.say("homework-result")) { go("homework-result/${now.homework.id}") }
        }
        is OneThing.Step -> {
            Part(now.step.title)
            MainButton(strings.say("step-result")) { go("step-result/${now.step.id}") }
        }
        is OneThing.CheckIn -> MainButton(strings.say("shell-yes")) { go("check-in") }
        is OneThing.HelpNow -> MainButton(strings.say("today-help-now")) { go("help-now") }
        else -> Aside("")
    }
}

@Composable
private fun HomeworkLine(homework: HomeworkItem, go: (String) -> Unit): Unit =
    Line(homework.title, homework.whatExactly) { go("homework-result/${homework.id}") }

@Composable
private fun StepLine(step: StepView, go: (String) -> Unit): Unit = Line(step.title, step.whenWords) { go("step-result/${step.id}") }
