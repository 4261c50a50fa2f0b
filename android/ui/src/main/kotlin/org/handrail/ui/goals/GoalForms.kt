package org.handrail.ui.goals

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.BeginAs
import org.handrail.GoalForm
import org.handrail.GoalState
import org.handrail.GoalsView
import org.handrail.Horizon
import org.handrail.NamedItem
import org.handrail.NewLongTermGoal
import org.handrail.NewShortTermGoal
import org.handrail.NewStep
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.OtherLanguage
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.Written
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** A goal in the person's words. [id] is `new`, or the goal that is changed; [rating] is what was said of an area that a new one comes of. */
public data class GoalFormPlace(val id: String, val rating: String? = null) : Place {
    override val key: String = listOfNotNull("goal-form", id, rating).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "long_term_goal", read = { goalForm(id.takeUnless { it == "new" }, rating) }) { view ->
            val goal = view.goal
            val typed = typed(
                shell,
                mapOf(
                    "title" to goal?.title.orEmpty(),
                    "why" to goal?.why.orEmpty(),
                    "how_will_we_know" to goal?.howWillWeKnow.orEmpty(),
                    "who_can_help" to goal?.whoCanHelp.orEmpty(),
                    "begin" to BeginAs.ACTIVE.name,
                ),
            )
            GoalFormContent(shell, view, typed) {
                val details = NewLongTermGoal(
                    title = typed["title"],
                    why = typed["why"],
                    howWillWeKnow = typed["how_will_we_know"],
                    whoCanHelp = typed["who_can_help"],
                    area = goal?.area.orEmpty(),
                    started = goal?.started,
                    byAbout = goal?.byAbout?.let { Horizon.About(it) } ?: Horizon.Suggested.takeIf { goal == null },
                )
                val begin = typed.chosen<BeginAs>("begin") ?: BeginAs.ACTIVE
                shell.save(then = { changed -> if (goal == null) shell.goInstead(GoalPlace(changed.records.first { it.concept == "long_term_goal" }.id)) else shell.back() }) {
                    when {
                        goal != null -> editLongTermGoal(goal.id, details)
                        rating != null -> goalFromArea(rating, details, begin)
                        else -> saveLongTermGoal(details, begin)
                    }
                }
            }
        }
    }
}

@Composable
private fun GoalFormContent(shell: Shell, view: GoalForm, typed: Typed, onSave: () -> Unit) {
    val strings = LocalStrings.current
    val wordless = typed["title"].isBlank()
    Page(strings.say("long-term-goal"), main = { MainButton(strings.say("shell-save"), enabled = !shell.busy, onClick = onSave) }) {
        Aside(strings.say("goal-horizon-long"))
        Written(strings.say("life-area-rating-area"), view.area?.text.orEmpty())
        if (view.prompts.isNotEmpty()) Say(strings.say("goal-from-area"))
        WordsField(shell, typed, "title", strings.say("long-term-goal-title"), lines = 2)
        if (wordless && typed.ready) Examples(view.examples) { typed["title"] = it }
        // What leads to a goal comes before there is one, what makes it clearer after.
        Questions(if (wordless) view.prompts else view.questions)
        WordsField(shell, typed, "why", strings.say("long-term-goal-why"))
        WordsField(shell, typed, "how_will_we_know", strings.say("long-term-goal-how-will-we-know"))
        WordsField(shell, typed, "who_can_help", strings.say("long-term-goal-who-can-help"))
        if (view.goal == null) Choice("", BeginAs.entries.map { it to strings.say("goal-begin-" + it.word()) }, typed.chosen<BeginAs>("begin")) { typed["begin"] = it.name }
        Aside(strings.say("shell-all-optional"))
    }
}

/** What others have wished for: a few at a time, to read or to begin with and change. */
@Composable
private fun Examples(examples: List<List<NamedItem>>, onTake: (String) -> Unit) {
    if (examples.isEmpty()) return
    val strings = LocalStrings.current
    var few by remember { mutableIntStateOf(0) }
    val shown = examples[few % examples.size].map { it.name }
    Aside(strings.say("goal-examples"))
    OtherLanguage(shown)
    for (example in shown) OtherButton(example.text) { onTake(example.text) }
    if (examples.size > 1) QuietButton(strings.say("goal-examples-others")) { few++ }
}

@Composable
private fun ColumnScope.Questions(questions: List<NamedItem>) {
    if (questions.isEmpty()) return
    Rest(open = false, words = "goal-smart") {
        OtherLanguage(questions.map { it.name })
        Group { for (question in questions) Say(question.name.text) }
    }
}

/** A short-term goal of [goal]. */
public data class PartFormPlace(val goal: String, val id: String) : Place {
    override val key: String = "part-form/$goal/$id"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "short_term_goal", read = { goals() }) { view ->
            val part = view.goals.flatMap { it.shortTerm }.firstOrNull { it.id == id }
            val typed = typed(
                shell,
                mapOf(
                    "title" to part?.title.orEmpty(),
                    "how_will_we_know" to part?.howWillWeKnow.orEmpty(),
                    "strengths" to part?.strengths.orEmpty(),
                    "obstacles" to part?.obstacles.orEmpty(),
                    "who_can_help" to part?.whoCanHelp.orEmpty(),
                ),
            )
            Fields(shell, typed, "short-term-goal", "goal-horizon-short", listOf("title", "how_will_we_know", "strengths", "obstacles", "who_can_help")) {
                val details = NewShortTermGoal(
                    goal = goal,
                    title = typed["title"],
                    howWillWeKnow = typed["how_will_we_know"],
                    strengths = typed["strengths"],
                    obstacles = typed["obstacles"],
                    whoCanHelp = typed["who_can_help"],
                    started = part?.started,
                    byAbout = part?.byAbout?.let { Horizon.About(it) } ?: Horizon.Suggested.takeIf { part == null },
                )
                shell.save(then = { shell.back() }) { if (part == null) saveShortTermGoal(details, BeginAs.ACTIVE) else editShortTermGoal(part.id, details) }
            }
        }
    }
}

/** A step towards the short-term goal [goal]. */
public data class StepFormPlace(val goal: String, val id: String) : Place {
    override val key: String = "step-form/$goal/$id"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "step", read = { goals() }) { view ->
            val step = view.step(id)
            val typed = typed(
                shell,
                mapOf(
                    "title" to step?.title.orEmpty(),
                    "when_words" to step?.whenWords.orEmpty(),
                    "where_words" to step?.whereWords.orEmpty(),
                    "who" to step?.who.orEmpty(),
                    "how" to step?.how.orEmpty(),
                    "how_will_we_know" to step?.howWillWeKnow.orEmpty(),
                ),
            )
            val fields = listOf("title", "when_words", "where_words", "who", "how", "how_will_we_know")
            fun resume(id: String) {
                shell.save(then = { shell.back() }) { reopenStep(id) }
            }
            val resting = step?.takeIf { it.state != GoalState.ACTIVE }
            Fields(shell, typed, "step", "goal-horizon-step", fields, resting?.let { { resume(it.id) } }) {
                val details = NewStep(
                    goal = goal,
                    title = typed["title"],
                    whenWords = typed["when_words"],
                    whereWords = typed["where_words"],
                    who = typed["who"],
                    how = typed["how"],
                    howWillWeKnow = typed["how_will_we_know"],
                    byAbout = step?.byAbout?.let { Horizon.About(it) } ?: Horizon.Suggested.takeIf { step == null },
                    reminderDay = step?.reminderDay,
                    reminderTime = step?.reminderTime,
                )
                shell.save(then = { shell.back() }) { if (step == null) saveStep(details) else editStep(step.id, details) }
            }
        }
    }
}

internal fun GoalsView.step(id: String) = goals.flatMap { it.shortTerm }.flatMap { it.steps }.firstOrNull { it.id == id }

/** A form of words alone: fields by the store's names, with their labels. */
@Composable
private fun Fields(
    shell: Shell,
    typed: Typed,
    kind: String,
    horizon: String,
    fields: List<String>,
    onResume: (() -> Unit)? = null,
    onSave: () -> Unit,
) {
    val strings = LocalStrings.current
    Page(strings.say(kind), main = { MainButton(strings.say("shell-save"), enabled = !shell.busy, onClick = onSave) }) {
        Aside(strings.say(horizon))
        for ((number, field) in fields.withIndex()) {
            WordsField(shell, typed, field, strings.say(kind + "-" + field.replace('_', '-')), lines = if (number == 0) 2 else 1)
        }
        onResume?.let { QuietButton(strings.say("goal-resume"), enabled = !shell.busy, onClick = it) }
        Aside(strings.say("shell-all-optional"))
    }
}
