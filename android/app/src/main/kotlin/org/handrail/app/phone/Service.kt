package org.handrail.app.phone

import android.content.Context

/** A service that every phone has on which this app can be put. */
internal inline fun <reified T : Any> Context.service(): T = checkNotNull(getSystemService(T::class.java)) { "no ${T::class.java.simpleName}" }
