package org.handrail.ui.readers

import androidx.compose.runtime.Composable
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Part

/** Words to compare with those on another screen, numbered: they are read out one by one. */
@Composable
public fun FourWords(words: List<String>) {
    val strings = LocalStrings.current
    Group(strong = true) {
        words.forEachIndexed { at, word -> Part("%d. %s".format(strings.locale, at + 1, word)) }
    }
}
