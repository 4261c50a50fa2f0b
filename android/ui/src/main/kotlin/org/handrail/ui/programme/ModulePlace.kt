package org.handrail.ui.programme

import androidx.compose.runtime.Composable
import org.handrail.HandoutLine
import org.handrail.HomeworkOptionLine
import org.handrail.ModuleState
import org.handrail.ModuleView
import org.handrail.Origin
import org.handrail.PaperForm
import org.handrail.QuestionLine
import org.handrail.Worksheet
import org.handrail.WorksheetAnswer
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.Written
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** A part of the programme: what there is to read, to think about and to try. */
public data class ModulePlace(val id: String) : Place {
    override val key: String = "module/$id"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "module_progress", "handout_use", "worksheet_answer", "homework", "enrolment", read = { module(id) to (programme().enrolment != null) }) { (view, takesPart) ->
            ModuleContent(shell, view, takesPart)
        }
    }
}

/**
 * Handouts first: they are short, and need no answer.
 *
 * @param takesPart whether there is a course that this part can have a state in.
 */
@Composable
public fun ModuleContent(shell: Shell, view: ModuleView, takesPart: Boolean) {
    val strings = LocalStrings.current
    val id = view.line.id
    Page(view.line.title.text) {
        PackSay(view.about)
        if (view.handouts.isNotEmpty()) Part(strings.say("handouts"))
        for (handout in view.handouts) HandoutLead(shell, id, handout)
        if (view.questions.isNotEmpty()) Part(strings.say("sheet-worksheet"))
        for (question in view.questions) {
            Line(question.question.text, question.answers.firstOrNull()?.answer) { shell.go("question/$id/${question.id}") }
        }
        if (view.homework.isNotEmpty()) Part(strings.say("programme-homework-ideas"))
        for (option in view.homework.take(FEW)) Idea(shell, id, option)
        if (view.homework.size > FEW) Rest(open = false, words = "programme-more-ideas") { for (option in view.homework.drop(FEW)) Idea(shell, id, option) }
        Sheets(shell, view.worksheets)
        if (view.supporters.text.isNotBlank()) {
            Rest(open = false, words = "programme-for-supporters") {
                Part(strings.say("programme-for-supporters"))
                PackSay(view.supporters)
            }
        }
        if (takesPart) {
            Choice(
                strings.say("module-progress-state"), ModuleState.entries.map { it to strings.say("module-progress-state-${it.word()}") }, view.line.progress.state,
            ) { to -> shell.save(done = "shell-changed") { setModuleState(id, to) } }
        }
        QuietButton(strings.say("programme-print-handouts"), enabled = !shell.busy) {
            shell.launch {
                val language = shell.strings.locale.toLanguageTag()
                shell.ports.giving.print(view.line.title.text, shell.store.read { printHandouts(id, PaperForm.FILLED, language) })
            }
        }
    }
}

@Composable
private fun HandoutLead(shell: Shell, module: String, handout: HandoutLine) {
    val strings = LocalStrings.current
    val clinic = handout.clinic?.let { strings.say("programme-clinic-handout", "title" to it.title) }
    Line(handout.title.text, listOfNotNull(handout.lastUsed?.let(strings::day), clinic).joinToString("\n")) { shell.go("handout/$module/${handout.id}") }
}

/** One tap takes it; it can be changed afterwards like any other. */
@Composable
private fun Idea(shell: Shell, module: String, option: HomeworkOptionLine) {
    val strings = LocalStrings.current
    Group {
        Say(option.title.text)
        if (option.what.text.isNotBlank()) Aside(option.what.text)
        val taken = option.taken.lastOrNull()
        if (taken != null) {
            QuietButton(strings.say("programme-idea-taken"), of = option.title.text) { shell.go("homework-item/$taken") }
        } else {
            OtherButton(strings.say("programme-try-it")) {
                shell.save(undo = { added -> shell.store.write { remove("homework", added.records.first { it.concept == "homework" }.id) } }) {
                    saveHomework(homeworkFromOption(module, option.id, Origin.SELF_CHOSEN))
                }
            }
        }
    }
}

/** Sheets that this part works with, and the places where they are filled in. */
@Composable
private fun Sheets(shell: Shell, sheets: List<Worksheet>) {
    val strings = LocalStrings.current
    if (sheets.isEmpty()) return
    Part(strings.say("programme-sheets"))
    for (sheet in sheets) PLACES[sheet]?.let { (place, words) -> Line(strings.say(words)) { shell.go(place) } }
}

// More than this to choose from is hard to choose from.
private const val FEW = 3

private val PLACES = mapOf(
    Worksheet.LIFE_AREAS to ("life-areas" to "sheet-life-areas"),
    Worksheet.RECOVERY_MEANING to ("recovery" to "sheet-recovery-meaning"),
    Worksheet.GOAL to ("goals" to "sheet-goal"),
    Worksheet.PROBLEM_SOLVING to ("problems" to "sheet-problem-solving"),
    Worksheet.PLAN to ("plan" to "sheet-plan"),
    Worksheet.SAFETY_PLAN to ("safety-plan" to "sheet-safety-plan"),
    Worksheet.MEDICATION to ("medication" to "sheet-medication"),
    Worksheet.SUBSTANCE_USE to ("substance-use" to "sheet-substance-use"),
    Worksheet.STRESS to ("stress" to "sheet-stress"),
    Worksheet.PEOPLE to ("people" to "sheet-people"),
    Worksheet.NEEDS to ("needs" to "sheet-needs"),
    Worksheet.LIFESTYLE to ("lifestyle" to "sheet-lifestyle"),
    Worksheet.COPING to ("coping" to "sheet-coping"),
    Worksheet.SIGNS to ("signs" to "sheet-signs"),
    Worksheet.PROGRESS_CHECK to ("progress-check" to "sheet-progress-check"),
)

/** A question of a part, to think about and answer; earlier answers stay. */
public data class QuestionPlace(val module: String, val id: String) : Place {
    override val key: String = "question/$module/$id"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "worksheet_answer", read = { module(module) }) { view ->
        val question = view.questions.firstOrNull { it.id == id }
        if (question == null) Page(view.line.title.text) { Empty(shell.strings.say("error-not-found")) } else QuestionContent(shell, module, question)
    }
}

/** An answer is never asked for twice: what was written stands below, and can be taken away. */
@Composable
public fun QuestionContent(shell: Shell, module: String, question: QuestionLine) {
    val strings = LocalStrings.current
    val typed = typed(shell)
    Form(shell, question.question.text, onSave = {
        shell.save(then = { shell.back() }) { answerQuestion(module, question.id, typed["answer"]) }
    }) {
        WordsField(shell, typed, "answer", strings.say("worksheet-answer-answer"), lines = 4)
        for (answer in question.answers) Answered(shell, answer)
    }
}

@Composable
private fun Answered(shell: Shell, answer: WorksheetAnswer) {
    val strings = LocalStrings.current
    Written(strings.day(answer.madeDay), answer.answer)
    QuietButton(strings.say("shell-remove"), of = strings.day(answer.madeDay)) { shell.takeAway("worksheet_answer", answer.id) }
}
