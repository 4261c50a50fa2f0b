package org.handrail.app.words

import android.content.Context
import android.content.res.Resources
import java.util.Locale
import org.handrail.app.phone.Language
import org.handrail.ui.words.TextArguments
import org.handrail.ui.words.Texts

/** The texts of the app's resources, in the language of that context. */
class ResourceTexts(private val context: Context) : Texts {
    override val locale: Locale = Language.of(context)

    override fun text(id: String): String? =
        if (TextArguments.plural(id) != null) null else found(id) { context.resources.getString(it) }

    override fun plural(id: String, count: Long): String? =
        // What Arabic counts as many is decided by the last two digits, so what is cut off changes no form.
        if (TextArguments.plural(id) == null) null else found(id) { context.resources.getQuantityString(it, (count % FORMS).toInt()) }

    private fun found(id: String, get: (Int) -> String): String? = try {
        TextIds.of(id)?.let(get)
    } catch (_: Resources.NotFoundException) {
        null
    }

    private companion object {
        const val FORMS = 1_000_000_000L
    }
}
