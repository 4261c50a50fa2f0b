package org.handrail.ui

import androidx.compose.ui.graphics.toAwtImage
import java.awt.Color
import java.awt.image.BufferedImage
import java.io.File
import javax.imageio.ImageIO

// No screen is this tall; one that seems to be never came to rest.
private const val TALLEST = 12_000
private const val GAP = 12

/** Draws a place of a phone whole: as tall as all that scrolls. */
fun drawn(phone: Phone, way: List<String>, setting: Setting): BufferedImage {
    val more = phone.seen(way, setting) { scrolls() }
    // Sound when all of it is in sight: what is scrolled away has no size.
    return phone.seen(way, setting, minOf(HEIGHT + more, TALLEST)) {
        sound("${way.last()}, ${setting.name}")
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
    val file = File(System.getProperty("handrail.pictures"), "$name.png")
    file.parentFile.mkdirs()
    ImageIO.write(whole, "png", file)
}
