//! What happens in the programme: homework, meetings, answers to its questions, and what is talked about.

use super::MODULES;
use crate::store::kinds as k;
use crate::take_out::paper::table::How::{
    Answers, Choice, Choices, Day, Linked, LinkedList, Message, Number, Pack as InPack, Scale, Section, Steps,
    Suggested, Time, Yes,
};
use crate::take_out::paper::table::{Line, Part, day, shown, state, words};

const MODULE: Line = shown("module", InPack("module.", ".title"), 1);

pub(super) static HOMEWORK: &[Part] = &[Part::of(
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

pub(super) static SESSION: &[Part] = &[Part::of(
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

pub(super) static WORKSHEET: &[Part] =
    &[Part::of(&k::WORKSHEET_ANSWER, &[MODULE, words("asked", 1), words("answer", 4), shown("made_day", Day, 1)])
        .without(&["question"])
        .blank(3)];

pub(super) static TALK_ABOUT: &[Part] =
    &[Part::of(&k::TALK_ABOUT, &[words("wording", 2), shown("made_day", Day, 0), state(&["open", "talked"])]).blank(5)];

pub(super) static ANSWERS: &[Part] = &[
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

pub(super) static PROGRAMME: &[Part] = &[
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

pub(super) static PROGRESS_CHECK: &[Part] = &[Part::of(
    &k::PROGRESS_CHECK,
    &[shown("filled_by", Choice(&["client", "practitioner"]), 1), shown("answers", Answers, 1), words("note", 2)],
)
.without(&["instrument", "version"])];
