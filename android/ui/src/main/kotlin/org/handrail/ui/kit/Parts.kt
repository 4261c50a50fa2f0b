package org.handrail.ui.kit

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.automirrored.filled.KeyboardArrowRight
import androidx.compose.material3.Button
import androidx.compose.material3.Card
import androidx.compose.material3.CardDefaults
import androidx.compose.material3.Checkbox
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Surface
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Shape
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import org.handrail.PackText

/** Heading of a part of a screen. */
@Composable
public fun Part(title: String) {
    Text(title, Modifier.padding(top = 8.dp).semantics { heading() }, style = MaterialTheme.typography.titleLarge)
}

/** A sentence. */
@Composable
public fun Say(text: String) {
    Text(text, style = MaterialTheme.typography.bodyLarge)
}

/** A sentence that is not the main thing: a day, a reason. */
@Composable
public fun Aside(text: String) {
    Text(text, style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant)
}

/** Said once above what a programme has in another language than the person's. */
@Composable
public fun OtherLanguage(texts: List<PackText>) {
    if (texts.any { it.fellBack }) Aside(LocalStrings.current.say("programme-other-language"))
}

/** What a screen says where there is nothing yet. */
@Composable
public fun Empty(text: String) {
    Text(text, Modifier.padding(vertical = 12.dp), style = MaterialTheme.typography.bodyLarge, color = MaterialTheme.colorScheme.onSurfaceVariant)
}

/** A label and what was written there. Nothing where nothing was written. */
@Composable
public fun Written(label: String, words: String) {
    if (words.isBlank()) return
    Column {
        Aside(label)
        Say(words)
    }
}

// Round as long as the text is one line. A half circle at the side of three lines of large letters would cut off the first of them.
internal val ROUND: Shape = RoundedCornerShape(28.dp)
internal val SLIGHTLY_ROUND: Shape = RoundedCornerShape(12.dp)

/** The one main thing to do on a screen. */
@Composable
public fun MainButton(text: String, enabled: Boolean = true, onClick: () -> Unit) {
    Button(onClick, Modifier.fillMaxWidth().heightIn(min = 56.dp), enabled = enabled, shape = ROUND) { Text(text, textAlign = TextAlign.Center) }
}

/** Something else to do. */
@Composable
public fun OtherButton(text: String, enabled: Boolean = true, onClick: () -> Unit) {
    OutlinedButton(onClick, Modifier.fillMaxWidth().heightIn(min = TARGET), enabled = enabled, shape = ROUND) { Text(text, textAlign = TextAlign.Center) }
}

/**
 * Something small: skip, later, take away.
 *
 * @param of what it is about, for who hears the screen; needed where the same words stand more than once.
 */
@Composable
public fun QuietButton(text: String, enabled: Boolean = true, of: String? = null, onClick: () -> Unit) {
    val named = of?.let { Modifier.semantics { contentDescription = "$text: $it" } } ?: Modifier
    TextButton(onClick, named.heightIn(min = TARGET).widthIn(min = TARGET), enabled = enabled, shape = SLIGHTLY_ROUND) { Text(text) }
}

/** A group of things that belong together. */
@Composable
public fun Group(strong: Boolean = false, content: @Composable ColumnScope.() -> Unit) {
    val colours = MaterialTheme.colorScheme
    Card(
        Modifier.fillMaxWidth(),
        colors = CardDefaults.cardColors(
            containerColor = if (strong) colours.primaryContainer else colours.surfaceVariant,
            contentColor = if (strong) colours.onPrimaryContainer else colours.onSurface,
        ),
    ) { Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(10.dp), content = content) }
}

/** A line that leads somewhere. */
@Composable
public fun Line(text: String, below: String? = null, onClick: () -> Unit) {
    Surface(Modifier.fillMaxWidth(), shape = MaterialTheme.shapes.medium, color = MaterialTheme.colorScheme.surfaceVariant) {
        Row(
            Modifier.clickable(role = Role.Button, onClick = onClick).heightIn(min = 56.dp).padding(horizontal = 16.dp, vertical = 10.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Column(Modifier.weight(1f)) {
                Text(text, style = MaterialTheme.typography.titleMedium)
                // Line by line: each runs as its own letters do.
                below?.lines()?.filter(String::isNotBlank)?.forEach { Aside(it) }
            }
            Icon(Icons.AutoMirrored.Filled.KeyboardArrowRight, contentDescription = null)
        }
    }
}

/** One of a few. Nothing is chosen before the person chooses. */
@Composable
public fun <T> Choice(label: String, of: List<Pair<T, String>>, chosen: T?, onChoose: (T) -> Unit) {
    Column(Modifier.selectableGroup().semantics { contentDescription = label }) {
        if (label.isNotBlank()) Aside(label)
        for ((value, text) in of) {
            Row(
                Modifier.fillMaxWidth().selectable(value == chosen, role = Role.RadioButton) { onChoose(value) }.heightIn(min = TARGET),
                verticalAlignment = Alignment.CenterVertically,
            ) {
                RadioButton(value == chosen, onClick = null, Modifier.padding(horizontal = 12.dp))
                Text(text, style = MaterialTheme.typography.bodyLarge)
            }
        }
    }
}

/** Any number of some. */
@Composable
public fun Tick(text: String, on: Boolean, onChange: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth().toggleable(on, role = Role.Checkbox, onValueChange = onChange).heightIn(min = TARGET),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Checkbox(on, onCheckedChange = null, Modifier.padding(horizontal = 12.dp))
        Text(text, style = MaterialTheme.typography.bodyLarge)
    }
}

/** Something that is on or off. */
@Composable
public fun OnOff(text: String, on: Boolean, below: String? = null, onChange: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth().toggleable(on, role = Role.Switch, onValueChange = onChange).heightIn(min = 56.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Column(Modifier.weight(1f).padding(end = 12.dp)) {
            Text(text, style = MaterialTheme.typography.bodyLarge)
            below?.let { Aside(it) }
        }
        Switch(on, onCheckedChange = null)
    }
}

/** A number on a scale that is no score: each one is tapped, and tapping it again leaves it open. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
public fun Scale(label: String, from: Int, to: Int, chosen: Int?, words: (Int) -> String? = { null }, onChoose: (Int?) -> Unit) {
    val strings = LocalStrings.current
    Column(Modifier.selectableGroup(), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Aside(label)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalArrangement = Arrangement.spacedBy(6.dp)) {
            for (number in from..to) {
                val on = number == chosen
                Surface(
                    shape = MaterialTheme.shapes.small,
                    color = if (on) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.secondaryContainer,
                    contentColor = if (on) MaterialTheme.colorScheme.onPrimary else MaterialTheme.colorScheme.onSecondaryContainer,
                ) {
                    val shown = words(number) ?: "%d".format(strings.locale, number)
                    Text(
                        shown,
                        Modifier.selectable(on, role = Role.RadioButton) { onChoose(number.takeUnless { on }) }
                            .semantics { contentDescription = "$label: $shown" }
                            .heightIn(min = TARGET).widthIn(min = TARGET).padding(horizontal = 12.dp, vertical = 12.dp),
                        textAlign = TextAlign.Center,
                        style = MaterialTheme.typography.bodyLarge,
                    )
                }
            }
        }
    }
}
