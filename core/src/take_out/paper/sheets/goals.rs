//! My goals, and what they grow from: what recovery means to me, areas of my life, problems solved step by step.

use super::MODULES;
use crate::store::kinds as k;
use crate::take_out::paper::table::How::{Area, Choice, Day, Linked, Pack as InPack, PackSteps, Scale, Time, Yes};
use crate::take_out::paper::table::{List, Part, day, shown, state, words};

const GOAL_STATES: &[&str] = &["idea", "active", "paused", "reached", "changed", "let_go"];

pub(super) static RECOVERY_MEANING: &[Part] =
    &[Part::of(&k::RECOVERY_MEANING, &[words("meaning", 6), words("what_helps", 4), words("who_inspires_me", 2)])];

pub(super) static LIFE_AREAS: &[Part] = &[
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

pub(super) static GOAL: &[Part] = &[Part::of(
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

pub(super) static PROBLEM_SOLVING: &[Part] = &[Part::of(
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
