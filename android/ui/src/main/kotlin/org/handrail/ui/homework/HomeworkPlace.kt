package org.handrail.ui.homework

import androidx.compose.runtime.Composable
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.HomeworkItem
import org.handrail.HomeworkView
import org.handrail.Sheet
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** What I chose to do between meetings: for today first. */
public data object HomeworkPlace : Place {
    override val key: String = "homework"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "homework", "homework_result", "homework_review", read = { homework() }) { HomeworkContent(shell, it) }
}

/** What rests and what lies behind is there, and nothing is counted. */
@Composable
public fun HomeworkContent(shell: Shell, view: HomeworkView) {
    val strings = LocalStrings.current
    Page(strings.say("sheet-homework"), main = { MainButton(strings.say("homework-add")) { shell.go("homework-form") } }) {
        if (listOf(view.due, view.coming, view.resting, view.past).all { it.isEmpty() }) Empty(strings.say("homework-empty"))
        if (view.due.isNotEmpty()) Part(strings.say("date-today"))
        for (item in view.due) Line(item.title, item.whatExactly) { shell.go("homework-item/${item.id}") }
        if (view.coming.isNotEmpty()) Part(strings.say("homework-coming"))
        for (item in view.coming) Line(item.title, item.nextDay?.let(strings::dayAlone)) { shell.go("homework-item/${item.id}") }
        if (view.resting.isNotEmpty()) Part(strings.say("homework-state-paused"))
        for (item in view.resting) Line(item.title) { shell.go("homework-item/${item.id}") }
        if (view.past.isNotEmpty()) Part(strings.say("homework-earlier"))
        for (item in view.past) Line(item.title, strings.say("homework-state-${item.state.word()}")) { shell.go("homework-item/${item.id}") }
        PrintSheet(shell, Sheet.HOMEWORK, strings.say("sheet-homework"))
    }
}

/** One of all. */
internal fun HomeworkView.item(id: String): HomeworkItem? = (due + coming + resting + past).firstOrNull { it.id == id }

internal fun Handrail.homeworkItem(id: String): HomeworkItem = homework().item(id) ?: throw HandrailException.NotFound()
