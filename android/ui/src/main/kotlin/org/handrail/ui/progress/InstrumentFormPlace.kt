package org.handrail.ui.progress

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import java.util.UUID
import org.handrail.Asks
import org.handrail.FilledBy
import org.handrail.Instrument
import org.handrail.InstrumentAnswer
import org.handrail.InstrumentItem
import org.handrail.InstrumentView
import org.handrail.ItemAnswer
import org.handrail.NewInstrumentAnswers
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.NumberField
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** A form that my clinic put on this phone. Its address has signs that a key has no room for, so [id] stands for it. */
public data class InstrumentFormPlace(val id: String) : Place {
    override val key: String = "instrument-form/$id"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, read = { instruments().filter { of(it).id == id }.map { instrument(it.url, it.version) } }) { found ->
            val instrument = found.firstOrNull()
            if (instrument == null) {
                Page(shell.strings.say("progress-check-own")) { Empty(shell.strings.say("error-not-found")) }
            } else {
                InstrumentFormContent(shell, instrument)
            }
        }
    }

    public companion object {
        /** The place of a form that is on this phone. */
        public fun of(view: InstrumentView): InstrumentFormPlace =
            InstrumentFormPlace(UUID.nameUUIDFromBytes("${view.url}|${view.version}".toByteArray()).toString())
    }
}

/** Question by question, those alone that are asked after the answers so far. */
@Composable
public fun InstrumentFormContent(shell: Shell, instrument: Instrument) {
    val strings = LocalStrings.current
    val form = remember(instrument) { instrument.form() }
    val typed = typed(shell)
    val answers = form.items.mapNotNull { item -> answerOf(item, typed)?.let { InstrumentAnswer(item.linkId, it) } }
    var asked by remember(instrument) { mutableStateOf(form.items.map { it.linkId }.toSet()) }
    LaunchedEffect(answers) { asked = shell.store.read { instrument.asked(answers).toSet() } }
    Form(shell, form.title, onSave = {
        val details = NewInstrumentAnswers(form.url, form.version, FilledBy.CLIENT, answers.filter { it.linkId in asked }, typed["note"])
        shell.save(then = { shell.back() }) { recordInstrument(details) }
    }) {
        Aside(strings.say("progress-check-skip"))
        for (item in form.items) if (item.linkId in asked) Item(shell, typed, item)
        WordsField(shell, typed, "note", strings.say("progress-check-note"), lines = 2)
        if (form.copyright.isNotBlank()) Aside(form.copyright)
    }
}

@Composable
private fun Item(shell: Shell, typed: Typed, item: InstrumentItem) {
    val text = listOf(item.prefix, item.text).filter(String::isNotBlank).joinToString(" ")
    when (val asks = item.asks) {
        is Asks.Group -> Part(text)
        is Asks.Choice -> Choice(
            text, asks.options.mapIndexed { at, option -> "$at" to option } + ("" to LocalStrings.current.say("shell-skip")), typed[item.linkId],
        ) { typed[item.linkId] = it }
        is Asks.Integer -> NumberField(shell, typed, item.linkId, text)
        is Asks.Line -> WordsField(shell, typed, item.linkId, text)
        is Asks.Words -> WordsField(shell, typed, item.linkId, text, lines = 3)
    }
}

private fun answerOf(item: InstrumentItem, typed: Typed): ItemAnswer? = typed[item.linkId].trim().takeIf(String::isNotBlank)?.let { text ->
    when (item.asks) {
        is Asks.Group -> null
        is Asks.Choice -> text.toULongOrNull()?.let { ItemAnswer.Choice(it) }
        is Asks.Integer -> text.toIntOrNull()?.let { ItemAnswer.Integer(it) }
        is Asks.Line, is Asks.Words -> ItemAnswer.Words(text)
    }
}
