package org.handrail.ui

import androidx.compose.runtime.Composable
import androidx.compose.ui.graphics.toAwtImage
import androidx.compose.ui.test.SkikoComposeUiTest
import java.awt.Color
import java.awt.image.BufferedImage
import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals

// No screen is this tall; one that seems to be never came to rest.
private const val TALLEST = 12_000
private const val GAP = 12

/** Draws a place of a phone whole: as tall as all that scrolls. */
fun drawn(phone: Phone, way: List<String>, setting: Setting): BufferedImage {
    val (keys, words, more) = phone.seen(way, setting) { Triple(shell.keys, read(), scrolls()) }
    assertEquals(way, keys, "every place on the way is one of the list")
    // The system ends the process, and the person comes back: to the same place, which says the same.
    phone.processEnds()
    // Sound when all of it is in sight: what is scrolled away has no size.
    return phone.seen(keys, setting, minOf(HEIGHT + more, TALLEST)) {
        assertEquals(words, read(), "${way.last()} after the process was ended")
        sound("${way.last()}, ${setting.name}")
        it.captureToImage().toAwtImage()
    }
}

/** Draws what [taps] lead to, at the end of the way that [life] gives: twice, since how tall it is shows only there. */
fun drawn(setting: Setting, life: Phone.() -> List<String>, targets: Boolean, taps: Seen.(Phone) -> Unit): BufferedImage {
    fun <T> once(height: Int, look: Seen.(SkikoComposeUiTest) -> T): T = Phone(setting).use { phone ->
        phone.seen(phone.life(), setting, height) {
            taps(phone)
            look(it)
        }
    }
    val more = once(HEIGHT) { scrolls() }
    return once(minOf(HEIGHT + more, TALLEST)) {
        sound("${shell.here.key}, ${setting.name}", targets = targets)
        it.captureToImage().toAwtImage()
    }
}

/** Draws a [window] that is no place of the app's. */
fun drawn(phone: Phone, setting: Setting, help: Boolean, window: @Composable () -> Unit): BufferedImage {
    val more = phone.seen(setting = setting, window = { window() }) { scrolls() }
    return phone.seen(setting = setting, height = minOf(HEIGHT + more, TALLEST), window = { window() }) {
        sound(setting.name, help)
        it.captureToImage().toAwtImage()
    }
}

/** Puts the pictures of one screen side by side into one file. */
fun keep(name: String, pictures: List<BufferedImage>) {
    val whole = BufferedImage(pictures.sumOf { it.width + GAP } - GAP, pictures.maxOf { it.height }, BufferedImage.TYPE_INT_RGB)
    val draw = whole.createGraphics()
    draw.color = Color(0xBB, 0xBB, 0xBB)
    draw.fillRect(0, 0, whole.width, whole.height)
    var x = 0
    for (picture in pictures) {
        draw.drawImage(picture, x, 0, null)
        x += picture.width + GAP
    }
    draw.dispose()
    write(inFewColours(whole), File(System.getProperty("handrail.pictures"), "$name.png"))
}
