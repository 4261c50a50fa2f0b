package org.handrail.ui.home

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.EditSettings
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** The languages that there are words in, each by its own name. */
public val LANGUAGES: List<Pair<String, String>> = listOf("en" to "English", "es" to "Español", "ar" to "العربية")

/** The first start: a language, what this is, and nothing asked. [page] is `language` or `what`. */
public data class FirstRunPlace(val page: String) : Place {
    override val key: String = "first-run/$page"

    @Composable
    override fun Screen(shell: Shell) {
        if (page == "language") {
            LanguageContent { language ->
                shell.ports.guarding.language = language
                shell.save(done = null, then = { shell.go(FirstRunPlace("what")) }) { saveSettings(EditSettings(language = language)) }
            }
        } else {
            WhatContent(onBegin = { shell.home() }, onRestore = { shell.go("restore") })
        }
    }
}

/** The names of the languages need no words. */
@Composable
public fun LanguageContent(onChoose: (String) -> Unit) {
    Page(LocalStrings.current.say("shell-choose-language")) {
        for ((language, name) in LANGUAGES) OtherButton(name) { onChoose(language) }
    }
}

/** What this is, in four sentences, the first two at once. */
@Composable
public fun WhatContent(onBegin: () -> Unit, onRestore: () -> Unit) {
    val strings = LocalStrings.current
    var more by remember { mutableStateOf(false) }
    Page(strings.say("shell-welcome-title"), main = { MainButton(strings.say("shell-begin"), onClick = onBegin) }) {
        Say(strings.say("shell-welcome-what"))
        Say(strings.say("shell-welcome-yours"))
        if (more) {
            Say(strings.say("shell-welcome-share"))
            Say(strings.say("shell-welcome-not-emergency"))
        } else {
            QuietButton(strings.say("shell-read-more")) { more = true }
        }
        QuietButton(strings.say("shell-have-notes"), onClick = onRestore)
    }
}
