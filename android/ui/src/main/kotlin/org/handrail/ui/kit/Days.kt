package org.handrail.ui.kit

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.DatePicker
import androidx.compose.material3.DatePickerDialog
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.TimeInput
import androidx.compose.material3.rememberDatePickerState
import androidx.compose.material3.rememberTimePickerState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.ZoneOffset
import org.handrail.ui.shell.Shell
import org.handrail.ui.shell.say

/** A day that may be left open. The field holds it as `2026-11-24`, or nothing. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
public fun DayField(shell: Shell, typed: Typed, field: String, label: String) {
    val strings = LocalStrings.current
    var choosing by remember { mutableStateOf(false) }
    Left(shell, typed, field, label, typed[field].takeIf(String::isNotBlank)?.let(strings::day), "shell-choose-day", "shell-no-day") { choosing = true }
    if (!choosing) return
    // Days stand at midnight in no zone: the civil day is all that is kept.
    val first = typed[field].takeIf(String::isNotBlank)?.let { LocalDate.parse(it).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli() }
    val days = rememberDatePickerState(initialSelectedDateMillis = first)
    DatePickerDialog(
        onDismissRequest = { choosing = false },
        confirmButton = {
            AsLargeAsFits {
                QuietButton(strings.say("shell-done")) {
                    days.selectedDateMillis?.let { typed[field] = Instant.ofEpochMilli(it).atOffset(ZoneOffset.UTC).toLocalDate().toString() }
                    choosing = false
                }
            }
        },
        // The dialog is of one height, whatever stands below the days.
        dismissButton = { AsLargeAsFits { QuietButton(strings.say("shell-not-now")) { choosing = false } } },
    ) {
        AsLargeAsFits {
            // What the day is for, and no second way to enter it.
            DatePicker(days, title = { Column(Modifier.padding(start = 24.dp, end = 12.dp, top = 16.dp)) { Aside(label) } }, headline = null, showModeToggle = false)
        }
    }
}

/** A time of day that may be left open. The field holds it as `08:30`, or nothing. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
public fun TimeField(shell: Shell, typed: Typed, field: String, label: String) {
    val strings = LocalStrings.current
    var choosing by remember { mutableStateOf(false) }
    Left(shell, typed, field, label, typed[field].takeIf(String::isNotBlank)?.let(strings::time), "shell-choose-time", "shell-no-time") { choosing = true }
    if (!choosing) return
    val first = typed[field].takeIf(String::isNotBlank)?.let(LocalTime::parse) ?: LocalTime.NOON
    val time = rememberTimePickerState(first.hour, first.minute)
    AlertDialog(
        onDismissRequest = { choosing = false },
        confirmButton = {
            QuietButton(strings.say("shell-done")) {
                typed[field] = LocalTime.of(time.hour, time.minute).toString()
                choosing = false
            }
        },
        dismissButton = { QuietButton(strings.say("shell-not-now")) { choosing = false } },
        text = {
            // Hours stand before minutes in every language.
            CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Ltr) { AsLargeAsFits { TimeInput(time) } }
        },
    )
}

/** Material's boxes for days and hours do not grow with the letters, and would cut off larger ones. What was chosen stands outside, in full size. */
@Composable
private fun AsLargeAsFits(content: @Composable () -> Unit) {
    val here = LocalDensity.current
    CompositionLocalProvider(LocalDensity provides Density(here.density, minOf(here.fontScale, FITS)), content = content)
}

private const val FITS = 1.3f

/** What was chosen, a way to choose, and a way to leave it open. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Left(shell: Shell, typed: Typed, field: String, label: String, chosen: String?, choose: String, none: String, onChoose: () -> Unit) {
    val strings = LocalStrings.current
    val wrong = shell.wrong?.takeIf { it.field == field }
    Column {
        Aside(label)
        chosen?.let { Say(it) }
        FlowRow(Modifier.padding(top = 2.dp)) {
            QuietButton(strings.say(choose), of = label, onClick = onChoose)
            if (chosen != null) QuietButton(strings.say(none), of = label) { typed[field] = "" }
        }
        wrong?.let { Aside(strings.say(it.reason)) }
    }
}
