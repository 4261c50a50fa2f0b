"""One week, from one meeting to the next. The same week stands in Kotlin and Swift."""

import handrail
from handrail import (
    BeginAs,
    Helped,
    HomeworkOutcome,
    HowOften,
    LineConcept,
    NotificationFact,
    Obstacle,
    Origin,
    PlanPart,
    RuleCondition,
    SessionKind,
    SessionPart,
    StepOutcome,
)
from phone import Scenario, id_of


class OneWeek(Scenario):
    def test_one_week(self):
        phone = self.handrail

        # Saturday, after the meeting: a goal, a step, homework for each day, and the next meeting.
        held = id_of(
            phone.plan_session(handrail.NewSession(day="2026-11-21", time="10:00", kind=SessionKind.INDIVIDUAL)),
            "session",
        )
        phone.mark_session_held(held)
        phone.plan_session(handrail.NewSession(day="2026-11-28", time="10:00", kind=SessionKind.INDIVIDUAL))
        goal = id_of(
            phone.save_long_term_goal(handrail.NewLongTermGoal(title="Work in a garden"), BeginAs.ACTIVE),
            "long_term_goal",
        )
        part = id_of(
            phone.save_short_term_goal(
                handrail.NewShortTermGoal(goal=goal, title="Two mornings outside"), BeginAs.ACTIVE
            ),
            "short_term_goal",
        )
        step = id_of(phone.save_step(handrail.NewStep(goal=part, title="Call the allotment")), "step")
        homework = id_of(
            phone.save_homework(
                handrail.NewHomework(
                    title="Ten minutes outside",
                    origin=Origin.AGREED,
                    how_often=HowOften.DAILY,
                    confidence=6,
                    smaller_version="Open the window",
                    reminder_time="17:00",
                )
            ),
            "homework",
        )
        phone.add_session_homework(held, homework, SessionPart.AGREED)
        phone.add_talk_about("Whether to tell my sister")
        sessions = phone.sessions()
        self.assertEqual((sessions.next.day, sessions.next.time), ("2026-11-28", "10:00"))
        self.assertEqual([h.title for h in sessions.last.agreed], ["Ten minutes outside"])

        # What the phone's system should hold: today at 17:00 first, then each day.
        plan = phone.plan_notifications(3, [])
        self.assertEqual([n.civil for n in plan.set], [f"2026-11-{day}T17:00" for day in (21, 22, 23)])
        self.assertIsInstance(plan.set[0].reminder, handrail.Reminder.HOMEWORK)
        self.assertEqual(plan.set[0].reminder.id, homework)
        phone.notification_fact(plan.set[0].id, NotificationFact.NOT_TODAY)
        planned = [handrail.HeldNotification(id=n.id, civil=n.civil) for n in plan.set]
        again = phone.plan_notifications(3, planned)
        self.assertEqual(again.cancel, [plan.set[0].id])
        self.assertEqual([n.civil for n in again.set], ["2026-11-24T17:00"])

        # Own signs, and a rule of one's own.
        sleep = id_of(phone.save_warning_sign(handrail.NewWarningSign(wording="I sleep badly", scale=3)), "warning_sign")
        phone.save_own_rule(
            handrail.NewOwnRule(sign=sleep, condition=RuleCondition.IN_A_ROW, count=2, level=2, action="I call Sam")
        )

        # A plan of one's own, and one thing now: the homework that waits.
        phone.add_plan_line(handrail.NewPlanLine(part=PlanPart.WHAT_HELPS, stage=2, wording="Sam comes over"))
        phone.add_plan_line(handrail.NewPlanLine(part=PlanPart.CONTACTS, wording="Sam", phone="020 7946 0000"))
        self.assertEqual([len(part.lines) for part in phone.plan().parts], [0, 0, 0, 1, 0, 1, 0])
        today = phone.today()
        self.assertIsInstance(today.now, handrail.OneThing.HOMEWORK)
        self.assertEqual(today.now.homework.id, homework)
        self.assertEqual([s.title for s in today.steps], ["Call the allotment"])

        # Sunday and Monday.
        walk = id_of(phone.save_coping_strategy(handrail.NewCopingStrategy(name="Go for a walk")), "coping_strategy")
        for day, outcome in (("22", HomeworkOutcome.DONE), ("23", HomeworkOutcome.NOT_YET)):
            self.clock.set(f"2026-11-{day} 20:00")
            phone.record_check_in(handrail.NewCheckIn(ratings=[handrail.SignRating(sign=sleep, rating=2)]))
            phone.record_homework(
                handrail.NewHomeworkResult(
                    homework=homework,
                    occurrence=f"2026-11-{day}",
                    result=outcome,
                    obstacle=Obstacle.FORGOT if outcome == HomeworkOutcome.NOT_YET else None,
                )
            )
            phone.record_coping(
                handrail.NewCopingEntry(strategy=walk, helped=Helped.A_LOT, before=7, after=4, note="By the canal")
            )
        phone.record_step(handrail.NewStepResult(step=step, result=StepOutcome.PARTLY, what_helped="Sam was there"))

        # The rule holds on the second bad night: its action is the one thing now.
        today = phone.today()
        self.assertIsInstance(today.now, handrail.OneThing.OPEN_MY_PLAN)
        self.assertEqual(today.now.rule.action, "I call Sam")

        # Every screen in one call.
        signs = phone.signs()
        self.assertTrue(signs.checked_in_today)
        self.assertEqual(signs.signs[0].last_days[-3:], [None, 2, 2])
        self.assertEqual((signs.rules[0].action, signs.rules[0].open_since), ("I call Sam", "2026-11-23"))
        self.assertIsNone(signs.usual, "off until the person turns it on")

        coping = phone.coping()
        self.assertEqual((coping.strategies[0].helped, coping.strategies[0].answered), (2, 2))
        self.assertEqual((coping.recent[0].day, coping.recent[0].before), ("2026-11-23", 7))

        goals = phone.goals().goals
        newest = goals[0].short_term[0].steps[0].newest
        self.assertEqual((newest.result, newest.what_helped), (StepOutcome.PARTLY, "Sam was there"))
        self.assertEqual(goals[0].by_about, "2027-05-21", "about six months")

        results = phone.homework_results(homework)
        self.assertEqual([r.result for r in results], [HomeworkOutcome.NOT_YET, HomeworkOutcome.DONE])
        self.assertEqual(results[0].obstacle, Obstacle.FORGOT)

        # Before the next meeting: what would go, to the byte. Notes are off until switched on, a
        # hidden line leaves no trace, and with nobody paired nothing can be sent.
        review = phone.review(handrail.Period.SINCE_LAST_MEETING())
        page = phone.preview(review, handrail.Choices())
        self.assertEqual(page.packets[0].readers, [])
        self.assertTrue(page.packets[0].period.since_meeting)
        lines = page.packets[0].lines
        talk = next(line.id for line in lines if line.id.concept == LineConcept.TALK_ABOUT)
        content = page.preview.content(page.packets[0].id)
        self.assertIn(b"Whether to tell my sister", content)
        self.assertNotIn(b"By the canal", content)
        page = phone.preview(
            review, handrail.Choices(hidden=[talk], switches=handrail.Switches(coping_notes=True))
        )
        self.assertEqual([line.id for line in page.packets[0].lines if line.hidden], [talk])
        content = page.preview.content(page.packets[0].id)
        self.assertNotIn(b"Whether to tell my sister", content)
        self.assertIn(b"By the canal", content)
        self.assert_invalid("readers", handrail.Reason.EMPTY(), phone.share, page.preview)
        self.assertEqual((phone.readers(), phone.packets(), phone.proposals().waiting), ([], [], []))

        # One entry is taken away, put back, and another removed for good.
        newest, first = coping.recent
        phone.remove("coping_entry", newest.id)
        self.assertEqual(len(phone.coping().recent), 1)
        phone.put_back("coping_entry", newest.id)
        phone.remove_for_good("coping_entry", first.id)
        self.assertEqual([e.id for e in phone.coping().recent], [newest.id])
        with self.assertRaises(handrail.HandrailError.NotFound):
            phone.put_back("coping_entry", first.id)

        self.leave(phone, "one_week")
        self.assertEqual(self.log.codes, [])
