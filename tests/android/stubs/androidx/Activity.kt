// The few classes of AndroidX that android/app names, written by hand from their documentation: Google's own are not on Maven
// Central. They are for the compiler alone and never in an app. What compiles against them is right only as far as these lines are: names,
// types and nullness. They do nothing, and a change in a later AndroidX does not show here.
package androidx.activity

import android.app.Activity

/** androidx.activity 1.10: the members that are used are those of [Activity]. */
open class ComponentActivity : Activity()
