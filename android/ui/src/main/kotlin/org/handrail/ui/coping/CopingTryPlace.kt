package org.handrail.ui.coping

import androidx.compose.runtime.Composable
import org.handrail.CopingEntryView
import org.handrail.CopingLibraryView
import org.handrail.CopingStrategyView
import org.handrail.CopingView
import org.handrail.HandrailException
import org.handrail.Helped
import org.handrail.NewCopingEntry
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Scale
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.Written
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** Trying something that helps: how it is done, and how it went. */
public data class CopingTryPlace(val id: String) : Place {
    override val key: String = "coping-try/$id"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "coping_strategy", read = { coping() to copingLibrary() }) { (view, library) ->
        view.strategy(id)?.let { CopingTryContent(shell, it, library) }
    }
}

/** One tap is enough; how it is afterwards can be said later. */
@Composable
public fun CopingTryContent(shell: Shell, strategy: CopingStrategyView, library: CopingLibraryView) {
    val strings = LocalStrings.current
    val typed = typed(shell)
    val listed = library.troubles.flatMap { it.strategies }.firstOrNull { it.id == strategy.libraryId && strategy.libraryId.isNotBlank() }
    Page(
        strategy.name,
        main = {
            MainButton(strings.say("coping-tried-it"), enabled = !shell.busy) {
                val entry = NewCopingEntry(
                    strategy.id, typed["situation"], typed.chosen<Helped>("helped"), typed.number("before")?.toLong(), typed.number("after")?.toLong(),
                    typed["note"], typed["place"], strategy.trouble,
                )
                shell.save(
                    undo = { made -> shell.store.write { remove("coping_entry", made.records.first { it.concept == "coping_entry" }.id) } },
                    then = { shell.back() },
                ) { recordCoping(entry) }
            }
        },
    ) {
        if (strategy.how.isNotBlank()) Say(strategy.how)
        if (strategy.how.isBlank()) listed?.steps?.forEach { Say(it) }
        Written(strings.say("coping-strategy-adapted"), strategy.adapted)
        if (listed?.guided == true) Line(strings.say("coping-practise-with-me")) { shell.go("coping-practice/${listed.id}") }
        Scale(strings.say("coping-entry-before"), 0, STRONGEST, typed.number("before")) { typed["before"] = it?.toString().orEmpty() }
        HowItWent(typed)
        Rest(open = listOf("situation", "place", "note").any { typed[it].isNotBlank() }) {
            WordsField(shell, typed, "situation", strings.say("coping-entry-situation"), lines = 2)
            WordsField(shell, typed, "place", strings.say("coping-entry-place"))
            WordsField(shell, typed, "note", strings.say("coping-entry-note"), lines = 2)
        }
        QuietButton(strings.say("shell-change"), of = strategy.name) { shell.go("coping-form/${strategy.id}") }
    }
}

@Composable
private fun HowItWent(typed: Typed) {
    val strings = LocalStrings.current
    Choice(strings.say("coping-entry-helped"), Helped.entries.map { it to strings.say("coping-entry-helped-${it.word()}") }, typed.chosen<Helped>("helped")) {
        typed["helped"] = it.name
    }
    Scale(strings.say("coping-entry-after"), 0, STRONGEST, typed.number("after")) { typed["after"] = it?.toString().orEmpty() }
    if (typed.number("after") == null) Aside(strings.say("coping-rate-after-later"))
}

/** A try that was noted: how it is now, or what else there is to say of it. */
public data class CopingRatePlace(val id: String) : Place {
    override val key: String = "coping-try/rate/$id"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "coping_entry", read = { coping().entry(id) ?: throw HandrailException.NotFound() }) {
        CopingRateContent(shell, it)
    }
}

private fun CopingView.entry(id: String) = (rateLater + recent).firstOrNull { it.id == id }

/** What was said stays, and can be changed. */
@Composable
public fun CopingRateContent(shell: Shell, entry: CopingEntryView) {
    val strings = LocalStrings.current
    val typed = typed(
        shell,
        first = mapOf(
            "helped" to entry.helped?.name.orEmpty(), "before" to entry.before?.toString().orEmpty(), "after" to entry.after?.toString().orEmpty(),
            "situation" to entry.situation, "place" to entry.place, "note" to entry.note,
        ),
    )
    Form(
        shell,
        entry.strategyName,
        Standing("coping_entry", entry.id),
        onSave = {
            val edit = NewCopingEntry(
                entry.strategy, typed["situation"], typed.chosen<Helped>("helped"), typed.number("before")?.toLong(), typed.number("after")?.toLong(),
                typed["note"], typed["place"], entry.trouble,
            )
            shell.save(then = { shell.back() }) { editCoping(entry.id, edit) }
        },
    ) {
        Aside(strings.dayAlone(entry.day))
        HowItWent(typed)
        Rest(open = listOf("situation", "place", "note", "before").any { typed[it].isNotBlank() }) {
            Scale(strings.say("coping-entry-before"), 0, STRONGEST, typed.number("before")) { typed["before"] = it?.toString().orEmpty() }
            WordsField(shell, typed, "situation", strings.say("coping-entry-situation"), lines = 2)
            WordsField(shell, typed, "place", strings.say("coping-entry-place"))
            WordsField(shell, typed, "note", strings.say("coping-entry-note"), lines = 2)
        }
    }
}
