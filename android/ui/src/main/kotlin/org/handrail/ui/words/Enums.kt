package org.handrail.ui.words

/** A choice as its id in the words ends: `NEW_FOR_ME` is `new-for-me`. */
public fun Enum<*>.word(): String = name.lowercase().replace('_', '-')

/** The choice of that word; null where there is none. */
public inline fun <reified T : Enum<T>> choiceOf(word: String?): T? = enumValues<T>().firstOrNull { it.word() == word }
