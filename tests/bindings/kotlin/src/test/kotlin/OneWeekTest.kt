package org.handrail.scenarios

import org.handrail.BeginAs
import org.handrail.Choices
import org.handrail.HandrailException
import org.handrail.HeldNotification
import org.handrail.Helped
import org.handrail.HomeworkOutcome
import org.handrail.HowOften
import org.handrail.LineConcept
import org.handrail.NewCheckIn
import org.handrail.NewCopingEntry
import org.handrail.NewCopingStrategy
import org.handrail.NewHomework
import org.handrail.NewHomeworkResult
import org.handrail.NewLongTermGoal
import org.handrail.NewOwnRule
import org.handrail.NewPlanLine
import org.handrail.NewSession
import org.handrail.NewShortTermGoal
import org.handrail.NewStep
import org.handrail.NewStepResult
import org.handrail.NewWarningSign
import org.handrail.NotificationFact
import org.handrail.Obstacle
import org.handrail.OneThing
import org.handrail.Origin
import org.handrail.Period
import org.handrail.PlanPart
import org.handrail.Reason
import org.handrail.Reminder
import org.handrail.RuleCondition
import org.handrail.SessionKind
import org.handrail.SessionPart
import org.handrail.SignRating
import org.handrail.StepOutcome
import org.handrail.Switches
import org.handrail.use
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertInstanceOf
import org.junit.jupiter.api.assertThrows

/** One week, from one meeting to the next. The same week stands in Python and Swift. */
class OneWeekTest : Scenario() {
    @Test
    fun one_week() {
        val phone = handrail

        // Saturday, after the meeting: a goal, a step, homework for each day, and the next meeting.
        val held = phone.planSession(NewSession("2026-11-21", "10:00", SessionKind.INDIVIDUAL)).idOf("session")
        phone.markSessionHeld(held)
        phone.planSession(NewSession("2026-11-28", "10:00", SessionKind.INDIVIDUAL))
        val goal = phone.saveLongTermGoal(NewLongTermGoal("Work in a garden"), BeginAs.ACTIVE).idOf("long_term_goal")
        val part =
            phone.saveShortTermGoal(NewShortTermGoal(goal, "Two mornings outside"), BeginAs.ACTIVE)
                .idOf("short_term_goal")
        val step = phone.saveStep(NewStep(part, "Call the allotment")).idOf("step")
        val homework =
            phone.saveHomework(
                NewHomework(
                    title = "Ten minutes outside",
                    origin = Origin.AGREED,
                    howOften = HowOften.DAILY,
                    confidence = 6,
                    smallerVersion = "Open the window",
                    reminderTime = "17:00",
                ),
            ).idOf("homework")
        phone.addSessionHomework(held, homework, SessionPart.AGREED)
        phone.addTalkAbout("Whether to tell my sister")
        val sessions = phone.sessions()
        assertEquals("2026-11-28" to "10:00", sessions.next?.run { day to time })
        assertEquals(listOf("Ten minutes outside"), sessions.last?.agreed?.map { it.title })

        // What the phone's system should hold: today at 17:00 first, then each day.
        val plan = phone.planNotifications(3u, emptyList())
        assertEquals(listOf(21, 22, 23).map { "2026-11-${it}T17:00" }, plan.set.map { it.civil })
        assertEquals(Reminder.Homework(homework), plan.set.first().reminder)
        phone.notificationFact(plan.set.first().id, NotificationFact.NOT_TODAY)
        val again = phone.planNotifications(3u, plan.set.map { HeldNotification(it.id, it.civil) })
        assertEquals(listOf(plan.set.first().id), again.cancel)
        assertEquals(listOf("2026-11-24T17:00"), again.set.map { it.civil })

        // Own signs, and a rule of one's own.
        val sleep = phone.saveWarningSign(NewWarningSign(wording = "I sleep badly", scale = 3)).idOf("warning_sign")
        phone.saveOwnRule(
            NewOwnRule(sleep, RuleCondition.IN_A_ROW, count = 2, level = 2, action = "I call Sam"),
        )

        // A plan of one's own, and one thing now: the homework that waits.
        phone.addPlanLine(NewPlanLine(PlanPart.WHAT_HELPS, stage = 2, wording = "Sam comes over"))
        phone.addPlanLine(NewPlanLine(PlanPart.CONTACTS, wording = "Sam", phone = "020 7946 0000"))
        assertEquals(listOf(0, 0, 0, 1, 0, 1, 0), phone.plan().parts.map { it.lines.size })
        val today = phone.today()
        assertEquals(homework, assertInstanceOf<OneThing.Homework>(today.now).homework.id)
        assertEquals(listOf("Call the allotment"), today.steps.map { it.title })

        // Sunday and Monday.
        val walk = phone.saveCopingStrategy(NewCopingStrategy("Go for a walk")).idOf("coping_strategy")
        for ((day, outcome) in listOf("22" to HomeworkOutcome.DONE, "23" to HomeworkOutcome.NOT_YET)) {
            clock.set("2026-11-${day}T20:00")
            phone.recordCheckIn(NewCheckIn(ratings = listOf(SignRating(sleep, 2))))
            phone.recordHomework(
                NewHomeworkResult(
                    homework = homework,
                    occurrence = "2026-11-$day",
                    result = outcome,
                    obstacle = Obstacle.FORGOT.takeIf { outcome == HomeworkOutcome.NOT_YET },
                ),
            )
            phone.recordCoping(
                NewCopingEntry(walk, helped = Helped.A_LOT, before = 7, after = 4, note = "By the canal"),
            )
        }
        phone.recordStep(NewStepResult(step, StepOutcome.PARTLY, whatHelped = "Sam was there"))

        // The rule holds on the second bad night: its action is the one thing now.
        assertEquals("I call Sam", assertInstanceOf<OneThing.OpenMyPlan>(phone.today().now).rule.action)

        // Every screen in one call.
        val signs = phone.signs()
        assertTrue(signs.checkedInToday)
        assertEquals(listOf(null, 2L, 2L), signs.signs.first().lastDays.takeLast(3))
        assertEquals("I call Sam" to "2026-11-23", signs.rules.first().run { action to openSince })
        assertNull(signs.usual, "off until the person turns it on")

        val coping = phone.coping()
        assertEquals(2u to 2u, coping.strategies.first().run { helped to answered })
        assertEquals("2026-11-23" to 7L, coping.recent.first().run { day to before })

        val goals = phone.goals().goals
        val result = goals.first().shortTerm.first().steps.first().newest
        assertEquals(StepOutcome.PARTLY to "Sam was there", result?.run { this.result to whatHelped })
        assertEquals("2027-05-21", goals.first().byAbout, "about six months")

        val results = phone.homeworkResults(homework)
        assertEquals(listOf(HomeworkOutcome.NOT_YET, HomeworkOutcome.DONE), results.map { it.result })
        assertEquals(Obstacle.FORGOT, results.first().obstacle)

        // Before the next meeting: what would go, to the byte. Notes are off until switched on, a
        // hidden line leaves no trace, and with nobody paired nothing can be sent.
        phone.review(Period.SinceLastMeeting).use { review ->
            phone.preview(review, Choices()).use { page ->
                val packet = page.packets.first()
                assertEquals(0, packet.readers.size)
                assertTrue(packet.period.sinceMeeting)
                val content = String(page.preview.content(packet.id))
                assertTrue("Whether to tell my sister" in content)
                assertFalse("By the canal" in content)
                val talk = packet.lines.first { it.id.concept == LineConcept.TALK_ABOUT }.id
                val choices = Choices(hidden = listOf(talk), switches = Switches(copingNotes = true))
                phone.preview(review, choices).use { changed ->
                    val other = changed.packets.first()
                    assertEquals(listOf(talk), other.lines.filter { it.hidden }.map { it.id })
                    val left = String(changed.preview.content(other.id))
                    assertFalse("Whether to tell my sister" in left)
                    assertTrue("By the canal" in left)
                    assertInvalid("readers", Reason.Empty) { phone.share(changed.preview) }
                }
            }
        }
        assertTrue(phone.readers().isEmpty() && phone.packets().isEmpty() && phone.proposals().waiting.isEmpty())

        // One entry is taken away, put back, and another removed for good.
        val (newest, first) = coping.recent
        phone.remove("coping_entry", newest.id)
        assertEquals(1, phone.coping().recent.size)
        phone.putBack("coping_entry", newest.id)
        phone.removeForGood("coping_entry", first.id)
        assertEquals(listOf(newest.id), phone.coping().recent.map { it.id })
        assertThrows<HandrailException.NotFound> { phone.putBack("coping_entry", first.id) }

        leave(phone, "one_week")
        assertEquals(emptyList<String>(), log.codes)
    }
}
