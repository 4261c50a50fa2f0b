package org.handrail.ui

import androidx.compose.runtime.Composable

/** Each screen of the app, drawn in its three settings on the real record, and held to what every screen owes. */
abstract class Pictures {
    /** [name] of the picture, with [life] on the phone, at the end of the way of places that it gives. */
    protected fun picture(name: String, settings: List<Setting> = SETTINGS, life: Phone.() -> List<String>) {
        if (left(name)) return
        keep(name, settings.map { setting -> Phone(setting).use { phone -> drawn(phone, phone.life(), setting) } })
    }

    /** The same after [taps], for what is there only as long as the screen is. @param targets see [sound]. */
    protected fun picture(name: String, life: Phone.() -> List<String>, targets: Boolean = true, taps: Seen.(Phone) -> Unit) {
        if (left(name)) return
        keep(name, SETTINGS.map { setting -> drawn(setting, life, targets, taps) })
    }

    /** [name] of the picture of a [window] that is no place of the app's. @param help whether the way to help is in its head. */
    protected fun drawing(name: String, help: Boolean, window: @Composable (Phone) -> Unit) {
        if (left(name)) return
        keep(name, SETTINGS.map { setting -> Phone(setting).use { phone -> drawn(phone, setting, help) { window(phone) } } })
    }

    private fun left(name: String): Boolean = System.getProperty("handrail.only").orEmpty().let { it.isNotEmpty() && it !in name }
}
