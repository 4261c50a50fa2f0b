package org.handrail.ui.recovery

import androidx.compose.runtime.Composable
import org.handrail.NewRecoveryMeaning
import org.handrail.RecoveryMeaningView
import org.handrail.RecoveryView
import org.handrail.Sheet
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.Written
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** What recovery means to me, and how that changed. */
public data object RecoveryPlace : Place {
    override val key: String = "recovery"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "recovery_meaning", read = { recovery() }) { RecoveryContent(shell, it) }
}

/** The newest in full, the earlier ones below. */
@Composable
public fun RecoveryContent(shell: Shell, view: RecoveryView) {
    val strings = LocalStrings.current
    Page(
        strings.say("sheet-recovery-meaning"),
        main = { MainButton(strings.say(if (view.newest == null) "recovery-write" else "recovery-write-anew")) { shell.go("recovery-form") } },
    ) {
        val newest = view.newest
        if (newest == null) Empty(strings.say("recovery-empty")) else Meaning(shell, newest)
        if (view.earlier.isNotEmpty()) Part(strings.say("recovery-earlier"))
        Earlier(shell, view.earlier, RecoveryMeaningView::id, { recoveryBefore(it) }) { Meaning(shell, it) }
        PrintSheet(shell, Sheet.RECOVERY_MEANING, strings.say("sheet-recovery-meaning"))
    }
}

@Composable
private fun Meaning(shell: Shell, view: RecoveryMeaningView) {
    val strings = LocalStrings.current
    Group {
        Aside(strings.day(view.day))
        Written(strings.say("recovery-meaning-meaning"), view.meaning)
        Written(strings.say("recovery-meaning-what-helps"), view.whatHelps)
        Written(strings.say("recovery-meaning-who-inspires-me"), view.whoInspiresMe)
        QuietButton(strings.say("shell-change"), of = strings.day(view.day)) { shell.go("recovery-form/${view.id}") }
    }
}

/** Writes it anew, or changes the one with [id]. */
public data class RecoveryFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("recovery-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "recovery_meaning", read = {
            val view = recovery()
            var page = listOfNotNull(view.newest) + view.earlier
            var found = page.firstOrNull { it.id == id }
            while (id != null && found == null && page.isNotEmpty()) {
                page = recoveryBefore(page.last().id)
                found = page.firstOrNull { it.id == id }
            }
            listOfNotNull(found)
        }) { RecoveryFormContent(shell, it.firstOrNull()) }
    }
}

/** @param edited the version that is changed, or null for a new one. */
@Composable
public fun RecoveryFormContent(shell: Shell, edited: RecoveryMeaningView?) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = edited?.run { mapOf("meaning" to meaning, "what_helps" to whatHelps, "who_inspires_me" to whoInspiresMe) }.orEmpty())
    Form(shell, strings.say("sheet-recovery-meaning"), edited?.let { Standing("recovery_meaning", it.id) }, onSave = {
        val details = NewRecoveryMeaning(typed["meaning"], typed["what_helps"], typed["who_inspires_me"])
        shell.save(then = { shell.back() }) { if (edited == null) saveRecoveryMeaning(details) else editRecoveryMeaning(edited.id, details) }
    }) {
        Aside(strings.say("shell-all-optional"))
        WordsField(shell, typed, "meaning", strings.say("recovery-meaning-meaning"), lines = 3)
        WordsField(shell, typed, "what_helps", strings.say("recovery-meaning-what-helps"), lines = 2)
        WordsField(shell, typed, "who_inspires_me", strings.say("recovery-meaning-who-inspires-me"), lines = 2)
    }
}
