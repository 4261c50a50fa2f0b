package org.handrail.ui

import java.awt.image.BufferedImage
import java.awt.image.IndexColorModel
import java.io.File
import javax.imageio.IIOImage
import javax.imageio.ImageIO
import javax.imageio.ImageWriteParam

// Flat ground and letters with soft edges: more colours than this are not told apart, and cost three times as much in the repository.
private const val COLOURS = 24

private class Shade(val rgb: Int, val count: Int) {
    operator fun get(channel: Int): Int = (rgb shr (16 - 8 * channel)) and 0xFF

    fun farFrom(other: Int): Int = (0..2).sumOf { channel -> (this[channel] - ((other shr (16 - 8 * channel)) and 0xFF)).let { it * it } }
}

/** Shades that become one colour: the one that most of them are, so that ground stays exactly what it was. */
private class Box(val shades: List<Shade>) {
    val colour: Int = shades.maxWith(compareBy<Shade> { it.count }.thenBy { it.rgb }).rgb

    /** What is lost by it: the sum of squares. */
    val loss: Long = shades.sumOf { it.count.toLong() * it.farFrom(colour) }

    /** Two boxes, parted at the middle of the channel in which the shades differ most. */
    fun parted(): List<Box> {
        val channel = (0..2).maxBy { of -> shades.maxOf { it[of] } - shades.minOf { it[of] } }
        val middle = (shades.maxOf { it[channel] } + shades.minOf { it[channel] }) / 2
        return shades.partition { it[channel] <= middle }.toList().map(::Box)
    }
}

/** The same picture in a few colours, and the same few each time it is made. */
fun inFewColours(picture: BufferedImage): BufferedImage {
    val pixels = picture.getRGB(0, 0, picture.width, picture.height, null, 0, picture.width)
    for (i in pixels.indices) pixels[i] = pixels[i] and 0xFFFFFF
    val counted = HashMap<Int, Int>()
    for (pixel in pixels) counted.merge(pixel, 1, Int::plus)
    val shades = counted.map { (rgb, count) -> Shade(rgb, count) }.sortedBy { it.rgb }
    val boxes = mutableListOf(Box(shades))
    while (boxes.size < COLOURS) {
        val worst = boxes.withIndex().filter { it.value.shades.size > 1 }.maxByOrNull { it.value.loss } ?: break
        boxes.removeAt(worst.index)
        boxes += worst.value.parted()
    }
    val colours = boxes.map { it.colour }
    val nearest = shades.associate { shade -> shade.rgb to colours.indices.minBy { shade.farFrom(colours[it]) } }
    fun channel(shift: Int) = ByteArray(colours.size) { (colours[it] shr shift).toByte() }
    val few = BufferedImage(
        picture.width,
        picture.height,
        BufferedImage.TYPE_BYTE_INDEXED,
        IndexColorModel(8, colours.size, channel(16), channel(8), channel(0)),
    )
    val indices = ByteArray(pixels.size) { nearest.getValue(pixels[it]).toByte() }
    few.raster.setDataElements(0, 0, picture.width, picture.height, indices)
    return few
}

/** Writes it as small as PNG makes it. */
fun write(picture: BufferedImage, file: File) {
    file.parentFile.mkdirs()
    file.delete()
    val writer = ImageIO.getImageWritersByFormatName("png").next()
    ImageIO.createImageOutputStream(file).use { out ->
        writer.output = out
        val smallest = writer.defaultWriteParam.apply {
            compressionMode = ImageWriteParam.MODE_EXPLICIT
            compressionQuality = 0f
        }
        writer.write(null, IIOImage(picture, null, null), smallest)
    }
    writer.dispose()
}
