package org.handrail.ui.problems

import androidx.compose.runtime.Composable
import org.handrail.Changes
import org.handrail.Handrail
import org.handrail.NewProblem
import org.handrail.NewProblemIdea
import org.handrail.NewProblemReview
import org.handrail.ProblemNext
import org.handrail.ProblemPart
import org.handrail.ProblemPlan
import org.handrail.ProblemView
import org.handrail.StuckOn
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.Written
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

@Composable
internal fun PartOfProblem(shell: Shell, view: ProblemView, part: ProblemPart, typed: Typed) {
    val strings = LocalStrings.current
    when (part) {
        ProblemPart.PROBLEM -> WordsField(shell, typed, "problem", strings.say("problem-problem"), lines = 3)
        ProblemPart.IDEAS -> Ideas(shell, view, typed)
        ProblemPart.SIDES -> {
            if (view.ideas.isEmpty()) Empty(strings.say("problem-ideas"))
            for (idea in view.ideas) {
                Part(idea.idea)
                WordsField(shell, typed, "good_sides-${idea.id}", strings.say("problem-idea-good-sides"))
                WordsField(shell, typed, "bad_sides-${idea.id}", strings.say("problem-idea-bad-sides"))
            }
        }
        ProblemPart.CHOICE -> {
            for (idea in view.ideas) {
                Tick(idea.idea, idea.chosen) { on -> shell.launch { shell.store.write { chooseProblemIdea(idea.id, on) } } }
            }
            WordsField(shell, typed, "choice", strings.say("problem-choice"), lines = 2)
        }
        ProblemPart.PLAN -> {
            for ((field, label) in PLAN) WordsField(shell, typed, field, strings.say(label), lines = 2)
            DayField(shell, typed, "review_on", strings.say("problem-review-on"))
        }
        ProblemPart.PRACTISE -> {
            Written(strings.say("problem-what"), view.plan.what)
            Written(strings.say("problem-in-the-way"), view.plan.inTheWay)
            Written(strings.say("problem-my-answer"), view.plan.myAnswer)
            val day = view.practisedOn
            if (day != null) Say(strings.say("problem-practised-on") + ": " + strings.dayAlone(day))
            OtherButton(strings.say("problem-practised-now"), enabled = !shell.busy) {
                shell.save(undo = { shell.store.write { setProblemPractised(view.id, day) } }) { setProblemPractised(view.id, thisDay()) }
            }
        }
        ProblemPart.REVIEW -> {
            Choice(strings.say("problem-review-next"), ProblemNext.entries.map { it to strings.say("problem-review-next-${it.word()}") }, typed.chosen<ProblemNext>("next")) {
                typed["next"] = it.name
            }
            WordsField(shell, typed, "what_worked", strings.say("problem-review-what-worked"), lines = 2)
            WordsField(shell, typed, "note", strings.say("problem-review-note"), lines = 2)
            for (review in view.reviews) {
                Group {
                    Aside(strings.dayAlone(review.day))
                    Say(strings.say("problem-review-next-${review.next.word()}"))
                    for (words in listOf(review.whatWorked, review.note)) if (words.isNotBlank()) Say(words)
                }
            }
        }
    }
}

@Composable
private fun Ideas(shell: Shell, view: ProblemView, typed: Typed) {
    val strings = LocalStrings.current
    Say(strings.say("problem-ideas"))
    for (idea in view.ideas) {
        Group {
            Say(idea.idea)
            QuietButton(strings.say("shell-remove"), of = idea.idea) { shell.takeAway("problem_idea", idea.id) }
        }
    }
    WordsField(shell, typed, "idea", strings.say("problem-idea-idea"), lines = 2)
    OtherButton(strings.say("problem-add-idea"), enabled = !shell.busy && typed["idea"].isNotBlank()) {
        val idea = typed["idea"]
        shell.save(then = { typed["idea"] = "" }) { addProblemIdea(view.id, NewProblemIdea(idea)) }
    }
}

private val PLAN = listOf(
    "what" to "problem-what", "who" to "problem-who", "when_words" to "problem-when-words", "what_is_needed" to "problem-what-is-needed",
    "in_the_way" to "problem-in-the-way", "my_answer" to "problem-my-answer",
)

internal fun ProblemView.fields(): Map<String, String> = mapOf(
    "problem" to problem, "choice" to choice, "what" to plan.what, "who" to plan.who, "when_words" to plan.whenWords, "what_is_needed" to plan.whatIsNeeded,
    "in_the_way" to plan.inTheWay, "my_answer" to plan.myAnswer, "review_on" to plan.reviewOn.orEmpty(),
) + ideas.flatMap { listOf("good_sides-${it.id}" to it.goodSides, "bad_sides-${it.id}" to it.badSides) }

/** What is kept when a part is left for the next; null where nothing of it was changed. */
internal fun ProblemView.edit(part: ProblemPart, typed: Typed): (Handrail.() -> Changes)? = when (part) {
    ProblemPart.PROBLEM -> {
        val words = typed["problem"]
        val edit = NewProblem(words, (about as? StuckOn.Step)?.id, (about as? StuckOn.Homework)?.id)
        if (words == problem) null else ({ editProblem(id, edit) })
    }
    ProblemPart.IDEAS -> {
        val idea = typed["idea"]
        if (idea.isBlank()) null else ({ addProblemIdea(id, NewProblemIdea(idea)) })
    }
    ProblemPart.SIDES -> {
        val edits = ideas.mapNotNull { idea ->
            val edit = NewProblemIdea(idea.idea, typed["good_sides-${idea.id}"], typed["bad_sides-${idea.id}"])
            (idea.id to edit).takeIf { edit.goodSides != idea.goodSides || edit.badSides != idea.badSides }
        }
        if (edits.isEmpty()) null else ({ Changes(edits.flatMap { (idea, edit) -> editProblemIdea(idea, edit).records }) })
    }
    ProblemPart.CHOICE -> {
        val words = typed["choice"]
        if (words == choice) null else ({ setProblemChoice(id, words) })
    }
    ProblemPart.PLAN -> {
        val edit = ProblemPlan(
            typed["what"], typed["who"], typed["when_words"], typed["what_is_needed"], typed["in_the_way"], typed["my_answer"], typed["review_on"].ifBlank { null },
        )
        if (edit == plan) null else ({ planProblem(id, edit) })
    }
    ProblemPart.PRACTISE -> null
    ProblemPart.REVIEW -> {
        val next = typed.chosen<ProblemNext>("next")
        val review = next?.let { NewProblemReview(id, typed["what_worked"], it, typed["note"]) }
        if (review == null) null else ({ recordProblemReview(review) })
    }
}
