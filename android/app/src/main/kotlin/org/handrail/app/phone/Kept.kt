package org.handrail.app.phone

import android.content.Context
import android.content.SharedPreferences
import kotlin.reflect.KProperty

/** The few switches that are needed before the record is open. They hold no word of a person's. */
class Kept(context: Context) {
    private val kept: SharedPreferences = context.getSharedPreferences("switches", Context.MODE_PRIVATE)

    /** The app is to be locked when it comes back. */
    var locked: Boolean by Switch("locked")

    /** Screenshots and the list of recent apps show nothing. */
    var hidden: Boolean by Switch("hidden")

    /** How many times notifications were asked for. */
    var askedToNotify: Int by Number("asked_to_notify")

    /** How many times the camera was asked for. */
    var askedForCamera: Int by Number("asked_for_camera")

    /** The language of the app; null: the phone's. */
    var language: String?
        get() = kept.getString("language", null)
        set(tag) = kept.edit().putString("language", tag).apply()

    /** Everything was erased. The language stays: the first start is to be read. */
    fun forget() {
        val tag = language
        kept.edit().clear().putString("language", tag).apply()
    }

    private class Switch(private val name: String) {
        operator fun getValue(of: Kept, property: KProperty<*>): Boolean = of.kept.getBoolean(name, false)

        operator fun setValue(of: Kept, property: KProperty<*>, on: Boolean) = of.kept.edit().putBoolean(name, on).apply()
    }

    private class Number(private val name: String) {
        operator fun getValue(of: Kept, property: KProperty<*>): Int = of.kept.getInt(name, 0)

        operator fun setValue(of: Kept, property: KProperty<*>, number: Int) = of.kept.edit().putInt(name, number).apply()
    }
}
