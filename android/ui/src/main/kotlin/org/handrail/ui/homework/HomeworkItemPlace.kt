package org.handrail.ui.homework

import androidx.compose.runtime.Composable
import org.handrail.HomeworkItem
import org.handrail.HomeworkResultView
import org.handrail.HomeworkState
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Written
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** One homework: what exactly, how it went, where it is. */
public data class HomeworkItemPlace(val id: String) : Place {
    override val key: String = "homework-item/$id"

    @Composable
    override fun Screen(shell: Shell): Unit =
        Shown(shell, "homework", "homework_result", "homework_review", read = { homeworkItem(id) to homeworkResults(id) }) { (item, results) ->
            HomeworkItemContent(shell, item, results)
        }
}

/** @param results the newest first. */
@Composable
public fun HomeworkItemContent(shell: Shell, item: HomeworkItem, results: List<HomeworkResultView>) {
    val strings = LocalStrings.current
    Page(item.title, main = { MainButton(strings.say("today-log-homework")) { shell.go("homework-result/${item.id}") } }) {
        if (item.whatExactly.isNotBlank()) Say(item.whatExactly)
        Written(strings.say("homework-why"), item.why)
        Written(strings.say("homework-where-words"), item.whereWords)
        Written(strings.say("homework-with-whom"), item.withWhom)
        Written(strings.say("homework-how-often"), strings.say("homework-how-often-${item.howOften.word()}"))
        item.byAbout?.let { Written(strings.say("homework-by-about"), strings.dayAlone(it)) }
        item.reminderTime?.let { Written(strings.say("homework-reminder-time"), strings.time(it)) }
        Written(strings.say("homework-smaller-version"), item.smallerVersion)
        Smaller(shell, item)
        QuietButton(strings.say("shell-change"), of = item.title) { shell.go("homework-form/${item.id}") }
        if (results.isNotEmpty()) {
            Part(strings.say("homework-result"))
            Earlier(shell, results, { it.id }, { homeworkResultsBefore(item.id, it) }) { result ->
                val below = listOfNotNull(result.obstacle?.let { strings.say("homework-result-obstacle-${it.word()}") }, result.note.takeIf(String::isNotBlank))
                Line(strings.dayAlone(result.occurrence) + ": " + strings.say("homework-result-result-${result.result.word()}"), below.joinToString("\n")) {
                    shell.go("homework-result/${item.id}/${result.id}")
                }
            }
        }
        Rest(open = false, words = "homework-state") { State(shell, item) }
    }
}

/** What the core offers where it did not come off: a smaller one, or a look at what is in the way. */
@Composable
internal fun Smaller(shell: Shell, item: HomeworkItem) {
    if (!item.offerSmaller && !item.suggestSmaller) return
    val strings = LocalStrings.current
    Say(strings.say("homework-make-smaller"))
    OtherButton(strings.say("shell-make-smaller")) { shell.go("homework-form/${item.id}") }
    OtherButton(strings.say("goal-look-at-what-is-in-the-way")) { shell.go("problem-form/homework/${item.id}") }
}

@Composable
private fun State(shell: Shell, item: HomeworkItem) {
    val strings = LocalStrings.current
    Choice(strings.say("homework-state"), HomeworkState.entries.map { it to strings.say("homework-state-${it.word()}") }, item.state) { state ->
        shell.save(done = "shell-changed", undo = { shell.store.write { setHomeworkState(item.id, item.state) } }) { setHomeworkState(item.id, state) }
    }
    Aside(strings.say("homework-origin") + ": " + strings.say("homework-origin-${item.origin.word()}"))
    QuietButton(strings.say("shell-remove"), of = item.title) { shell.takeAway("homework", item.id) { shell.back() } }
}
