package org.handrail.ui.progress

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import java.net.URLDecoder
import java.net.URLEncoder
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
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.NumberField
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** A form that my clinic put on this phone. */
public data class InstrumentFormPlace(val url: String, val version: String) : Place {
    // An address has the sign that parts a key.
    override val key: String = listOf("instrument-form", URLEncoder.encode(url, Charsets.UTF_8), URLEncoder.encode(version, Charsets.UTF_8)).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, read = { instrument(url, version) }) { InstrumentFormContent(shell, it) }

    public companion object {
        /** The place of a form that is on this phone. */
        public fun of(view: InstrumentView): InstrumentFormPlace = InstrumentFormPlace(view.url, view.version)

        /** The place of the parts of a key. */
        public fun of(parts: List<String>): InstrumentFormPlace =
            InstrumentFormPlace(URLDecoder.decode(parts[0], Charsets.UTF_8), URLDecoder.decode(parts.getOrElse(1) { "" }, Charsets.UTF_8))
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
