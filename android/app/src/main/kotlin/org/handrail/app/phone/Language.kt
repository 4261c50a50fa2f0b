package org.handrail.app.phone

import android.app.LocaleManager
import android.content.Context
import android.content.res.Configuration
import android.os.Build
import android.os.LocaleList
import java.util.Locale

/** The language of the app alone, whatever the phone's is. */
internal object Language {
    /** Tells the system, where it keeps such a thing. */
    fun choose(context: Context, tag: String?) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            val list = if (tag == null) LocaleList.getEmptyLocaleList() else LocaleList.forLanguageTags(tag)
            context.service<LocaleManager>().applicationLocales = list
        }
    }

    /** A context that speaks it, for systems that keep no such thing. */
    fun speaking(base: Context, tag: String?): Context {
        if (tag == null || Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) return base
        val locale = Locale.forLanguageTag(tag)
        val changed = Configuration(base.resources.configuration).apply {
            setLocale(locale)
            setLayoutDirection(locale)
        }
        return base.createConfigurationContext(changed)
    }

    /** What is spoken there. */
    fun of(context: Context): Locale = context.resources.configuration.locales[0]
}
