package org.handrail.ui.settings

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.CheckInRhythm
import org.handrail.EditSettings
import org.handrail.LockScreenWords
import org.handrail.Settings
import org.handrail.ui.home.LANGUAGES
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** What the person decides about the app. Each choice is kept when it is made; what is typed, with the button. */
public data object SettingsPlace : Place {
    override val key: String = "settings"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "settings", read = { settings() }) { settings ->
            val typed = typed(
                shell,
                first = mapOf(
                    "name" to settings.name,
                    "clinic_line_name" to settings.clinicLineName,
                    "clinic_line_phone" to settings.clinicLinePhone,
                    "clinic_line_hours" to settings.clinicLineHours,
                ),
            )
            SettingsContent(shell, settings, typed)
        }
    }
}

@Composable
private fun SettingsContent(shell: Shell, settings: Settings, typed: Typed) {
    val strings = LocalStrings.current
    fun keep(edit: EditSettings) = shell.save { saveSettings(edit) }
    val save: @Composable () -> Unit = {
        MainButton(strings.say("shell-save"), enabled = !shell.busy) {
            keep(
                EditSettings(
                    name = typed["name"],
                    clinicLineName = typed["clinic_line_name"],
                    clinicLinePhone = typed["clinic_line_phone"],
                    clinicLineHours = typed["clinic_line_hours"],
                ),
            )
        }
    }
    Page(strings.say("sheet-settings"), main = save.takeIf { typed.any }) {
        Part(strings.say("shell-settings-about"))
        WordsField(shell, typed, "name", strings.say("setting-name"))
        Choice(strings.say("setting-language"), LANGUAGES, settings.language.ifEmpty { strings.locale.language }) { language ->
            shell.ports.guarding.language = language
            keep(EditSettings(language = language))
        }
        Choice(
            strings.say("setting-check-in-rhythm"),
            CheckInRhythm.entries.map { it to strings.say("setting-check-in-rhythm-" + it.name.lowercase()) },
            settings.checkInRhythm,
        ) { keep(EditSettings(checkInRhythm = it)) }
        Line(strings.say("usual-title")) { shell.go("usual") }
        Private(shell, settings, ::keep)
        Part(strings.say("shell-settings-clinic"))
        WordsField(shell, typed, "clinic_line_name", strings.say("shell-settings-clinic-name"))
        WordsField(shell, typed, "clinic_line_phone", strings.say("shell-settings-clinic-phone"), keyboard = PHONE)
        WordsField(shell, typed, "clinic_line_hours", strings.say("shell-settings-clinic-hours"))
    }
}

private val PHONE = androidx.compose.foundation.text.KeyboardOptions(keyboardType = androidx.compose.ui.text.input.KeyboardType.Phone)

/** Who can look: at the locked screen, at the app, at the list of open apps. */
@Composable
private fun Private(shell: Shell, settings: Settings, keep: (EditSettings) -> Unit) {
    val strings = LocalStrings.current
    val guarding = shell.ports.guarding
    var locked by remember { mutableStateOf(guarding.locked) }
    var hidden by remember { mutableStateOf(guarding.hidden) }
    Part(strings.say("shell-settings-private"))
    Choice(
        strings.say("setting-lock-screen-words"),
        LockScreenWords.entries.map { it to strings.say("setting-lock-screen-words-" + it.name.lowercase()) },
        settings.lockScreenWords,
    ) { keep(EditSettings(lockScreenWords = it)) }
    if (guarding.canLock) {
        OnOff(strings.say("shell-settings-lock"), locked) {
            locked = it
            guarding.locked = it
        }
    } else {
        Aside(strings.say("shell-settings-lock-none"))
    }
    OnOff(strings.say("shell-settings-hidden"), hidden) {
        hidden = it
        guarding.hidden = it
    }
}
