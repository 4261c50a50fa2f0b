package org.handrail.ui.backup

import com.google.zxing.BarcodeFormat
import com.google.zxing.qrcode.QRCodeWriter
import org.handrail.ui.words.Strings

/** A sheet or card with a code, as one page of HTML that stands alone. */
internal fun Strings.paper(title: String, what: String, code: String, square: String, address: String): String {
    val modules = QRCodeWriter().encode(square, BarcodeFormat.QR_CODE, 0, 0)
    val dark = buildString {
        for (y in 0 until modules.height) for (x in 0 until modules.width) if (modules.get(x, y)) append("M$x ${y}h1v1h-1z")
    }
    val direction = if (locale.language == "ar") "rtl" else "ltr"
    val groups = code.split('-').joinToString("") { "<li>${it.escaped()}</li>" }
    return """<!doctype html><html lang="${locale.toLanguageTag()}" dir="$direction"><meta charset="utf-8"><title>${title.escaped()}</title>
<style>body{font:14pt sans-serif;margin:20mm}li{font:20pt monospace;direction:ltr}svg{width:50mm;height:50mm}</style>
<h1>${title.escaped()}</h1><p>${what.escaped()}</p><ol>$groups</ol>
<svg viewBox="0 0 ${modules.width} ${modules.height}" shape-rendering="crispEdges"><path d="$dark"/></svg>
<p>${address.escaped()}</p></html>"""
}

private fun String.escaped() = replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
