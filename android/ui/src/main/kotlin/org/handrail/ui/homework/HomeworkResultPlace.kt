package org.handrail.ui.homework

import androidx.compose.runtime.Composable
import org.handrail.CivilDate
import org.handrail.HomeworkItem
import org.handrail.HomeworkOutcome
import org.handrail.HomeworkResultView
import org.handrail.NewHomeworkResult
import org.handrail.Obstacle
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Scale
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.Written
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** How a homework went: one tap. With the id of a result, what can be added to it. */
public data class HomeworkResultPlace(val id: String, val result: String?) : Place {
    override val key: String = listOfNotNull("homework-result", id, result).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit =
        Shown(shell, "homework", "homework_result", read = { Triple(homeworkItem(id), homeworkResults(id), thisDay()) }) { (item, results, today) ->
            val kept = results.firstOrNull { it.id == result }
            if (kept == null) HomeworkResultContent(shell, item, item.occurrence ?: today) else HomeworkResultMore(shell, item, kept)
        }
}

/** Each answer is kept when it is tapped; what more there is to say comes after, for who wants to. */
@Composable
public fun HomeworkResultContent(shell: Shell, item: HomeworkItem, day: CivilDate) {
    val strings = LocalStrings.current
    fun keep(outcome: HomeworkOutcome) = shell.save(
        undo = { made ->
            shell.store.write { remove("homework_result", made.records.first { it.concept == "homework_result" }.id) }
            shell.back()
        },
        then = { made -> shell.goInstead(HomeworkResultPlace(item.id, made.records.first { it.concept == "homework_result" }.id)) },
    ) { recordHomework(NewHomeworkResult(item.id, day, outcome)) }
    Page(item.title) {
        if (item.whatExactly.isNotBlank()) Say(item.whatExactly)
        Written(strings.say("homework-smaller-version"), item.smallerVersion)
        Aside(strings.say("homework-result-result"))
        MainButton(strings.say("homework-result-result-done"), enabled = !shell.busy) { keep(HomeworkOutcome.DONE) }
        for (outcome in listOf(HomeworkOutcome.PARTLY, HomeworkOutcome.NOT_YET, HomeworkOutcome.NOT_TODAY)) {
            OtherButton(strings.say("homework-result-result-${outcome.word()}"), enabled = !shell.busy) { keep(outcome) }
        }
        Aside(strings.say("homework-any-try-counts"))
        QuietButton(strings.say("homework-look-at")) { shell.goInstead(HomeworkItemPlace(item.id)) }
    }
}

/** It is kept already: everything here may be left out. */
@Composable
private fun HomeworkResultMore(shell: Shell, item: HomeworkItem, kept: HomeworkResultView) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = kept.fields())
    val save: @Composable () -> Unit = {
        MainButton(strings.say(if (typed.any) "shell-save" else "shell-done"), enabled = !shell.busy) {
            if (!typed.any) {
                shell.back()
            } else {
                val edit = NewHomeworkResult(
                    item.id, kept.occurrence, kept.result, typed["smaller"].isNotBlank(), typed.chosen<Obstacle>("obstacle"), typed["note"],
                    typed.number("helpfulness")?.toLong(),
                )
                shell.save(then = { shell.back() }) { editHomeworkResult(kept.id, edit) }
            }
        }
    }
    val tried = kept.result == HomeworkOutcome.DONE || kept.result == HomeworkOutcome.PARTLY
    Page(item.title, main = save) {
        Say(strings.dayAlone(kept.occurrence) + ": " + strings.say("homework-result-result-${kept.result.word()}"))
        Smaller(shell, item)
        Aside(strings.say("shell-all-optional"))
        if (tried && item.smallerVersion.isNotBlank()) {
            Tick(strings.say("homework-result-smaller"), typed["smaller"].isNotBlank()) { typed["smaller"] = if (it) "1" else "" }
        }
        if (tried) {
            Scale(strings.say("homework-result-helpfulness"), 0, MOST, typed.number("helpfulness"), { strings.say("homework-result-helpfulness-$it") }) {
                typed["helpfulness"] = it?.toString().orEmpty()
            }
        }
        if (kept.result != HomeworkOutcome.DONE) {
            Choice(
                strings.say("homework-result-obstacle"), Obstacle.entries.map { it to strings.say("homework-result-obstacle-${it.word()}") },
                typed.chosen<Obstacle>("obstacle"),
            ) { typed["obstacle"] = it.name }
        }
        WordsField(shell, typed, "note", strings.say("homework-result-note"), lines = 2)
    }
}

// "A lot".
private const val MOST = 4

private fun HomeworkResultView.fields() = mapOf(
    "smaller" to if (smaller) "1" else "", "obstacle" to obstacle?.name.orEmpty(), "note" to note, "helpfulness" to helpfulness?.toString().orEmpty(),
)
