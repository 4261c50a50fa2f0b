//! The sheets. One table for paper and for what a review can carry beside its own parts: a new kind, or a new field,
//! that stands on no sheet breaks a test.

use super::table::How::{
    Answers, Area, Choice, Choices, Day, Linked, LinkedList, Message, Number, Pack as InPack, PackList, PackSteps,
    Ratings, Scale, Section, Steps, Suggested, Time, Yes,
};
use super::table::{Line, List, Part, day, phone, shown, state, words};
use crate::programme::pack::Pack;
use crate::store::kinds as k;
use crate::validate::choice;

choice! {
    /// A sheet, by the name it has in content packs where it has one there.
    Sheet {
        /// What recovery means to me.
        RecoveryMeaning = "recovery_meaning",
        /// Areas of my life.
        LifeAreas = "life_areas",
        /// My goals, down to single steps.
        Goal = "goal",
        /// Step-by-step problem solving.
        ProblemSolving = "problem_solving",
        /// Homework.
        Homework = "homework",
        /// Meetings.
        Session = "session",
        /// Answers to the questions of modules.
        Worksheet = "worksheet",
        /// What helps me cope.
        Coping = "coping",
        /// My warning signs.
        Signs = "signs",
        /// The relapse prevention plan.
        Plan = "plan",
        /// The safety plan.
        SafetyPlan = "safety_plan",
        /// My medicines.
        Medication = "medication",
        /// What to take along to a visit at the prescriber's.
        Visit = "visit",
        /// Alcohol and drugs.
        SubstanceUse = "substance_use",
        /// Stress.
        Stress = "stress",
        /// My people.
        People = "people",
        /// Getting what I need.
        Needs = "needs",
        /// Living well: logs and small changes.
        Lifestyle = "lifestyle",
        /// The progress check.
        ProgressCheck = "progress_check",
        /// What I want to talk about.
        TalkAbout = "talk_about",
        /// What was suggested to me, and what I said.
        Answers = "answers",
        /// My programme and where I am in it.
        Programme = "programme",
    }
}

impl Sheet {
    /// All sheets, in the order in which they are printed together.
    pub const ALL: [Self; 22] = [
        Self::Programme,
        Self::RecoveryMeaning,
        Self::LifeAreas,
        Self::Goal,
        Self::ProblemSolving,
        Self::Homework,
        Self::Session,
        Self::TalkAbout,
        Self::Answers,
        Self::Worksheet,
        Self::Coping,
        Self::Signs,
        Self::Plan,
        Self::SafetyPlan,
        Self::Medication,
        Self::Visit,
        Self::SubstanceUse,
        Self::Stress,
        Self::People,
        Self::Needs,
        Self::Lifestyle,
        Self::ProgressCheck,
    ];

    /// What stands on it.
    pub(crate) fn parts(self) -> &'static [Part] {
        match self {
            Self::RecoveryMeaning => RECOVERY_MEANING,
            Self::LifeAreas => LIFE_AREAS,
            Self::Goal => GOAL,
            Self::ProblemSolving => PROBLEM_SOLVING,
            Self::Homework => HOMEWORK,
            Self::Session => SESSION,
            Self::Worksheet => WORKSHEET,
            Self::Coping => COPING,
            Self::Signs => SIGNS,
            Self::Plan => PLAN,
            Self::SafetyPlan => SAFETY_PLAN,
            Self::Medication => MEDICATION,
            Self::Visit => VISIT,
            Self::SubstanceUse => SUBSTANCE_USE,
            Self::Stress => STRESS,
            Self::People => PEOPLE,
            Self::Needs => NEEDS,
            Self::Lifestyle => LIFESTYLE,
            Self::ProgressCheck => PROGRESS_CHECK,
            Self::TalkAbout => TALK_ABOUT,
            Self::Answers => ANSWERS,
            Self::Programme => PROGRAMME,
        }
    }

    /// Whether a blank one makes sense: what is only ever written by the app has none.
    #[must_use]
    pub const fn has_blank(self) -> bool {
        !matches!(self, Self::Answers | Self::Programme)
    }
}

/// Kinds that stand on no sheet, and why.
#[cfg(test)]
pub(crate) const NOT_ON_PAPER: &[(&str, &str)] = &[
    ("setting", "choices about the app, shown on its own screen"),
    ("reminder", "when the phone speaks up, which paper cannot"),
    ("reminder_fact", "what became of a reminder on one day"),
];

const GOAL_STATES: &[&str] = &["idea", "active", "paused", "reached", "changed", "let_go"];
const DONE_OR_NOT: &[&str] = &["done", "partly", "not_yet"];
const MODULES: Line = shown("modules", PackList("module.", ".title"), 0);
const MODULE: Line = shown("module", InPack("module.", ".title"), 1);
const PERSON_LINK: Line = shown("person", Linked(&[("person", "name")]), 1);

static RECOVERY_MEANING: &[Part] =
    &[Part::of(&k::RECOVERY_MEANING, &[words("meaning", 6), words("what_helps", 4), words("who_inspires_me", 2)])];

static LIFE_AREAS: &[Part] = &[
    Part::of(
        &k::LIFE_AREA_RATING,
        &[
            shown("area", InPack("area.", ""), 0),
            shown("own_area", Linked(&[("life_area", "name")]), 0),
            shown("rating", PackSteps("area_step."), 1),
            shown("wish_to_change", Choice(&["yes", "not_now"]), 1),
            words("note", 1),
            shown("goal", Linked(&[("long_term_goal", "title")]), 0),
        ],
    )
    .without(&["sitting"])
    .lists(&[List { of: "", ids: |p| p.life_areas.areas.clone(), key: "area." }])
    .blank(2),
    // On a blank sheet they stand among the others, with the same questions.
    Part::of(&k::LIFE_AREA, &[words("name", 1), state(&["keep", "drop"])]).blank(0).over(&["drop"]),
];

static GOAL: &[Part] = &[Part::of(
    &k::LONG_TERM_GOAL,
    &[
        words("title", 2),
        words("meaning", 2),
        words("why", 2),
        words("how_will_we_know", 2),
        words("area", 0),
        shown("life_area", Area, 1),
        words("who_can_help", 1),
        day("started"),
        day("by_about"),
        shown("ended", Day, 0),
        shown("changed_to", Linked(&[("long_term_goal", "title")]), 0),
        state(GOAL_STATES),
        words("scribe", 0),
    ],
)
.with(&[
    Part::of(
        &k::SHORT_TERM_GOAL,
        &[
            words("title", 1),
            words("how_will_we_know", 1),
            words("strengths", 1),
            words("obstacles", 1),
            words("who_can_help", 1),
            MODULES,
            shown("started", Day, 0),
            day("by_about"),
            shown("ended", Day, 0),
            shown("changed_to", Linked(&[("short_term_goal", "title")]), 0),
            state(GOAL_STATES),
        ],
    )
    .under("goal")
    .blank(2)
    .with(&[Part::of(
        &k::STEP,
        &[
            words("title", 1),
            words("who", 1),
            words("when_words", 1),
            words("where_words", 1),
            words("how", 1),
            words("how_will_we_know", 1),
            day("by_about"),
            shown("reminder_day", Day, 0),
            shown("reminder_time", Time, 0),
            state(GOAL_STATES),
        ],
    )
    .under("goal")
    .blank(2)
    .without(&["proposal"])
    .with(&[Part::of(
        &k::STEP_RESULT,
        &[
            shown("result", Choice(&["done", "partly", "not_yet", "changed"]), 1),
            words("what_helped", 1),
            words("got_in_the_way", 1),
            words("next_step", 1),
        ],
    )
    .under("step")])]),
    Part::of(
        &k::GOAL_REVIEW,
        &[
            words("progress", 2),
            shown("rating", Scale(10), 1),
            words("what_next", 1),
            words("present", 1),
            words("noted_by", 0),
        ],
    )
    .under("goal")
    .without(&["session"]),
])];

static PROBLEM_SOLVING: &[Part] = &[Part::of(
    &k::PROBLEM,
    &[
        words("problem", 3),
        shown("step", Linked(&[("step", "title")]), 0),
        shown("homework", Linked(&[("homework", "title")]), 0),
        words("choice", 2),
        words("what", 2),
        words("who", 1),
        words("when_words", 1),
        words("what_is_needed", 1),
        words("in_the_way", 1),
        words("my_answer", 1),
        day("practised_on"),
        day("review_on"),
        shown("started", Day, 0),
        state(&["open", "solved", "let_go"]),
    ],
)
.over(&["solved", "let_go"])
.with(&[
    Part::of(
        &k::PROBLEM_IDEA,
        &[words("idea", 1), words("good_sides", 1), words("bad_sides", 1), shown("chosen", Yes, 1)],
    )
    .under("problem")
    .blank(4),
    Part::of(
        &k::PROBLEM_REVIEW,
        &[
            words("what_worked", 2),
            shown("next", Choice(&["keep", "change", "another_idea", "solved"]), 1),
            words("note", 1),
        ],
    )
    .under("problem"),
])];

static HOMEWORK: &[Part] = &[Part::of(
    &k::HOMEWORK,
    &[
        words("title", 2),
        words("why", 1),
        shown("goal", Linked(&[("long_term_goal", "title"), ("short_term_goal", "title")]), 1),
        words("what_exactly", 2),
        words("where_words", 1),
        words("with_whom", 1),
        words("smaller_version", 1),
        shown("confidence", Scale(10), 1),
        shown("how_often", Choice(&["once", "daily", "weekly"]), 1),
        day("first_day"),
        shown("by_about", Day, 0),
        shown("reminder_time", Time, 0),
        words("module", 0),
        shown("module_id", InPack("module.", ".title"), 0),
        shown("worksheet", Message("sheet-"), 0),
        shown("origin", Choice(&["agreed", "self_chosen", "proposed"]), 0),
        state(&["active", "paused", "finished", "let_go"]),
    ],
)
.without(&["proposal", "option_id"])
.blank(2)
.with(&[
    Part::of(
        &k::HOMEWORK_RESULT,
        &[
            shown("occurrence", Day, 1),
            shown("result", Choice(&["done", "partly", "not_yet", "not_today"]), 1),
            shown("smaller", Yes, 0),
            shown(
                "obstacle",
                Choice(&[
                    "forgot",
                    "too_big",
                    "no_time",
                    "symptoms",
                    "money_or_transport",
                    "other_person",
                    "not_important_to_me",
                    "other",
                ]),
                1,
            ),
            words("note", 1),
            shown("helpfulness", Steps(0, 4), 1),
        ],
    )
    .under("homework"),
    Part::of(&k::HOMEWORK_REVIEW, &[words("with_whom", 1), words("note", 1)]).under("homework").without(&["session"]),
])];

static SESSION: &[Part] = &[Part::of(
    &k::SESSION,
    &[
        day("day"),
        shown("time", Time, 1),
        shown("kind", Choice(&["individual", "group", "phone"]), 1),
        words("place", 1),
        words("agenda", 3),
        words("module", 1),
        MODULES,
        words("topics", 2),
        words("practised", 1),
        words("role_play", 1),
        shown("supporters", LinkedList("person", "name"), 0),
        words("others_present", 1),
        shown("minutes", Number, 0),
        shown(
            "agenda_done",
            Choices(&[
                "catch_up",
                "recall",
                "review_homework",
                "goals",
                "agenda",
                "new_topic",
                "summary",
                "new_homework",
            ]),
            0,
        ),
        shown("teaching_styles", Choices(&["motivational", "educational", "cognitive_behavioural"]), 0),
        words("note", 3),
        state(&["planned", "held", "missed"]),
    ],
)
.without(&["held_ms"])
.with(&[Part::of(
    &k::SESSION_HOMEWORK,
    &[shown("homework", Linked(&[("homework", "title")]), 1), shown("part", Choice(&["reviewed", "agreed"]), 1)],
)
.under("session")])];

static WORKSHEET: &[Part] =
    &[Part::of(&k::WORKSHEET_ANSWER, &[MODULE, words("asked", 1), words("answer", 4), shown("made_day", Day, 1)])
        .without(&["question"])
        .blank(3)];

static COPING: &[Part] = &[
    Part::of(
        &k::COPING_STRATEGY,
        &[
            words("name", 1),
            words("how", 3),
            shown("trouble", InPack("trouble.", ""), 1),
            words("adapted", 1),
            shown("practised_on", Day, 1),
            state(&["keep", "drop"]),
        ],
    )
    .without(&["library_id"])
    .blank(2)
    .over(&["drop"])
    .with(&[Part::of(
        &k::COPING_ENTRY,
        &[
            words("situation", 1),
            words("place", 1),
            shown("trouble", InPack("trouble.", ""), 0),
            shown("helped", Choice(&["not", "a_little", "a_lot"]), 1),
            shown("before", Scale(10), 1),
            shown("after", Scale(10), 1),
            words("note", 1),
        ],
    )
    .under("strategy")
    .blank(3)]),
    Part::of(
        &k::COPING_WAIT,
        &[shown("trouble", InPack("trouble.", ""), 1), shown("before", Scale(10), 1), shown("after", Scale(10), 1)],
    ),
];

static SIGNS: &[Part] = &[
    Part::of(
        &k::WARNING_SIGN,
        &[
            words("wording", 1),
            words("days_before", 1),
            shown("pattern", Choice(&["new_for_me", "usual_for_me"]), 1),
            words("who_may_notice", 1),
            words("how_to_check", 1),
            shown("key_sign", Yes, 1),
            shown("emergency", Yes, 0),
            shown("high_is_good", Yes, 0),
            shown("scale", Number, 0),
            state(&["following", "resting"]),
        ],
    )
    .without(&["list_id"])
    .blank(3)
    .lists(&[List { of: "", ids: |p| p.warning_signs.iter().map(|s| s.id.clone()).collect(), key: "sign." }])
    .with(&[Part::of(
        &k::OWN_RULE,
        &[
            shown("condition", Choice(&["there", "at_least", "in_a_row", "of_last"]), 1),
            shown("level", Number, 1),
            shown("count", Number, 0),
            shown("out_of", Number, 0),
            words("action", 2),
            state(&["on", "off"]),
        ],
    )
    .under("sign")
    .with(&[Part::of(&k::RULE_OPENING, &[]).under("rule").blank(0)])]),
    Part::of(&k::CHECK_IN, &[shown("ratings", Ratings, 3), words("note", 1)]).blank(2),
    Part::of(&k::GOOD_TIME, &[day("from_day"), day("until_day")]),
    Part::of(&k::USUAL_EVENT, &[shown("event", Choice(&["new_usual_yes", "new_usual_no", "reset"]), 0)]).blank(0),
    Part::of(
        &k::NOTICE_ANSWER,
        &[
            shown("opened", Day, 0),
            shown(
                "answer",
                Choice(&["helpful", "not_helpful", "worried_me", "not_now", "plan_opened", "contact_made"]),
                0,
            ),
        ],
    )
    .blank(0),
];

/// The parts of the plan, in the order they are read.
pub(crate) const PLAN_PARTS: &[&str] =
    &["what_happened", "triggers", "signs", "what_helps", "who_helps", "contacts", "wishes"];

static PLAN: &[Part] = &[
    Part::of(
        &k::PLAN_LINE,
        &[
            shown("stage", Steps(1, 4), 0),
            words("wording", 2),
            words("action", 0),
            words("what_came_first", 0),
            words("when_words", 0),
            shown("sign", Linked(&[("warning_sign", "wording")]), 0),
            shown("person", Linked(&[("person", "name")]), 0),
            words("duty", 0),
            shown("role", Choice(&["practitioner", "prescriber", "emergency", "out_of_hours", "other"]), 0),
            Line { rows: 0, ..phone("phone") },
            shown("not_to_be_called", Yes, 0),
        ],
    )
    .by("part", PLAN_PARTS)
    .blank(3)
    .lists(&[
        List { of: "triggers", ids: |p| p.triggers.clone(), key: "trigger." },
        List { of: "signs", ids: |p| p.warning_signs.iter().map(|s| s.id.clone()).collect(), key: "sign." },
    ]),
    Part::of(
        &k::PLAN_EVENT,
        &[
            shown(
                "event",
                Choice(&[
                    "use_began",
                    "still_using",
                    "use_ended",
                    "rehearsed",
                    "copy_given",
                    "copy_taken_back",
                    "reviewed",
                ]),
                0,
            ),
            Line { rows: 0, ..PERSON_LINK },
            words("with_whom", 0),
            words("note", 0),
        ],
    )
    .blank(0),
];

static SAFETY_PLAN: &[Part] = &[Part::of(
    &k::SAFETY_LINE,
    &[words("wording", 2), Line { rows: 0, ..phone("phone") }, Line { rows: 0, ..PERSON_LINK }],
)
.by("part", &["signs", "what_i_do_alone", "people_and_places", "people_to_ask", "professionals", "a_safe_place"])
.blank(3)];

static MEDICATION: &[Part] = &[Part::of(
    &k::MEDICINE,
    &[
        words("name", 1),
        words("purpose", 2),
        words("schedule", 1),
        words("anchor", 1),
        shown("anchor_time", Time, 1),
        words("place", 1),
        words("cue", 1),
        words("backup_cue", 1),
        words("who_helps", 1),
        state(&["active", "paused", "stopped"]),
    ],
)
.over(&["stopped"])
.blank(2)
.with(&[
    Part::of(
        &k::MEDICINE_NOTE,
        &[
            words("wording", 1),
            shown("how_bad", Steps(0, 3), 0),
            shown("since", Day, 0),
            words("answer", 0),
            state(&["open", "asked", "gone"]),
        ],
    )
    .under("medicine")
    .by("part", &["good_side", "bad_side", "side_effect", "question"])
    .blank(2)
    .over(&["gone"]),
    Part::of(
        &k::DOSE,
        &[shown("occurrence", Day, 1), shown("result", Choice(&["taken", "skipped", "later"]), 1), words("note", 0)],
    )
    .under("medicine"),
])];

/// For the visit at the prescriber's: the side effects and the questions, with room for the answers.
static VISIT: &[Part] = &[Part::of(
    &k::MEDICINE_NOTE,
    &[
        shown("medicine", Linked(&[("medicine", "name")]), 0),
        words("wording", 2),
        shown("how_bad", Steps(0, 3), 1),
        shown("since", Day, 0),
        words("answer", 2),
        state(&["open", "asked", "gone"]),
    ],
)
.only("part", &["question", "side_effect"])
.blank(4)
.over(&["asked", "gone"])];

static SUBSTANCE_USE: &[Part] = &[
    Part::of(&k::SUBSTANCE_LINE, &[words("wording", 1), words("my_answer", 0), words("who", 0)])
        .by(
            "part",
            &[
                "reason",
                "good_using",
                "bad_using",
                "good_not_using",
                "bad_not_using",
                "risky_situation",
                "instead",
                "plan",
            ],
        )
        .blank(3),
    Part::of(
        &k::SUBSTANCE_ENTRY,
        &[words("what", 1), words("how_much", 1), words("situation", 1), words("what_helped", 1)],
    )
    .blank(3),
];

static STRESS: &[Part] = &[Part::of(
    &k::STRESS_LINE,
    &[
        words("wording", 1),
        shown("sphere", Choice(&["body", "thoughts", "feelings", "actions"]), 0),
        words("who", 0),
        words("when_words", 0),
    ],
)
.without(&["list_id"])
.by("part", &["life_event", "hassle", "sign", "prevent", "cope", "plan"])
.blank(3)
.lists(&[
    List { of: "life_event", ids: |p| p.stress.life_events.clone(), key: "stress_event." },
    List { of: "hassle", ids: |p| p.stress.hassles.clone(), key: "stress_hassle." },
    List { of: "sign", ids: stress_signs, key: "stress_sign." },
    List { of: "prevent", ids: |p| p.stress.prevent.clone(), key: "stress_prevent." },
    List { of: "cope", ids: |p| p.stress.cope.clone(), key: "stress_cope." },
])];

fn stress_signs(pack: &Pack) -> Vec<String> {
    let signs = &pack.stress.signs;
    [&signs.body, &signs.thoughts, &signs.feelings, &signs.actions].into_iter().flatten().cloned().collect()
}

const PERMITTED: &[&str] = &[
    "goals",
    "steps",
    "homework",
    "meetings",
    "plan",
    "safety_plan",
    "warning_signs",
    "check_ins",
    "coping",
    "contact_practice",
    "medicines",
    "doses",
    "substance_use",
    "stress",
    "needs",
    "lifestyle",
    "progress_check",
];

static PEOPLE: &[Part] = &[Part::of(
    &k::PERSON,
    &[
        words("name", 1),
        words("relation", 1),
        shown("closeness", Steps(1, 3), 1),
        words("what_they_give", 1),
        words("what_i_want", 1),
        phone("phone"),
        shown("takes_part", Choices(&["reads_handouts", "goes_through_them", "joins_meetings", "helps_with_plans"]), 1),
        shown("help_now", Yes, 0),
        state(&["keep", "drop"]),
    ],
)
.over(&["drop"])
.blank(3)
.with(&[
    Part::of(
        &k::CONTACT_PRACTICE,
        &[
            words("what", 1),
            words("say_first", 2),
            words("say_then", 2),
            words("if_it_is_hard", 1),
            state(&["active", "done", "let_go"]),
        ],
    )
    .under("person")
    .with(&[Part::of(
        &k::CONTACT_TRY,
        &[shown("role_play", Yes, 0), shown("result", Choice(DONE_OR_NOT), 1), words("how_it_went", 1)],
    )
    .under("practice")]),
    Part::of(
        &k::PERMISSION,
        &[
            shown("item", Choice(PERMITTED), 1),
            day("from_day"),
            day("until_day"),
            words("reason", 1),
            shown("given_on", Day, 0),
            shown("revoked_on", Day, 0),
        ],
    )
    .under("person")
    .never_shared(),
])];

static NEEDS: &[Part] = &[Part::of(
    &k::NEED,
    &[
        words("wording", 1),
        words("who_to_ask", 1),
        phone("phone"),
        words("question", 2),
        words("what_i_say", 2),
        day("appointment"),
        words("outcome", 1),
        state(&["wanted", "used", "asked", "settled", "let_go"]),
    ],
)
.without(&["list_id"])
.over(&["settled", "let_go"])
.blank(2)
.lists(&[List { of: "", ids: |p| p.services.clone(), key: "service." }])];

static LIFESTYLE: &[Part] = &[
    Part::of(
        &k::LIFESTYLE_CHANGE,
        &[
            shown("log", InPack("lifestyle.", ""), 1),
            words("wording", 2),
            day("started"),
            state(&["trying", "kept", "let_go"]),
        ],
    )
    .over(&["let_go"]),
    Part::of(
        &k::LIFESTYLE_ENTRY,
        &[shown("log", InPack("lifestyle.", ""), 1), words("wording", 1), shown("amount", Number, 1)],
    )
    .blank(7),
];

static PROGRESS_CHECK: &[Part] = &[Part::of(
    &k::PROGRESS_CHECK,
    &[shown("filled_by", Choice(&["client", "practitioner"]), 1), shown("answers", Answers, 1), words("note", 2)],
)
.without(&["instrument", "version"])];

static TALK_ABOUT: &[Part] =
    &[Part::of(&k::TALK_ABOUT, &[words("wording", 2), shown("made_day", Day, 0), state(&["open", "talked"])]).blank(5)];

static ANSWERS: &[Part] = &[
    Part::of(
        &k::PROPOSAL,
        &[
            shown("body", Suggested, 0),
            shown("kind", Choice(&["homework", "step", "unknown"]), 0),
            state(&["waiting", "accepted", "changed", "declined", "withdrawn"]),
            shown("answered_day", Day, 0),
        ],
    )
    .without(&["mailbox", "sender", "became", "arrived_ms"])
    .blank(0),
    Part::of(&k::SEEN_LINE, &[words("from_name", 0), words("wording", 0), shown("made_day", Day, 0)])
        .without(&["sender", "packet", "arrived_ms"])
        .blank(0),
];

static PROGRAMME: &[Part] = &[
    Part::of(
        &k::ENROLMENT,
        &[
            shown("programme", Message("wording-programme-"), 0),
            shown("edition", Number, 0),
            shown("format", Choice(&["individual", "group", "both"]), 0),
            shown("group_size", Number, 0),
            shown("started", Day, 0),
            shown("planned_meetings", Number, 0),
            shown("trial_meetings", Number, 0),
            state(&["trial", "active", "paused", "graduated", "left"]),
            shown("booster", Yes, 0),
            shown("ended", Day, 0),
        ],
    )
    .without(&["repeat_of"])
    .blank(0)
    .with(&[Part::of(
        &k::MODULE_PROGRESS,
        &[
            words("title", 0),
            state(&["not_started", "current", "done", "revisit"]),
            shown("started", Day, 0),
            shown("finished", Day, 0),
        ],
    )
    .without(&["module"])
    .under("enrolment")]),
    Part::of(
        &k::HANDOUT_USE,
        &[
            MODULE,
            shown("section", Section, 0),
            shown("how", Choice(&["opened", "given", "read_together"]), 0),
            words("with_whom", 0),
        ],
    )
    .blank(0),
];
