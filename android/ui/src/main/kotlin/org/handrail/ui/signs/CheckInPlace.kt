package org.handrail.ui.signs

import androidx.compose.runtime.Composable
import org.handrail.CheckInView
import org.handrail.Handrail
import org.handrail.NewCheckIn
import org.handrail.OneThing
import org.handrail.SignRating
import org.handrail.SignState
import org.handrail.SignsView
import org.handrail.WarningSignView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Scale
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings

/** My ratings of today, or an earlier check-in to change. */
public data class CheckInPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("check-in", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "warning_sign", "check_in", read = { signs() to id?.let { found(it) } }) { (view, edited) -> CheckInContent(shell, view, edited) }
    }

    private fun Handrail.found(id: String): CheckInView? {
        var page = signs().recent
        while (page.isNotEmpty()) {
            page.firstOrNull { it.id == id }?.let { return it }
            page = checkInsBefore(page.last().id)
        }
        return null
    }
}

/** @param edited an earlier one that is changed. */
@Composable
public fun CheckInContent(shell: Shell, view: SignsView, edited: CheckInView?) {
    val strings = LocalStrings.current
    val given = edited?.ratings.orEmpty().associate { "rating:${it.sign}" to "${it.rating}" }
    val typed = typed(shell, first = given + ("note" to edited?.note.orEmpty()))
    val asked = view.signs.filter { it.state == SignState.FOLLOWING || "rating:${it.id}" in given }
    val standing = edited?.let { Standing("check_in", it.id) }
    Form(shell, strings.say("check-in"), standing, onSave = {
        val ratings = asked.mapNotNull { sign -> typed.number("rating:${sign.id}")?.let { SignRating(sign.id, it.toLong()) } }
        val details = NewCheckIn(ratings, typed["note"])
        shell.save(then = { after(shell) }) { if (edited == null) recordCheckIn(details) else editCheckIn(edited.id, details) }
    }) {
        if (edited != null) {
            Aside(strings.day(edited.day))
        } else {
            Aside(strings.say(if (view.checkedInToday) "check-in-again" else "shell-all-optional"))
        }
        if (asked.isEmpty()) {
            Empty(strings.say("check-in-no-signs"))
            OtherButton(strings.say("signs-add")) { shell.go("sign-form") }
        }
        for (sign in asked) {
            Scale(
                sign.wording, 0, sign.scale.toInt(), typed.number("rating:${sign.id}"), words = { strings.rating(sign, it) },
            ) { typed["rating:${sign.id}"] = it?.toString().orEmpty() }
        }
        WordsField(shell, typed, "note", strings.say("check-in-note"), lines = 2)
        if (edited == null && view.recent.isNotEmpty()) Line(strings.say("check-in-earlier")) { shell.go("check-ins") }
    }
}

/** Whether help comes first after this is the core's to say, at once. */
private fun after(shell: Shell) {
    shell.back()
    shell.launch { if (shell.store.read { today() }.now is OneThing.HelpNow) shell.go("help-now") }
}

/** A rating in words where its scale has them. */
internal fun Strings.rating(sign: WarningSignView, rating: Int): String? =
    if (sign.scale == SHORT) say("warning-sign-rating-$rating") else null

// The scale from 0 to 3, which has words; the one from 0 to 10 has numbers.
internal const val SHORT = 3L

/** The check-ins so far. */
public data object CheckInsPlace : Place {
    override val key: String = "check-ins"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "warning_sign", "check_in", read = { signs() }) { CheckInsContent(shell, it) }
}

/** Newest first; each can be changed. */
@Composable
public fun CheckInsContent(shell: Shell, view: SignsView) {
    val strings = LocalStrings.current
    val signs = view.signs.associateBy(WarningSignView::id)
    Page(strings.say("check-in-earlier")) {
        if (view.recent.isEmpty()) Empty(strings.say("shell-nothing-here"))
        Earlier(shell, view.recent, CheckInView::id, { checkInsBefore(it) }) { checkIn ->
            val ratings = checkIn.ratings.mapNotNull { given ->
                signs[given.sign]?.let { sign -> "${sign.wording}: ${strings.rating(sign, given.rating.toInt()) ?: "%d".format(strings.locale, given.rating)}" }
            }
            Line(strings.day(checkIn.day), (ratings + checkIn.note).filter(String::isNotBlank).joinToString("\n")) { shell.go("check-in/${checkIn.id}") }
        }
    }
}
