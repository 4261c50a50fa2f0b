package org.handrail.app.scan

import com.google.zxing.BarcodeFormat
import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.PlanarYUVLuminanceSource
import com.google.zxing.ReaderException
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader
import java.nio.ByteBuffer

/** Finds the code in a picture of the camera, which is not kept. */
class Reading {
    private val reader = QRCodeReader()
    private val hints = mapOf(
        DecodeHintType.POSSIBLE_FORMATS to listOf(BarcodeFormat.QR_CODE),
        DecodeHintType.TRY_HARDER to true,
        DecodeHintType.CHARACTER_SET to "UTF-8",
    )
    private var grey = ByteArray(0)

    /**
     * The text of the code in it; null where there is none.
     *
     * @param light how bright each point is, line after line.
     * @param stride from one line to the next, in bytes.
     */
    fun read(light: ByteBuffer, width: Int, height: Int, stride: Int): String? {
        if (grey.size < stride * height) grey = ByteArray(stride * height)
        // The last line may end with its last point.
        light.get(grey, 0, minOf(light.remaining(), grey.size))
        val source = PlanarYUVLuminanceSource(grey, stride, height, 0, 0, width, height, false)
        // A code on a dark screen may be light on dark.
        return found(BinaryBitmap(HybridBinarizer(source))) ?: found(BinaryBitmap(HybridBinarizer(source.invert())))
    }

    /** Forgets the last picture. */
    fun forget() = grey.fill(0)

    private fun found(picture: BinaryBitmap): String? = try {
        reader.decode(picture, hints).text
    } catch (_: ReaderException) {
        null
    } finally {
        reader.reset()
    }
}
