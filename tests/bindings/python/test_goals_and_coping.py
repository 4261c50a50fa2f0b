"""What I want, what gets in the way, and what helps. The same scenarios stand in Kotlin and Swift."""

import handrail
from handrail import (
    BeginAs,
    GoalPart,
    GoalState,
    GoalTurn,
    HandrailError,
    Helped,
    HomeworkOutcome,
    HowOften,
    LifeArea,
    LifeAreaState,
    Origin,
    PlanPart,
    ProblemNext,
    ProblemPart,
    ProblemState,
    Reason,
    StepOutcome,
    StuckOn,
    WishToChange,
)
from phone import Scenario, id_of

NOBODY = "A" * 22


class GoalsAndCoping(Scenario):
    def test_what_helps_when_it_is_hard(self):
        phone = self.handrail

        # Out of the library, with its words; and as a practice to follow.
        library = phone.coping_library().troubles
        sleep = next(trouble for trouble in library if trouble.id == "sleep")
        breathing = next(s for s in sleep.strategies if s.id == "slow_breathing")
        self.assertEqual((sleep.crisis, breathing.guided, breathing.mine), (False, True, None))
        practice = phone.guided_practice("slow_breathing")
        self.assertEqual([step.text for step in practice.steps], breathing.steps)
        self.assertEqual(sum(step.seconds for step in practice.steps), practice.seconds)
        with self.assertRaises(HandrailError.NotFound):
            phone.guided_practice("nothing of the pack")
        self.assert_invalid("trouble", Reason.UNKNOWN_ID(), phone.add_coping_from_library, "slow_breathing", "noise")
        mine = id_of(phone.add_coping_from_library("slow_breathing", "sleep"), "coping_strategy")
        self.assertEqual(phone.add_coping_from_library("slow_breathing", "sleep").records, [])

        # Practised, tried, and answered later. "Carried on by itself" is told too.
        phone.set_coping_practised(mine, "2026-11-20")
        self.assert_invalid("practised_on", Reason.IMPOSSIBLE_DATE(), phone.set_coping_practised, mine, "2026-11-22")
        tried = id_of(
            phone.record_coping(handrail.NewCopingEntry(strategy=mine, before=8, place="On the bus", trouble="sleep")),
            "coping_entry",
        )
        phone.rate_coping_after(tried, 3)
        phone.answer_coping(tried, Helped.A_LITTLE)
        coping = phone.coping()
        self.assertEqual((coping.strategies[0].practised_on, coping.strategies[0].helped), ("2026-11-20", 1))
        entry = coping.recent[0]
        self.assertEqual(
            (entry.after, entry.helped, entry.place, entry.trouble), (3, Helped.A_LITTLE, "On the bus", "sleep")
        )
        waited = id_of(
            phone.record_coping_wait(handrail.NewCopingWait(trouble="sleep", before=7, after=6)), "coping_wait"
        )
        phone.edit_coping_wait(waited, handrail.NewCopingWait(trouble="sleep", before=7, after=5))
        self.assertEqual(
            [(w.id, w.before, w.after, w.day) for w in phone.coping_waits(None)], [(waited, 7, 5, "2026-11-21")]
        )
        self.assertEqual(phone.coping_waits(waited), [])

        # What to try now, and with little energy.
        suggested = phone.coping_suggestions("sleep")
        self.assertFalse(suggested.help_now_first)
        self.assertEqual([(s.strategy.id, s.guided) for s in suggested.mine], [(mine, True)])
        self.assertEqual(suggested.mine[0].count.id, "coping-helped-count")
        self.assertNotIn("slow_breathing", suggested.from_library)
        self.assertTrue(phone.coping_suggestions("depression").help_now_first)
        phone.add_plan_line(handrail.NewPlanLine(part=PlanPart.WHAT_HELPS, stage=1, wording="A bath"))
        quick = phone.quick_help()
        self.assertEqual([s.strategy.id for s in quick.strategies], [mine])
        self.assertEqual(([line.wording for line in quick.plan], quick.plan_in_use), (["A bath"], False))

        # What was said before can be looked up. What is put right before the app is closed was never said.
        phone.close_store()
        phone = self.open()
        self.assertEqual(phone.earlier_words("coping_strategy", mine, 0), [])
        phone.edit_coping_strategy(mine, handrail.NewCopingStrategy(name="My breathing"))
        earlier = phone.earlier_words("coping_strategy", mine, 0)
        self.assertIn(("name", breathing.name, "2026-11-21"), [(e.field, e.words, e.until) for e in earlier])
        self.assertEqual(phone.earlier_words("coping_strategy", mine, len(earlier)), [])
        self.assert_invalid("concept", Reason.UNKNOWN_CHOICE(), phone.earlier_words, "words", mine, 0)
        self.leave(phone, "what_helps_when_it_is_hard")
        self.assertEqual(self.log.codes, [])

    def test_from_an_area_of_life_to_a_solved_problem(self):
        phone = self.handrail

        # How I find my life: one area of the pack, one of my own, and a sitting that can go on.
        dancing = id_of(phone.add_life_area("Dancing"), "life_area")
        rated = phone.rate_life_areas(
            None,
            [
                handrail.NewLifeAreaRating(area=LifeArea.LISTED(id="work"), rating=1, wish_to_change=WishToChange.YES),
                handrail.NewLifeAreaRating(area=LifeArea.OWN(id=dancing)),
            ],
        )
        work, skipped = (r.id for r in rated.records if r.concept == "life_area_rating")
        phone.edit_life_area_rating(
            work,
            handrail.NewLifeAreaRating(
                area=LifeArea.LISTED(id="work"), rating=0, wish_to_change=WishToChange.YES, note="Nothing yet"
            ),
        )
        areas = phone.life_areas()
        self.assertEqual(
            [step.text for step in areas.steps],
            ["I want this to be better", "It is partly all right", "I am content with this"],
        )
        self.assertIn(("Work", False), [(a.name.text, a.name.fell_back) for a in areas.areas])
        self.assertEqual((areas.areas[-1].area, areas.areas[-1].name.text), (LifeArea.OWN(id=dancing), "Dancing"))
        self.assertNotIn(LifeArea.LISTED(id="work"), areas.open.left)
        sitting = areas.open.sitting
        family = handrail.NewLifeAreaRating(area=LifeArea.LISTED(id="family"), rating=2)
        phone.rate_life_areas(sitting, [family])
        self.assert_invalid(
            "rating",
            Reason.OUT_OF_RANGE(min=0, max=2),
            phone.rate_life_areas,
            None,
            [handrail.NewLifeAreaRating(area=LifeArea.LISTED(id="family"), rating=3)],
        )
        self.assertEqual([s.sitting for s in phone.life_area_sittings(None)], [sitting])
        self.assertEqual(len(phone.life_area_sittings(None)[0].ratings), 3)
        self.assertEqual(phone.life_area_sittings(sitting), [])
        history = phone.life_area_history(LifeArea.LISTED(id="work"), None).ratings
        self.assertEqual([(r.rating, r.note) for r in history], [(0, "Nothing yet")])
        phone.rename_life_area(dancing, "Dance")
        phone.set_life_area_state(dancing, LifeAreaState.DROP)
        phone.set_life_areas_repeat(3)
        areas = phone.life_areas()
        self.assertEqual([a.name for a in areas.set_aside], ["Dance"])
        self.assertEqual((areas.repeat_months, areas.again_on, areas.offer_again), (3, "2027-02-21", False))

        # A goal comes of it, with its sheet.
        form = phone.goal_form(None, work)
        self.assertEqual(form.area.text, "Work")
        self.assertTrue(all(1 <= len(few) <= 3 for few in form.examples))
        self.assertIn("volunteer", [example.id for few in form.examples for example in few])
        self.assertIn("specific", [question.id for question in form.questions])
        goal = id_of(
            phone.goal_from_area(work, handrail.NewLongTermGoal(title="Work in a garden"), BeginAs.ACTIVE),
            "long_term_goal",
        )
        phone.edit_goal_more(
            goal,
            handrail.GoalMore(meaning="To be outside", life_area=LifeArea.LISTED(id="work"), scribe="Sam"),
        )
        part = id_of(
            phone.save_short_term_goal(
                handrail.NewShortTermGoal(goal=goal, title="Two mornings outside"), BeginAs.ACTIVE
            ),
            "short_term_goal",
        )
        phone.set_short_term_goal_modules(part, ["recovery"])
        self.assert_invalid("modules", Reason.UNKNOWN_ID(), phone.set_short_term_goal_modules, part, ["astronomy"])
        row = id_of(
            phone.record_goal_sheet_row(
                handrail.NewGoalReview(goal=goal, progress="I went once"), handrail.GoalCompany(present="Sam and I")
            ),
            "goal_review",
        )
        phone.edit_goal_sheet_row(
            row,
            handrail.NewGoalReview(goal=goal, progress="I went twice"),
            handrail.GoalCompany(present="Sam and I", noted_by="Sam"),
        )
        sheet = phone.goal_sheet(goal)
        self.assertEqual(
            (sheet.goal.title, sheet.more.meaning, sheet.more.scribe), ("Work in a garden", "To be outside", "Sam")
        )
        self.assertEqual((sheet.more.life_area, sheet.came_of.id), (LifeArea.LISTED(id="work"), work))
        self.assertEqual([(s.id, s.modules) for s in sheet.short_term], [(part, ["recovery"])])
        self.assertEqual([(r.review.progress, r.company.noted_by) for r in sheet.rows], [("I went twice", "Sam")])
        self.assertEqual(phone.goal_sheet_rows_before(goal, row), [])
        self.assertIsNone(sheet.instead_of)
        idea = id_of(
            phone.save_long_term_goal_with(
                handrail.NewLongTermGoal(title="A dog"), BeginAs.IDEA, handrail.GoalMore(meaning="Company")
            ),
            "long_term_goal",
        )
        self.assertEqual(phone.goal_sheet(idea).more.meaning, "Company")
        with self.assertRaises(HandrailError.NotFound):
            phone.goal_sheet(NOBODY)

        # Homework, talked over.
        homework = id_of(
            phone.save_homework(
                handrail.NewHomework(title="Ten minutes outside", origin=Origin.AGREED, how_often=HowOften.DAILY)
            ),
            "homework",
        )
        talked = id_of(
            phone.record_homework_review(handrail.NewHomeworkReview(homework=homework, with_whom="Sam")),
            "homework_review",
        )
        phone.edit_homework_review(
            talked, handrail.NewHomeworkReview(homework=homework, with_whom="Sam", note="Mornings are better")
        )
        reviews = phone.homework_reviews(homework, None)
        self.assertEqual([(r.with_whom, r.note) for r in reviews], [("Sam", "Mornings are better")])
        self.assertEqual(phone.homework_reviews(homework, talked), [])
        answered = id_of(
            phone.record_homework(
                handrail.NewHomeworkResult(homework=homework, occurrence="2026-11-21", result=HomeworkOutcome.NOT_YET)
            ),
            "homework_result",
        )
        self.assertEqual(phone.homework_results_before(homework, answered), [])

        # A step that was answered "not yet" twice: problem solving is offered, and gone through.
        step = id_of(phone.save_step(handrail.NewStep(goal=part, title="Call the allotment")), "step")
        for day in ("21", "22"):
            self.clock.set(f"2026-11-{day} 20:00")
            phone.record_step(handrail.NewStepResult(step=step, result=StepOutcome.NOT_YET))
        offered = phone.problem_solving().offers
        self.assertEqual([o.about for o in offered], [StuckOn.STEP(id=step, title="Call the allotment")])
        problem = id_of(phone.start_problem(handrail.NewProblem(problem="I put it off", step=step)), "problem")
        phone.edit_problem(problem, handrail.NewProblem(problem="I put the call off", step=step))
        ideas = [
            id_of(phone.add_problem_idea(problem, handrail.NewProblemIdea(idea=text)), "problem_idea")
            for text in ("Write a letter", "Go there", "Call with Sam")
        ]
        phone.edit_problem_idea(ideas[2], handrail.NewProblemIdea(idea="Call with Sam", good_sides="Not alone"))
        phone.move_problem_idea(ideas[2], 0)
        phone.choose_problem_idea(ideas[2], True)
        phone.set_problem_choice(problem, "Sam sits beside me")
        phone.plan_problem(problem, handrail.ProblemPlan(what="We call", when_words="Tuesday", review_on="2026-11-24"))
        phone.set_problem_practised(problem, "2026-11-22")
        sheet = phone.problem(problem)
        self.assertEqual(sheet.problem, "I put the call off")
        self.assertEqual(
            [(i.idea, i.chosen) for i in sheet.ideas],
            [("Call with Sam", True), ("Write a letter", False), ("Go there", False)],
        )
        self.assertEqual(
            (sheet.choice, sheet.plan.what, sheet.practised_on), ("Sam sits beside me", "We call", "2026-11-22")
        )
        self.assertEqual(
            (sheet.about, sheet.look_back_today), (StuckOn.STEP(id=step, title="Call the allotment"), False)
        )
        self.assertIn(ProblemPart.REVIEW, sheet.empty)
        self.clock.set("2026-11-24 10:00")
        self.assertTrue(phone.problem(problem).look_back_today)
        back = id_of(
            phone.record_problem_review(handrail.NewProblemReview(problem=problem, next=ProblemNext.KEEP)),
            "problem_review",
        )
        phone.edit_problem_review(
            back, handrail.NewProblemReview(problem=problem, what_worked="We called", next=ProblemNext.SOLVED)
        )
        self.assertEqual([r.what_worked for r in phone.problem_reviews(problem, None)], ["We called"])
        self.assertEqual(phone.problem_reviews(problem, back), [])
        phone.set_problem_state(problem, ProblemState.SOLVED)
        screen = phone.problem_solving()
        self.assertEqual((screen.open, [p.id for p in screen.past], screen.past[0].next_open), ([], [problem], None))
        self.assertEqual(phone.problems_before(problem), [])

        # How the goal came about, the newest first.
        story = phone.goal_story(goal, 0)
        self.assertFalse(story.more)
        tried, began = story.events[0], story.events[-1]
        self.assertEqual(
            (tried.part, tried.title, tried.day), (GoalPart.STEP(id=step), "Call the allotment", "2026-11-22")
        )
        self.assertIsInstance(tried.turn, GoalTurn.TRIED)
        self.assertEqual(tried.turn.result.result, StepOutcome.NOT_YET)
        self.assertEqual(
            (began.part, began.turn), (GoalPart.LONG_TERM(id=goal), GoalTurn.BEGAN(state=GoalState.ACTIVE))
        )
        self.assertEqual(len(phone.goal_story(goal, 1).events), len(story.events) - 1)
        self.leave(phone, "from_an_area_of_life_to_a_solved_problem")
        self.assertEqual(self.log.codes, [])
