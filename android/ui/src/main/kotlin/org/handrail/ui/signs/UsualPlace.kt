package org.handrail.ui.signs

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import java.time.LocalDate
import java.time.format.DateTimeFormatter
import org.handrail.EditSettings
import org.handrail.Notice
import org.handrail.NoticeAnswer
import org.handrail.NoticeStep
import org.handrail.Settings
import org.handrail.SignsOverMonths
import org.handrail.SignsView
import org.handrail.UsualEvent
import org.handrail.UsualSensitivity
import org.handrail.UsualState
import org.handrail.YourUsual
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Columns
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.leftOpen
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** What "my usual" looks at. */
public class UsualScreen(public val signs: SignsView, public val usual: YourUsual?, public val months: SignsOverMonths, public val settings: Settings)

/** My last week or so beside my own usual: on only when I want it. */
public data object UsualPlace : Place {
    override val key: String = "usual"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, read = { UsualScreen(signs(), yourUsual(), signsOverMonths(), settings()) }) { UsualContent(shell, it) }
    }
}

/** A conversation starter: what was compared, in words first, and never an alarm. */
@Composable
public fun UsualContent(shell: Shell, view: UsualScreen) {
    val strings = LocalStrings.current
    val notice = view.signs.notice
    fun set(edit: EditSettings) = shell.save(done = null) { saveSettings(edit) }
    Page(
        strings.say("usual-title"),
        main = { if (notice != null) MainButton(strings.say("today-look-at-plan")) { shell.go("plan") } },
    ) {
        notice?.let { WhatItSays(shell, it) }
        view.usual?.let { usual ->
            if (notice == null) Say(strings.state(usual))
            if (usual.askNewUsual) NewUsual(shell)
            if (usual.series.isNotEmpty()) {
                Columns(
                    usual.series.takeLast(DAYS).map { it.score }, view.signs.most, strings.say("usual-chart"),
                    line = usual.series.lastOrNull { it.comparison != null }?.comparison?.usual,
                )
                Aside(strings.say("usual-chart-line"))
            }
        }
        OnOff(strings.say("setting-usual-on"), view.settings.usualOn, strings.say("usual-what-it-does")) { set(EditSettings(usualOn = it)) }
        if (view.signs.suggestQuieter && view.settings.usualSensitivity != UsualSensitivity.QUIETER) {
            Group {
                Say(strings.say("usual-suggest-quieter"))
                OtherButton(strings.say("shell-yes")) { set(EditSettings(usualSensitivity = UsualSensitivity.QUIETER)) }
            }
        }
        if (view.settings.usualOn) {
            Choice(
                strings.say("setting-usual-sensitivity"),
                UsualSensitivity.entries.map { it to strings.say("setting-usual-sensitivity-${it.word()}") },
                view.settings.usualSensitivity,
            ) { set(EditSettings(usualSensitivity = it)) }
        } else {
            Aside(strings.say("usual-off"))
        }
        Months(shell, view.months, view.signs.most)
        if (view.settings.usualOn) {
            Rest(open = false, words = "shell-more") {
                Say(strings.say("usual-reset-what"))
                OtherButton(strings.say("usual-event-event-reset")) { shell.save(done = "shell-changed") { recordUsualEvent(UsualEvent.RESET) } }
            }
        }
    }
}

@Composable
private fun WhatItSays(shell: Shell, notice: Notice) {
    val strings = LocalStrings.current
    fun answer(answer: NoticeAnswer) = shell.save { recordNoticeAnswer(notice.opened, answer) }
    Group(strong = true) {
        Say(strings.say(notice.message))
        notice.contact?.takeIf { notice.step == NoticeStep.CONTACT && it.phone.isNotBlank() }?.let { contact ->
            OtherButton(strings.say("help-now-call", "name" to contact.name)) {
                shell.ports.calling.call(contact.phone)
                answer(NoticeAnswer.CONTACT_MADE)
            }
        }
        QuietButton(strings.say("shell-not-now")) { answer(NoticeAnswer.NOT_NOW) }
    }
    Choice(
        strings.say("usual-was-this-helpful"),
        listOf(NoticeAnswer.HELPFUL, NoticeAnswer.NOT_HELPFUL, NoticeAnswer.WORRIED_ME).map { it to strings.say("notice-answer-answer-${it.word()}") },
        null,
    ) { answer(it) }
}

@Composable
private fun NewUsual(shell: Shell) {
    val strings = LocalStrings.current
    Group {
        Say(strings.say("usual-ask-new-usual"))
        OtherButton(strings.say("shell-yes")) { shell.save { recordUsualEvent(UsualEvent.NEW_USUAL_YES) } }
        OtherButton(strings.say("shell-no")) { shell.save { recordUsualEvent(UsualEvent.NEW_USUAL_NO) } }
    }
}

@Composable
private fun ColumnScope.Months(shell: Shell, view: SignsOverMonths, most: Double) {
    val strings = LocalStrings.current
    Part(strings.say("usual-months"))
    if (view.months.isEmpty()) {
        Aside(strings.say("usual-months-none"))
    } else {
        Columns(view.months.map { it.mean }, most, strings.say("usual-months-chart"), line = view.goodLevel)
        Aside(strings.say("date-from-until", "from" to strings.month(view.months.first().month), "until" to strings.month(view.months.last().month)))
        if (view.goodLevel != null) Aside(strings.say("usual-good-line"))
    }
    for (time in view.goodTimes) {
        Say(strings.say("good-time") + ": " + strings.say("date-from-until", "from" to strings.day(time.fromDay), "until" to strings.day(time.untilDay)))
        QuietButton(strings.say("shell-remove"), of = strings.day(time.fromDay)) { shell.takeAway("good_time", time.id) }
    }
    Line(strings.say("usual-good-time-add")) { shell.go("good-time-form") }
}

private fun Strings.state(usual: YourUsual): String = when (val state = usual.state) {
    is UsualState.Learning -> listOf(
        say("usual-state-learning"), say("usual-learning-days", "count" to state.daysLeft), say("usual-learning-ratings", "count" to state.ratingsLeft.toLong()),
    ).joinToString("\n")
    is UsualState.NotEnoughRatings -> say("usual-state-not-enough-ratings")
    is UsualState.HigherThanUsual -> say("usual-state-higher-than-usual" + if (usual.forNow) "-for-now" else "")
    is UsualState.AboutUsual -> say("usual-state-about-usual" + if (usual.forNow) "-for-now" else "")
}

private fun Strings.month(day: String): String = LocalDate.parse(day).format(DateTimeFormatter.ofPattern("LLLL yyyy", locale))

// As far back as columns can be told apart.
private const val DAYS = 60

/** Signs on different scales meet on the finest. */
private val SignsView.most: Double get() = (signs.maxOfOrNull { it.scale } ?: SHORT).toDouble()

/** Days that were a good time, agreed together. */
public data object GoodTimeFormPlace : Place {
    override val key: String = "good-time-form"

    @Composable
    override fun Screen(shell: Shell): Unit = GoodTimeFormContent(shell)
}

/** Two days. */
@Composable
public fun GoodTimeFormContent(shell: Shell) {
    val strings = LocalStrings.current
    val typed = typed(shell)
    Form(shell, strings.say("good-time"), onSave = {
        val missing = listOf("from_day", "until_day").firstOrNull { typed[it].isBlank() }
        if (missing != null) shell.leftOpen(missing) else shell.save(then = { shell.back() }) { saveGoodTime(typed["from_day"], typed["until_day"]) }
    }) {
        Say(strings.say("usual-good-time-what"))
        DayField(shell, typed, "from_day", strings.say("good-time-from-day"))
        DayField(shell, typed, "until_day", strings.say("good-time-until-day"))
    }
}
