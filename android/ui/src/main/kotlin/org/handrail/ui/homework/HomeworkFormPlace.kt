package org.handrail.ui.homework

import androidx.compose.runtime.Composable
import org.handrail.Handrail
import org.handrail.HomeworkItem
import org.handrail.HowOften
import org.handrail.NewHomework
import org.handrail.Origin
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Scale
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.TimeField
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** A homework: nothing for a new one, its id, or `from` with a module and one of its ideas. */
public data class HomeworkFormPlace(val of: List<String>) : Place {
    override val key: String = (listOf("homework-form") + of).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "homework", read = { begun() }) { HomeworkFormContent(shell, it, edited = of.singleOrNull()) }

    private fun Handrail.begun() = when (of.size) {
        0 -> NewHomework(title = "", origin = Origin.SELF_CHOSEN, howOften = HowOften.ONCE)
        1 -> homeworkItem(of.first()).details()
        else -> homeworkFromOption(of[1], of[2], Origin.SELF_CHOSEN)
    }
}

/** @param edited its id, where it is there already. */
@Composable
public fun HomeworkFormContent(shell: Shell, begun: NewHomework, edited: String?) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = begun.fields())
    Form(
        shell,
        strings.say("homework"),
        edited?.let { Standing("homework", it) },
        onSave = {
            val details = typed.details(begun)
            if (edited != null) {
                shell.save(then = { shell.back() }) { editHomework(edited, details) }
            } else {
                shell.save(
                    undo = { made -> shell.store.write { remove("homework", made.records.first { it.concept == "homework" }.id) } },
                    then = { shell.back() },
                ) { saveHomework(details) }
            }
        },
    ) {
        WordsField(shell, typed, "title", strings.say("homework-title"), lines = 2)
        WordsField(shell, typed, "what_exactly", strings.say("homework-what-exactly"), lines = 2)
        WordsField(shell, typed, "smaller_version", strings.say("homework-smaller-version"), lines = 2)
        Choice(strings.say("homework-how-often"), HowOften.entries.map { it to strings.say("homework-how-often-${it.word()}") }, typed.chosen<HowOften>("how_often")) {
            typed["how_often"] = it.name
        }
        Rest(open = MORE.any { typed[it].isNotBlank() }) {
            Aside(strings.say("shell-all-optional"))
            WordsField(shell, typed, "why", strings.say("homework-why"), lines = 2)
            WordsField(shell, typed, "where_words", strings.say("homework-where-words"))
            WordsField(shell, typed, "with_whom", strings.say("homework-with-whom"))
            Choice(
                strings.say("homework-origin"),
                listOf(Origin.SELF_CHOSEN, Origin.AGREED).map { it to strings.say("homework-origin-${it.word()}") },
                typed.chosen<Origin>("origin"),
            ) { typed["origin"] = it.name }
            DayField(shell, typed, "first_day", strings.say("homework-first-day"))
            DayField(shell, typed, "by_about", strings.say("homework-by-about"))
            TimeField(shell, typed, "reminder_time", strings.say("homework-reminder-time"))
            Scale(strings.say("homework-confidence"), 0, SURE, typed.number("confidence")) { typed["confidence"] = it?.toString().orEmpty() }
        }
    }
}

// "How sure", 0 to 10.
private const val SURE = 10

private val MORE = listOf("why", "where_words", "with_whom", "by_about", "reminder_time", "confidence")

private fun NewHomework.fields() = mapOf(
    "title" to title, "what_exactly" to whatExactly, "smaller_version" to smallerVersion, "how_often" to howOften.name, "why" to why, "where_words" to whereWords,
    "with_whom" to withWhom, "origin" to origin.name, "first_day" to firstDay.orEmpty(), "by_about" to byAbout.orEmpty(),
    "reminder_time" to reminderTime.orEmpty(), "confidence" to confidence?.toString().orEmpty(),
)

/** What is not asked here stays as it was begun. */
private fun Typed.details(begun: NewHomework) = begun.copy(
    title = this["title"],
    whatExactly = this["what_exactly"],
    smallerVersion = this["smaller_version"],
    howOften = chosen<HowOften>("how_often") ?: begun.howOften,
    why = this["why"],
    whereWords = this["where_words"],
    withWhom = this["with_whom"],
    origin = chosen<Origin>("origin") ?: begun.origin,
    firstDay = this["first_day"].ifBlank { null },
    byAbout = this["by_about"].ifBlank { null },
    reminderTime = this["reminder_time"].ifBlank { null },
    confidence = number("confidence")?.toLong(),
)

private fun HomeworkItem.details() = NewHomework(
    title, module, why, goal, whatExactly, whereWords, withWhom, worksheet, origin, confidence, smallerVersion, howOften, firstDay, byAbout, reminderTime,
    moduleId, optionId,
)
