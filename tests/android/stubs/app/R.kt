// What the Android build would make of android/app/src/main/res, as far as the sources name it. For the compiler alone.
package org.handrail.app

object R {
    object drawable {
        const val notice: Int = 1
    }
}
