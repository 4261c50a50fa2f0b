package org.handrail.ui

/** Each screen of the app, drawn in its three settings on the real record, and held to what every screen owes. */
abstract class Pictures {
    /** [name] of the picture, with [life] on the phone, at the end of the way of places that it gives. */
    protected fun picture(name: String, life: Phone.() -> List<String>) {
        val only = System.getProperty("handrail.only").orEmpty()
        if (only.isNotEmpty() && only !in name) return
        keep(name, SETTINGS.map { setting -> Phone(setting.language).use { phone -> drawn(phone, phone.life(), setting) } })
    }
}
