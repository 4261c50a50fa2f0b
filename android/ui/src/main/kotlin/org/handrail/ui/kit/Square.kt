package org.handrail.ui.kit

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.widthIn
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import com.google.zxing.BarcodeFormat
import com.google.zxing.EncodeHintType
import com.google.zxing.qrcode.QRCodeWriter
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel

/**
 * A square code. Dark on white in every theme, with the quiet margin that readers need (ISO/IEC 18004: four modules).
 *
 * @param says what it is, for who hears the screen.
 */
@Composable
public fun Square(text: String, says: String) {
    val modules = remember(text) {
        val hints = mapOf(EncodeHintType.MARGIN to QUIET, EncodeHintType.ERROR_CORRECTION to ErrorCorrectionLevel.M)
        QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints)
    }
    Canvas(
        Modifier.widthIn(max = 320.dp).fillMaxWidth().aspectRatio(1f).background(Color.White).semantics { contentDescription = says },
    ) {
        val side = size.width / modules.width
        for (y in 0 until modules.height) {
            for (x in 0 until modules.width) {
                // A little larger, so that no light shows between them.
                if (modules.get(x, y)) drawRect(Color.Black, Offset(x * side, y * side), Size(side + 0.5f, side + 0.5f))
            }
        }
    }
}

private const val QUIET = 4
