package org.handrail.app.phone

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.provider.DocumentsContract
import java.io.FileNotFoundException
import java.io.InputStream
import java.io.OutputStream
import org.handrail.app.passage.Choosing
import org.handrail.app.passage.Destination

/** The system's own choosers of files. The app sees what was chosen, and nothing else that is there. */
class PhoneChoosing(private val context: Context, private val asking: Asking) : Choosing {
    override suspend fun whereTo(name: String, kind: String): Destination? {
        val ask = Intent(Intent.ACTION_CREATE_DOCUMENT)
            .addCategory(Intent.CATEGORY_OPENABLE)
            .setType(kind)
            .putExtra(Intent.EXTRA_TITLE, name)
        return chosen(ask)?.let { Document(context, it) }
    }

    override suspend fun whichOne(): InputStream? {
        val ask = Intent(Intent.ACTION_OPEN_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType("*/*")
        return chosen(ask)?.let { context.contentResolver.openInputStream(it) ?: throw FileNotFoundException() }
    }

    private suspend fun chosen(ask: Intent): Uri? = asking.result(ask)?.takeIf { it.ok }?.data?.data

    private class Document(private val context: Context, private val uri: Uri) : Destination {
        // "wt": what was there before and was longer would stay behind the end.
        override fun open(): OutputStream = context.contentResolver.openOutputStream(uri, "wt") ?: throw FileNotFoundException()

        override fun discard() {
            DocumentsContract.deleteDocument(context.contentResolver, uri)
        }
    }
}
