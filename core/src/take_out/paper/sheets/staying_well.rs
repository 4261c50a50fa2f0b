//! Coping, warning signs and the two plans.

use crate::store::kinds as k;
use crate::take_out::paper::table::How::{Choice, Day, Linked, Number, Pack as InPack, Ratings, Scale, Steps, Yes};
use crate::take_out::paper::table::{Line, List, Part, day, phone, shown, state, words};

const PERSON_LINK: Line = shown("person", Linked(&[("person", "name")]), 1);

pub(super) static COPING: &[Part] = &[
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

pub(super) static SIGNS: &[Part] = &[
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
const PLAN_PARTS: &[&str] = &["what_happened", "triggers", "signs", "what_helps", "who_helps", "contacts", "wishes"];

pub(super) static PLAN: &[Part] = &[
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

pub(super) static SAFETY_PLAN: &[Part] = &[Part::of(
    &k::SAFETY_LINE,
    &[words("wording", 2), Line { rows: 0, ..phone("phone") }, Line { rows: 0, ..PERSON_LINK }],
)
.by("part", &["signs", "what_i_do_alone", "people_and_places", "people_to_ask", "professionals", "a_safe_place"])
.blank(3)];
