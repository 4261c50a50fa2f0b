package org.handrail.ui.lifestyle

import androidx.compose.runtime.Composable
import org.handrail.Handrail
import org.handrail.LifestyleChangeState
import org.handrail.LifestyleChangeView
import org.handrail.LifestyleEntryView
import org.handrail.LifestyleUnit
import org.handrail.LifestyleView
import org.handrail.NewLifestyleChange
import org.handrail.NewLifestyleEntry
import org.handrail.Sheet
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.NumberField
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** One small change at a time, and logs for those who like one. */
public data object LifestylePlace : Place {
    override val key: String = "lifestyle"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "lifestyle_entry", "lifestyle_change", "enrolment", read = { lifestyle() }) { LifestyleContent(shell, it) }
}

/** The change first; then the logs. */
@Composable
public fun LifestyleContent(shell: Shell, view: LifestyleView) {
    val strings = LocalStrings.current
    Page(strings.say("sheet-lifestyle")) {
        Part(strings.say("lifestyle-change"))
        val trying = view.trying
        if (trying == null) {
            Empty(strings.say("lifestyle-empty"))
            OtherButton(strings.say("lifestyle-choose")) { shell.go("lifestyle-change-form") }
        } else {
            Group(strong = true) {
                Say(trying.wording)
                Aside(strings.say("lifestyle-change-started") + ": " + strings.day(trying.started))
            }
            Line(strings.say("lifestyle-how-is-it")) { shell.go("lifestyle-change-form/${trying.id}") }
        }
        if (view.logs.isNotEmpty()) Part(strings.say("lifestyle-logs"))
        for (log in view.logs) Line(log.name) { shell.go("lifestyle-entry-form/log/${log.id}") }
        if (view.recent.isNotEmpty()) Part(strings.say("lifestyle-earlier"))
        Earlier(shell, view.recent, LifestyleEntryView::id, { lifestyleBefore(it) }) { entry ->
            Line(entry.logName, listOf(strings.day(entry.day), strings.amount(entry), entry.wording).filter(String::isNotBlank).joinToString("\n")) { shell.go("lifestyle-entry-form/${entry.id}") }
        }
        val changes = view.changes.filter { it.id != trying?.id }
        if (changes.isNotEmpty()) {
            Rest(open = false, words = "lifestyle-changes") {
                Part(strings.say("lifestyle-changes"))
                for (change in changes) Line(change.wording, strings.say("lifestyle-change-state-${change.state.word()}")) { shell.go("lifestyle-change-form/${change.id}") }
            }
        }
        PrintSheet(shell, Sheet.LIFESTYLE, strings.say("sheet-lifestyle"))
    }
}

private fun Strings.amount(entry: LifestyleEntryView): String = when (entry.unit) {
    LifestyleUnit.MINUTES -> entry.amount?.let { say("date-minutes", "count" to it) }
    LifestyleUnit.TIMES -> entry.amount?.let { say("date-times", "count" to it) }
    else -> null
}.orEmpty()

/** A line of a log: a new one in [log], or the one with [id]. */
public data class LifestyleEntryFormPlace(val id: String?, val log: String?) : Place {
    override val key: String = listOfNotNull("lifestyle-entry-form", id, log?.let { "log/$it" }).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "lifestyle_entry", read = { lifestyle() to id?.let { found(it) } }) { (view, edited) -> LifestyleEntryFormContent(shell, view, log, edited) }

    private fun Handrail.found(id: String): LifestyleEntryView? {
        var page = lifestyle().recent
        while (page.isNotEmpty()) {
            page.firstOrNull { it.id == id }?.let { return it }
            page = lifestyleBefore(page.last().id)
        }
        return null
    }
}

/** A number where the log counts in one, and words. */
@Composable
public fun LifestyleEntryFormContent(shell: Shell, view: LifestyleView, log: String?, edited: LifestyleEntryView?) {
    val strings = LocalStrings.current
    val of = edited?.log ?: log.orEmpty()
    val known = view.logs.firstOrNull { it.id == of }
    val unit = edited?.unit ?: known?.unit
    val typed = typed(shell, first = edited?.run { mapOf("wording" to wording, "amount" to amount?.toString().orEmpty()) }.orEmpty())
    Form(shell, edited?.logName ?: known?.name ?: strings.say("lifestyle-entry"), edited?.let { Standing("lifestyle_entry", it.id) }, onSave = {
        val details = NewLifestyleEntry(of, typed["wording"], typed["amount"].trim().toLongOrNull())
        shell.save(then = { shell.back() }) { if (edited == null) recordLifestyle(details) else editLifestyle(edited.id, details) }
    }) {
        edited?.let { Aside(strings.day(it.day)) }
        if (unit == LifestyleUnit.MINUTES || unit == LifestyleUnit.TIMES) NumberField(shell, typed, "amount", strings.say("lifestyle-entry-amount-${unit.word()}"))
        WordsField(shell, typed, "wording", strings.say("lifestyle-entry-wording"), lines = 2)
    }
}

/** One small change: a new one, or the one with [id]. */
public data class LifestyleChangeFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("lifestyle-change-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "lifestyle_change", read = { lifestyle() }) { LifestyleChangeFormContent(shell, it, id) }
}

/** To let go of it is as good an end as to keep it. */
@Composable
public fun LifestyleChangeFormContent(shell: Shell, view: LifestyleView, id: String?) {
    val strings = LocalStrings.current
    val edited: LifestyleChangeView? = (listOfNotNull(view.trying) + view.changes).firstOrNull { it.id == id }
    val typed = typed(shell, first = edited?.run { mapOf("log" to log, "wording" to wording, "started" to started) }.orEmpty())
    Form(shell, strings.say("lifestyle-change"), edited?.let { Standing("lifestyle_change", it.id) }, onSave = {
        val details = NewLifestyleChange(typed["log"], typed["wording"], typed["started"].takeIf(String::isNotBlank))
        shell.save(then = { shell.back() }) { if (edited == null) saveLifestyleChange(details) else editLifestyleChange(edited.id, details) }
    }) {
        WordsField(shell, typed, "wording", strings.say("lifestyle-change-wording"), lines = 2, hint = strings.say("lifestyle-example"))
        edited?.let { change ->
            Choice(strings.say("lifestyle-change-state"), LifestyleChangeState.entries.map { it to strings.say("lifestyle-change-state-${it.word()}") }, change.state) { to ->
                shell.save(done = "shell-changed") { setLifestyleChangeState(change.id, to) }
            }
        }
        Rest(open = edited != null) {
            if (view.logs.isNotEmpty()) {
                Choice(strings.say("lifestyle-change-log"), view.logs.map { it.id to it.name } + ("" to strings.say("lifestyle-no-log")), typed["log"]) { typed["log"] = it }
            }
            DayField(shell, typed, "started", strings.say("lifestyle-change-started"))
        }
    }
}
