package org.handrail.ui.areas

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.LifeArea
import org.handrail.LifeAreaRatingView
import org.handrail.LifeAreaView
import org.handrail.LifeAreasView
import org.handrail.NewLifeAreaRating
import org.handrail.PackText
import org.handrail.WishToChange
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.OtherLanguage
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** The areas of a life, and how the person finds each. */
public data object LifeAreasPlace : Place {
    override val key: String = "life-areas"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "life_area", "life_area_rating", "enrolment", read = { lifeAreas() }) { LifeAreasContent(shell, it) }
}

private fun LifeArea.path() = when (this) {
    is LifeArea.Listed -> "listed/$id"
    is LifeArea.Own -> "own/$id"
}

// A programme that is gone from this phone may have listed it.
private fun Strings.name(name: PackText): String = name.text.ifBlank { say("life-area-listed-other") }

private fun Strings.said(rating: LifeAreaRatingView, steps: List<PackText>): String = listOfNotNull(
    rating.rating?.let { steps.getOrNull(it.toInt())?.text },
    rating.wishToChange?.let { say("life-area-rating-wish-to-change") + " " + say("life-area-rating-wish-to-change-${it.word()}") },
    rating.note.takeIf(String::isNotBlank),
).joinToString("\n")

/** What is wished otherwise can become a goal at once. */
@Composable
public fun LifeAreasContent(shell: Shell, view: LifeAreasView) {
    val strings = LocalStrings.current
    val typed = typed(shell)
    val goesOn = view.open?.left.orEmpty().isNotEmpty()
    Page(strings.say("sheet-life-areas"), main = { MainButton(strings.say(if (goesOn) "life-areas-go-on" else "life-areas-look")) { shell.go("life-areas/rate") } }) {
        Say(strings.say("life-areas-what"))
        OtherLanguage(view.areas.map { it.name } + view.steps)
        for (area in view.areas) {
            val newest = area.newest
            Line(strings.name(area.name), newest?.let { strings.said(it, view.steps) }) { shell.go("life-areas/${area.area.path()}") }
            if (newest?.wishToChange == WishToChange.YES && newest.goal == null) {
                QuietButton(strings.say("life-area-make-a-goal"), of = strings.name(area.name)) { shell.go("goal-form/new/${newest.id}") }
            }
        }
        Rest(open = typed["name"].isNotBlank(), words = "life-area-add") {
            WordsField(shell, typed, "name", strings.say("life-area-name"))
            OtherButton(strings.say("shell-add"), enabled = !shell.busy && typed["name"].isNotBlank()) {
                val name = typed["name"]
                shell.save(then = { typed["name"] = "" }) { addLifeArea(name) }
            }
        }
    }
}

/** The areas one by one; what was looked at stays when the person stops, and the rest waits two weeks. */
public data object RateLifeAreasPlace : Place {
    override val key: String = "life-areas/rate"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "life_area", "life_area_rating", read = { lifeAreas() }) { view ->
        val strings = LocalStrings.current
        var begun by remember { mutableStateOf(view.open?.left.orEmpty().isNotEmpty()) }
        val left = if (begun) view.open?.left.orEmpty() else view.areas.map { it.area }
        val area = view.areas.firstOrNull { it.area == left.firstOrNull() }
        if (area == null) {
            Page(strings.say("sheet-life-areas"), main = { MainButton(strings.say("shell-done")) { shell.back() } }) { Say(strings.say("life-areas-all-seen")) }
        } else {
            val sitting = view.open?.sitting.takeIf { begun }
            key(area.area.path()) {
                RateContent(shell, view, area) { rating ->
                    shell.save(done = null, then = { begun = true }) { rateLifeAreas(sitting, listOf(rating)) }
                }
            }
        }
    }
}

@Composable
private fun RateContent(shell: Shell, view: LifeAreasView, area: LifeAreaView, onRate: (NewLifeAreaRating) -> Unit) {
    val strings = LocalStrings.current
    // Of this area alone: the place goes through all of them.
    val typed = typed(shell)
    val path = area.area.path()
    val rating = typed.number("rating-$path")
    val wish = typed.chosen<WishToChange>("wish-$path")
    Page(
        strings.name(area.name),
        main = { MainButton(strings.say("shell-next"), enabled = !shell.busy) { onRate(NewLifeAreaRating(area.area, rating?.toLong(), wish, typed["note-$path"])) } },
    ) {
        Choice(strings.say("life-area-rating-rating"), view.steps.mapIndexed { step, words -> step to words.text }, rating) { typed["rating-$path"] = "$it" }
        Choice(strings.say("life-area-rating-wish-to-change"), WishToChange.entries.map { it to strings.say("life-area-rating-wish-to-change-${it.word()}") }, wish) {
            typed["wish-$path"] = it.name
        }
        WordsField(shell, typed, "note-$path", strings.say("life-area-rating-note"), lines = 2)
        QuietButton(strings.say("shell-skip"), enabled = !shell.busy) { onRate(NewLifeAreaRating(area.area)) }
    }
}

/** What I said of one area over time; [kind] is `listed` or `own`. */
public data class LifeAreaHistoryPlace(val kind: String, val id: String) : Place {
    override val key: String = "life-areas/$kind/$id"

    @Composable
    override fun Screen(shell: Shell) {
        val area = if (kind == "own") LifeArea.Own(id) else LifeArea.Listed(id)
        Shown(shell, "life_area", "life_area_rating", "enrolment", read = { lifeAreaHistory(area, null) }) { view ->
            val strings = LocalStrings.current
            Page(strings.name(view.name)) {
                if (view.ratings.isEmpty()) Empty(strings.say("shell-nothing-here"))
                Earlier(shell, view.ratings, { it.id }, { lifeAreaHistory(area, it).ratings }) { rating ->
                    Group {
                        Part(strings.dayAlone(rating.day))
                        Say(strings.said(rating, view.steps).ifBlank { strings.say("life-area-skipped") })
                    }
                    rating.goal?.let { goal -> Line(strings.say("life-area-rating-goal")) { shell.go("goal/$goal") } }
                }
                if (area is LifeArea.Own) QuietButton(strings.say("shell-remove")) { shell.takeAway("life_area", area.id) { shell.back() } }
            }
        }
    }
}
