package org.handrail.ui.substance

import androidx.compose.runtime.Composable
import org.handrail.Handrail
import org.handrail.NewSubstanceEntry
import org.handrail.NewSubstanceLine
import org.handrail.Sheet
import org.handrail.SubstanceEntryView
import org.handrail.SubstancePart
import org.handrail.SubstanceUseView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.Listed
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Opened
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PartOfLines
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.choiceOf
import org.handrail.ui.words.word

/** Alcohol and drugs: nothing of it is seen until it was opened, and nothing is counted. */
public data object SubstanceUsePlace : Place {
    override val key: String = "substance-use"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "substance_line", "substance_entry", "setting", read = { substanceUse() }) { SubstanceUseContent(shell, it) }
    }
}

/** Both sides of it in my own words, and what I want to do. */
@Composable
public fun SubstanceUseContent(shell: Shell, view: SubstanceUseView) {
    val strings = LocalStrings.current
    Opened(shell, strings.say("sheet-substance-use"), strings.say("substance-what"), view.opened, { openSubstanceUse(it) }) {
        Aside(strings.say("shell-all-optional"))
        for (part in view.parts) {
            val word = part.part.word()
            val lines = part.lines.map { Listed(it.id, it.wording, it.myAnswer, it.who) }
            PartOfLines(strings.say("substance-line-part-$word"), lines, { shell.go("substance-line-form/$it") }, { shell.go("substance-line-form/$word") })
        }
        Part(strings.say("substance-log"))
        Earlier(shell, view.recent, SubstanceEntryView::id, { substanceEntriesBefore(it) }) { entry ->
            Line(listOf(entry.what, entry.howMuch).filter(String::isNotBlank).joinToString(" · "), listOf(strings.day(entry.day), entry.situation).filter(String::isNotBlank).joinToString("\n")) {
                shell.go("substance-entry-form/${entry.id}")
            }
        }
        QuietButton(strings.say("shell-add"), of = strings.say("substance-log")) { shell.go("substance-entry-form") }
        PrintSheet(shell, Sheet.SUBSTANCE_USE, strings.say("sheet-substance-use"))
    }
}

/** A line of the sheet: [of] is a part for a new one, or the id of one that is there. */
public data class SubstanceLineFormPlace(val of: String) : Place {
    override val key: String = "substance-line-form/$of"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "substance_line", read = { substanceUse() }) { SubstanceLineFormContent(shell, it, of) }
}

/** One field, and an answer or a person where that belongs to the part. */
@Composable
public fun SubstanceLineFormContent(shell: Shell, view: SubstanceUseView, of: String) {
    val strings = LocalStrings.current
    val edited = view.parts.flatMap { it.lines }.firstOrNull { it.id == of }
    val part = edited?.part ?: choiceOf<SubstancePart>(of) ?: return
    val beside = view.parts.first { it.part == part }.lines
    val typed = typed(shell, first = edited?.run { mapOf("wording" to wording, "my_answer" to myAnswer, "who" to who) }.orEmpty())
    Form(
        shell,
        strings.say("substance-line-part-${part.word()}"),
        edited?.let { Standing("substance_line", it.id, beside.indexOf(it), beside.size) { to -> moveSubstanceLine(it.id, to) } },
        onSave = {
            val details = NewSubstanceLine(part, typed["wording"], typed["my_answer"], typed["who"])
            shell.save(then = { shell.back() }) { if (edited == null) addSubstanceLine(details) else editSubstanceLine(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "wording", strings.say("substance-line-wording"), lines = 2)
        if (part == SubstancePart.RISKY_SITUATION) WordsField(shell, typed, "my_answer", strings.say("substance-line-my-answer"), lines = 2)
        if (part in WITH_SOMEBODY) WordsField(shell, typed, "who", strings.say("substance-line-who"))
    }
}

private val WITH_SOMEBODY = setOf(SubstancePart.RISKY_SITUATION, SubstancePart.INSTEAD, SubstancePart.PLAN)

/** A line of the log, for those who want one. */
public data class SubstanceEntryFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("substance-entry-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "substance_entry", read = { listOfNotNull(id?.let { found(it) }) }) { SubstanceEntryFormContent(shell, it.firstOrNull()) }

    private fun Handrail.found(id: String): SubstanceEntryView? {
        var page = substanceUse().recent
        while (page.isNotEmpty()) {
            page.firstOrNull { it.id == id }?.let { return it }
            page = substanceEntriesBefore(page.last().id)
        }
        return null
    }
}

/** @param edited the entry that is changed, or null for a new one. */
@Composable
public fun SubstanceEntryFormContent(shell: Shell, edited: SubstanceEntryView?) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = edited?.run { mapOf("what" to what, "how_much" to howMuch, "situation" to situation, "what_helped" to whatHelped) }.orEmpty())
    Form(shell, strings.say("substance-entry"), edited?.let { Standing("substance_entry", it.id) }, onSave = {
        val details = NewSubstanceEntry(typed["what"], typed["how_much"], typed["situation"], typed["what_helped"])
        shell.save(then = { shell.back() }) { if (edited == null) recordSubstanceEntry(details) else editSubstanceEntry(edited.id, details) }
    }) {
        edited?.let { Aside(strings.day(it.day)) }
        WordsField(shell, typed, "what", strings.say("substance-entry-what"))
        WordsField(shell, typed, "how_much", strings.say("substance-entry-how-much"))
        WordsField(shell, typed, "situation", strings.say("substance-entry-situation"), lines = 2)
        WordsField(shell, typed, "what_helped", strings.say("substance-entry-what-helped"), lines = 2)
    }
}
