package org.handrail.ui.proposals

import androidx.compose.runtime.Composable
import org.handrail.GoalsView
import org.handrail.HandrailException
import org.handrail.HowOften
import org.handrail.ProposalEdit
import org.handrail.ProposalView
import org.handrail.ProposalsView
import org.handrail.SuggestionKind
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.Written
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** What was suggested to the person, who decides; and the lines that were written to them. */
public data object ProposalsPlace : Place {
    override val key: String = "proposals"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "proposal", "seen_line", read = { proposals() }) { ProposalsContent(shell, it) }
}

/** "Not for me" asks for no reason. */
@Composable
public fun ProposalsContent(shell: Shell, view: ProposalsView) {
    val strings = LocalStrings.current
    Page(strings.say("proposals-title")) {
        if (view.waiting.isEmpty() && view.earlier.isEmpty() && view.seen.isEmpty()) Empty(strings.say("proposals-empty"))
        if (view.waiting.isNotEmpty()) Aside(strings.say("proposals-decide"))
        for (proposal in view.waiting) Waiting(shell, proposal)
        if (view.updateToSee > 0u) Aside(strings.say("proposal-kind-unknown"))
        if (view.seen.isNotEmpty()) Part(strings.say("proposals-seen"))
        for (line in view.seen) {
            Group {
                Aside(line.fromName)
                Say(line.wording)
                Aside(strings.dayAlone(line.madeDay))
            }
        }
        if (view.earlier.isNotEmpty()) Part(strings.say("proposals-earlier"))
        for (proposal in view.earlier) {
            Group {
                Say(proposal.title)
                Aside(listOfNotNull(strings.say("proposal-state-${proposal.state.word()}"), proposal.answeredDay?.let(strings::dayAlone)).joinToString("\n"))
            }
        }
    }
}

@Composable
private fun Waiting(shell: Shell, proposal: ProposalView) {
    val strings = LocalStrings.current
    // A step whose goal is gone needs another one first.
    val whole = proposal.kind == SuggestionKind.HOMEWORK || proposal.goal != null
    Group(strong = true) {
        Aside(strings.say("proposal-from", "name" to proposal.fromName))
        Part(proposal.title)
        Aside(strings.say("proposal-kind-${proposal.kind.word()}"))
        Written(strings.say("homework-why"), proposal.why)
        Written(strings.say("homework-what-exactly"), proposal.whatExactly)
        Written(strings.say("homework-where-words"), proposal.whereWords)
        Written(strings.say("homework-with-whom"), proposal.withWhom)
        Written(strings.say("homework-smaller-version"), proposal.smallerVersion)
        proposal.goal?.let { Written(strings.say("step-goal"), it.title) }
        proposal.byAbout?.let { Written(strings.say("homework-by-about"), strings.dayAlone(it)) }
        if (whole) {
            MainButton(strings.say("proposal-state-accepted"), enabled = !shell.busy) { shell.save { acceptProposal(proposal.id, ProposalEdit()) } }
        }
        OtherButton(strings.say("proposal-state-changed"), enabled = !shell.busy) { shell.go("proposals/${proposal.id}") }
        QuietButton(strings.say("proposal-state-declined"), enabled = !shell.busy, of = proposal.title) { shell.save(done = null) { declineProposal(proposal.id) } }
    }
}

/** A suggestion, changed before it becomes the person's own. */
public data class ProposalFormPlace(val id: String) : Place {
    override val key: String = "proposals/$id"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(
        shell, "proposal", "short_term_goal",
        read = { (proposals().waiting.firstOrNull { it.id == id } ?: throw HandrailException.NotFound()) to goals() },
    ) { (proposal, goals) -> ProposalFormContent(shell, proposal, goals) }
}

/** What was suggested stays as it came beside what the person makes of it. */
@Composable
public fun ProposalFormContent(shell: Shell, proposal: ProposalView, goals: GoalsView) {
    val strings = LocalStrings.current
    val homework = proposal.kind == SuggestionKind.HOMEWORK
    val typed = typed(
        shell,
        first = mapOf(
            "title" to proposal.title, "what_exactly" to proposal.whatExactly, "where_words" to proposal.whereWords, "with_whom" to proposal.withWhom,
            "smaller_version" to proposal.smallerVersion, "how_often" to proposal.howOften.name, "by_about" to proposal.byAbout.orEmpty(),
            "goal" to proposal.goal?.goal.orEmpty(),
        ),
    )
    Page(
        strings.say("proposal-state-changed"),
        main = {
            MainButton(strings.say("proposal-state-accepted"), enabled = !shell.busy) {
                // Only what was changed: what is left is theirs as it came.
                fun changed(field: String, before: String) = typed[field].takeIf { it != before }
                val edit = ProposalEdit(
                    title = changed("title", proposal.title),
                    whatExactly = changed("what_exactly", proposal.whatExactly),
                    whereWords = changed("where_words", proposal.whereWords),
                    withWhom = changed("with_whom", proposal.withWhom),
                    smallerVersion = changed("smaller_version", proposal.smallerVersion),
                    howOften = typed.chosen<HowOften>("how_often").takeIf { homework && it != proposal.howOften },
                    byAbout = changed("by_about", proposal.byAbout.orEmpty())?.ifBlank { null },
                    goal = changed("goal", proposal.goal?.goal.orEmpty()),
                )
                shell.save(then = { shell.back() }) { acceptProposal(proposal.id, edit) }
            }
        },
    ) {
        Aside(strings.say("proposal-from", "name" to proposal.fromName))
        WordsField(shell, typed, "title", strings.say(if (homework) "homework-title" else "step-title"), lines = 2)
        WordsField(shell, typed, "what_exactly", strings.say(if (homework) "homework-what-exactly" else "step-how"), lines = 2)
        WordsField(shell, typed, "where_words", strings.say("homework-where-words"))
        WordsField(shell, typed, "with_whom", strings.say("homework-with-whom"))
        if (homework) {
            WordsField(shell, typed, "smaller_version", strings.say("homework-smaller-version"), lines = 2)
            Choice(strings.say("homework-how-often"), HowOften.entries.map { it to strings.say("homework-how-often-${it.word()}") }, typed.chosen<HowOften>("how_often")) {
                typed["how_often"] = it.name
            }
        } else {
            Choice(strings.say("step-goal"), goals.goals.flatMap { it.shortTerm }.map { it.id to it.title }, typed["goal"]) { typed["goal"] = it }
        }
        DayField(shell, typed, "by_about", strings.say("homework-by-about"))
    }
}
