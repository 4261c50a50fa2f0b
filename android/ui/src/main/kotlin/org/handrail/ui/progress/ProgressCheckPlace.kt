package org.handrail.ui.progress

import androidx.compose.runtime.Composable
import org.handrail.CheckAnswer
import org.handrail.CheckForm
import org.handrail.CheckItemAnswer
import org.handrail.FilledBy
import org.handrail.InstrumentView
import org.handrail.ItemOverTime
import org.handrail.NewProgressCheck
import org.handrail.ProgressCheckView
import org.handrail.ProgressView
import org.handrail.Sheet
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** The programme's check over time, and the forms of my clinic. */
public data object ProgressCheckPlace : Place {
    override val key: String = "progress-check"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "progress_check", "enrolment", read = { Triple(progress(), progressCheckForm(FilledBy.CLIENT), instruments()) }) { (view, form, instruments) ->
            ProgressCheckContent(shell, view, form, instruments)
        }
    }
}

/** Answers side by side in words: no sum, no score. */
@Composable
public fun ProgressCheckContent(shell: Shell, view: ProgressView, form: CheckForm?, instruments: List<InstrumentView>) {
    val strings = LocalStrings.current
    Page(
        strings.say("sheet-progress-check"),
        main = { if (form != null) MainButton(strings.say("progress-check-fill-in")) { shell.go("progress-check-form") } },
    ) {
        if (view.note.isNotBlank()) Say(view.note)
        if (view.checks.isEmpty()) Empty(strings.say("progress-check-empty"))
        for (item in view.items) if (item.points.isNotEmpty()) OverTime(item)
        if (instruments.isNotEmpty()) Part(strings.say("progress-check-own"))
        for (instrument in instruments) Line(instrument.title, instrument.copyright) { shell.go(InstrumentFormPlace.of(instrument)) }
        if (view.checks.isNotEmpty()) Part(strings.say("progress-check-earlier"))
        for (check in view.checks) {
            val below = strings.say("progress-check-filled-by") + ": " + strings.say("progress-check-filled-by-${check.filledBy.word()}")
            Line(strings.day(check.day), below) { shell.go("progress-check-form/${check.id}") }
        }
        PrintSheet(shell, Sheet.PROGRESS_CHECK, strings.say("sheet-progress-check"))
    }
}

@Composable
private fun OverTime(item: ItemOverTime) {
    val strings = LocalStrings.current
    Group {
        Say(item.question)
        for (point in item.points) {
            val answer = when (val given = point.answer) {
                is CheckAnswer.Step -> item.steps.getOrNull(given.step.toInt()).orEmpty()
                is CheckAnswer.NotCounted -> strings.say("progress-check-not-counted")
            }
            Aside(strings.day(point.day) + ": " + strings.apart(answer))
        }
    }
}

/** The check to be filled in, or an earlier one to look at and change. */
public data class ProgressCheckFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("progress-check-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "progress_check", read = {
            val check = progress().checks.firstOrNull { it.id == id }
            check to progressCheckForm(check?.filledBy ?: FilledBy.CLIENT)
        }) { (check, form) -> ProgressCheckFormContent(shell, form, check) }
    }
}

/** @param edited an earlier one; answers to other questions than the form's stay as they are. */
@Composable
public fun ProgressCheckFormContent(shell: Shell, form: CheckForm?, edited: ProgressCheckView?) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = edited.fields())
    val items = form?.items.orEmpty()
    Form(shell, form?.title ?: strings.say("progress-check"), edited?.let { Standing("progress_check", it.id) }, onSave = {
        val here = items.map { it.id }.toSet()
        val answers = items.mapNotNull { item -> answerOf(typed[item.id])?.let { CheckItemAnswer(item.id, it) } }
        val details = NewProgressCheck(edited?.filledBy ?: FilledBy.CLIENT, answers + edited?.answers.orEmpty().filter { it.item !in here }, typed["note"])
        shell.save(then = { shell.back() }) { if (edited == null) recordProgressCheck(details) else editProgressCheck(edited.id, details) }
    }) {
        edited?.let { Aside(strings.day(it.day)) }
        form?.let { Aside(strings.say("progress-check-look-back", "count" to it.lookBackMonths.toLong())) }
        Aside(strings.say("progress-check-skip"))
        for (item in items) {
            val steps = item.steps.mapIndexed { at, step -> "$at" to step } + listOfNotNull(item.notCounted?.let { NOT_COUNTED to it })
            Part(item.question)
            Choice("", steps + ("" to strings.say("shell-skip")), typed[item.id]) { typed[item.id] = it }
        }
        WordsField(shell, typed, "note", strings.say("progress-check-note"), lines = 2)
    }
}

private const val NOT_COUNTED = "not-counted"

private fun answerOf(text: String): CheckAnswer? = if (text == NOT_COUNTED) CheckAnswer.NotCounted else text.toUIntOrNull()?.let { CheckAnswer.Step(it) }

private fun ProgressCheckView?.fields(): Map<String, String> = if (this == null) emptyMap() else mapOf("note" to note) + answers.associate { given ->
    given.item to when (val answer = given.answer) {
        is CheckAnswer.Step -> "${answer.step}"
        is CheckAnswer.NotCounted -> NOT_COUNTED
    }
}
