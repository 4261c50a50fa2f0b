//! What else a day is made of: medicines, alcohol and drugs, stress, people, needs, living well.

use crate::programme::pack::Pack;
use crate::store::kinds as k;
use crate::take_out::paper::table::How::{Choice, Choices, Day, Linked, Number, Pack as InPack, Steps, Time, Yes};
use crate::take_out::paper::table::{List, Part, day, phone, shown, state, words};

const DONE_OR_NOT: &[&str] = &["done", "partly", "not_yet"];

pub(super) static MEDICATION: &[Part] = &[Part::of(
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
pub(super) static VISIT: &[Part] = &[Part::of(
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

pub(super) static SUBSTANCE_USE: &[Part] = &[
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

pub(super) static STRESS: &[Part] = &[Part::of(
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

pub(super) static PEOPLE: &[Part] = &[Part::of(
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

pub(super) static NEEDS: &[Part] = &[Part::of(
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

pub(super) static LIFESTYLE: &[Part] = &[
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
