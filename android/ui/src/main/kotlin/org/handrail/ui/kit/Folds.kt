package org.handrail.ui.kit

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.KeyboardArrowDown
import androidx.compose.material.icons.filled.KeyboardArrowUp
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.collapse
import androidx.compose.ui.semantics.expand
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/**
 * A part of a screen folded up to one line that says what is in it. A tap opens it, another closes it.
 *
 * @param below what is in it, in a sentence: nobody has to open it to know.
 * @param open whether it begins open.
 */
@Composable
public fun Fold(title: String, below: String? = null, open: Boolean = false, content: @Composable ColumnScope.() -> Unit) {
    var shown by remember { mutableStateOf(open) }
    Column(verticalArrangement = Arrangement.spacedBy(14.dp)) {
        Folded(null, title, below, shown, Modifier.semantics { heading() }) { shown = !shown }
        if (shown) content()
    }
}

/** One of many: what is chosen stands there, and the others are one tap away. They go again when one is chosen. */
@Composable
public fun <T> FoldedChoice(label: String, of: List<Pair<T, String>>, chosen: T?, onChoose: (T) -> Unit) {
    var shown by remember { mutableStateOf(false) }
    val now = of.firstOrNull { it.first == chosen }?.second ?: LocalStrings.current.say("lines-list")
    Column {
        Folded(label, now, null, shown, Modifier) { shown = !shown }
        if (shown) {
            Choice("", of, chosen) {
                shown = false
                onChoose(it)
            }
        }
    }
}

@Composable
private fun Folded(above: String?, title: String, below: String?, shown: Boolean, named: Modifier, onTap: () -> Unit) {
    Surface(Modifier.fillMaxWidth(), shape = MaterialTheme.shapes.medium, color = MaterialTheme.colorScheme.surfaceVariant) {
        Row(
            named.clickable(role = Role.Button, onClick = onTap).semantics {
                // Says "folded" or "open" in the words of the system.
                fun tapped() = true.also { onTap() }
                if (shown) collapse { tapped() } else expand { tapped() }
            }.heightIn(min = 56.dp).padding(horizontal = 16.dp, vertical = 10.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Column(Modifier.weight(1f)) {
                above?.let { Aside(it) }
                Text(title, style = MaterialTheme.typography.titleMedium)
                below?.lines()?.filter(String::isNotBlank)?.forEach { Aside(it) }
            }
            Icon(if (shown) Icons.Default.KeyboardArrowUp else Icons.Default.KeyboardArrowDown, contentDescription = null)
        }
    }
}
