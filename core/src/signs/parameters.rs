//! Every number of the warning-sign rules, in one place.
//!
//! The rules are written down before they are tried on anybody's ratings, and
//! they are not tuned afterwards to look better. So the numbers live here and
//! nowhere else, they can be printed as one plain text ([`canonical_text`]),
//! and the hash of that text is fixed ([`PARAMETERS_SHA256`]). A change of any
//! number breaks a test until somebody writes the new hash, and the reason,
//! by hand. The meaning of each number is told in `docs/signs.md`.

use std::fmt::Write as _;

/// SHA-256 (lower-case hex) of [`canonical_text`]. Names the version of the
/// rule; changes only together with `docs/signs.md` and a line in the changelog.
pub const PARAMETERS_SHA256: &str = "8177572b84ad24c9608c696c16d269761160a26e16a15e1d1cb6e0685a0785bd";

/// How the person checks in: which of the three columns of the table applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// All the person's signs, rated on days they like; the day's mean is judged.
    DailyTogether,
    /// One sign judged by itself: marked on the chart, and a notice only for
    /// the one sign the person calls their key sign.
    OneSign,
    /// All the person's signs once a week or so.
    Weekly,
}

/// How soon the person wants to be told. Their own choice, changed at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sensitivity {
    /// Fewer notices: a wider line and a larger least rise.
    Quieter,
    /// The rule as it stands in the table.
    #[default]
    Standard,
    /// One high check-in is enough.
    Sooner,
}

/// The column of the table for one [`Form`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FormParameters {
    /// Length in days of the unit in which forgetting is counted (1 or 7).
    pub unit_days: i64,
    /// What stays of the old level after one whole unit without a rating.
    pub keep_per_unit: f64,
    /// The same for one single day: `keep_per_unit` to the power
    /// `1 / unit_days`, written out so that no platform's own power function
    /// has a say in the result.
    pub keep_per_day: f64,
    /// Days of learning, counted from the first rating (inclusive).
    pub learning_days: i64,
    /// Ratings learning needs; fewer by its last day, and it goes on.
    pub learning_ratings: usize,
    /// Youngest age in days of a rating that belongs to the usual.
    pub usual_youngest: i64,
    /// Oldest age in days of a rating that belongs to the usual (inclusive).
    pub usual_oldest: i64,
    /// Ratings the window of those ages must hold to be used.
    pub usual_ratings: usize,
    /// Weight of the assumed spread, in ratings.
    pub prior_weight: f64,
    /// The assumed spread (standard deviation) as a share of the scale maximum.
    pub prior_spread: f64,
    /// Assumed correlation from one rating to the next.
    pub correlation: f64,
    /// How many spreads above the usual the line lies (L).
    pub limit: f64,
    /// Least rise that can count, as a share of the scale maximum.
    pub least_rise: f64,
    /// High ratings in a row that open a notice.
    pub highs_in_a_row: u32,
    /// Days from one opening to the next, at least.
    pub days_between_openings: i64,
    /// Days looked back on for "not enough ratings" (today included).
    pub recent_days: i64,
    /// Ratings those days must hold.
    pub recent_ratings: usize,
}

/// All signs together, daily: the rule itself; the other columns differ from it.
pub const DAILY_TOGETHER: FormParameters = FormParameters {
    unit_days: 1,
    keep_per_unit: 0.85,
    keep_per_day: 0.85,
    learning_days: 28,
    learning_ratings: 10,
    usual_youngest: 28,
    usual_oldest: 118,
    usual_ratings: 10,
    prior_weight: 7.0,
    prior_spread: 0.15,
    correlation: 0.3,
    limit: 1.5,
    least_rise: 0.10,
    highs_in_a_row: 2,
    days_between_openings: 14,
    recent_days: 14,
    recent_ratings: 3,
};

/// One sign alone swings more than a mean of several, so its line is wider.
pub const ONE_SIGN: FormParameters =
    FormParameters { prior_spread: 0.20, limit: 2.5, least_rise: 0.15, ..DAILY_TOGETHER };

/// The weekly form: few ratings, each about a whole week.
pub const WEEKLY: FormParameters = FormParameters {
    unit_days: 7,
    keep_per_unit: 0.4,
    keep_per_day: 0.877_306_662_123_741_5,
    learning_days: 35,
    learning_ratings: 4,
    usual_youngest: 28,
    usual_oldest: 182,
    usual_ratings: 4,
    prior_weight: 4.0,
    prior_spread: 0.10,
    correlation: 0.1,
    limit: 1.5,
    least_rise: 0.10,
    highs_in_a_row: 1,
    days_between_openings: 14,
    recent_days: 28,
    recent_ratings: 2,
};

/// L of the quieter choice, where it is larger than the form's own.
pub const QUIETER_LIMIT: f64 = 2.0;
/// Least rise of the quieter choice, where it is larger than the form's own.
pub const QUIETER_LEAST_RISE: f64 = 0.15;
/// High ratings in a row of the sooner choice.
pub const SOONER_HIGHS_IN_A_ROW: u32 = 1;
/// Two numbers closer than this are a tie; a tie is not high and closes nothing.
pub const TOLERANCE: f64 = 1e-9;
/// Days a notice is open before "Is this your new usual?" is asked, and days
/// from a "no" until it may be asked again.
pub const ASK_NEW_USUAL_DAYS: i64 = 28;
/// Days from the first rating during which the screen says "for now" (12 weeks):
/// somebody who starts unwell starts with a high usual.
pub const FOR_NOW_DAYS: i64 = 84;
/// Fewest check-ins an own rule may ask for ("on N in a row", "N of the last M").
pub const OWN_RULE_LEAST_N: u8 = 2;
/// Most check-ins an own rule may ask for.
pub const OWN_RULE_MOST_N: u8 = 14;
/// Longest stretch of check-ins an own rule may look back on ("of the last M").
pub const OWN_RULE_MOST_M: u8 = 28;
/// Days after which an own rule may open its action again though the sign stayed.
pub const OWN_RULE_ACTION_DAYS: i64 = 14;
/// Days a notice is open before the plan's contact is named.
pub const CONTACT_AFTER_DAYS: i64 = 7;
/// Days with the key sign at the top of its scale, while a notice is open, that name the contact at once.
pub const KEY_SIGN_TOPS: usize = 2;
/// Days the card with the contact stays if it is not answered.
pub const CONTACT_CARD_DAYS: i64 = 7;
/// "Over the last week": the days whose signs a notice names.
pub const RECENT_WEEK_DAYS: i64 = 7;
/// So many notices that worried the person, and the quieter choice is offered.
pub const WORRIED_TIMES: i64 = 3;

/// The numbers that apply to a form under the person's choice of sensitivity.
///
/// *Quieter* never narrows a line and *sooner* never asks for more check-ins
/// than the form does: one sign alone is already quieter than the quieter
/// choice, and the weekly form already opens at one (`docs/adr/0006`).
pub fn parameters_for(form: Form, sensitivity: Sensitivity) -> FormParameters {
    let mut p = match form {
        Form::DailyTogether => DAILY_TOGETHER,
        Form::OneSign => ONE_SIGN,
        Form::Weekly => WEEKLY,
    };
    match sensitivity {
        Sensitivity::Quieter => {
            p.limit = p.limit.max(QUIETER_LIMIT);
            p.least_rise = p.least_rise.max(QUIETER_LEAST_RISE);
        }
        Sensitivity::Standard => {}
        Sensitivity::Sooner => p.highs_in_a_row = p.highs_in_a_row.min(SOONER_HIGHS_IN_A_ROW),
    }
    p
}

/// The whole table as plain text, one `name = value` a line, in a fixed order.
pub fn canonical_text() -> String {
    let mut text = String::from("handrail warning-sign rules, parameters 1\n");
    for (name, form) in [("daily_together", DAILY_TOGETHER), ("one_sign", ONE_SIGN), ("weekly", WEEKLY)] {
        push_form(&mut text, name, form);
    }
    push(&mut text, "quieter.limit", &QUIETER_LIMIT);
    push(&mut text, "quieter.least_rise", &QUIETER_LEAST_RISE);
    push(&mut text, "sooner.highs_in_a_row", &SOONER_HIGHS_IN_A_ROW);
    push(&mut text, "tolerance", &TOLERANCE);
    push(&mut text, "ask_new_usual_days", &ASK_NEW_USUAL_DAYS);
    push(&mut text, "for_now_days", &FOR_NOW_DAYS);
    push(&mut text, "own_rule.least_n", &OWN_RULE_LEAST_N);
    push(&mut text, "own_rule.most_n", &OWN_RULE_MOST_N);
    push(&mut text, "own_rule.most_m", &OWN_RULE_MOST_M);
    push(&mut text, "own_rule.action_days", &OWN_RULE_ACTION_DAYS);
    push(&mut text, "ladder.contact_after_days", &CONTACT_AFTER_DAYS);
    push(&mut text, "ladder.key_sign_tops", &KEY_SIGN_TOPS);
    push(&mut text, "ladder.contact_card_days", &CONTACT_CARD_DAYS);
    push(&mut text, "ladder.recent_week_days", &RECENT_WEEK_DAYS);
    push(&mut text, "ladder.worried_times", &WORRIED_TIMES);
    text
}

/// Destructured in full, so that a new number cannot stay out of the hash.
fn push_form(text: &mut String, form: &str, parameters: FormParameters) {
    let FormParameters {
        unit_days,
        keep_per_unit,
        keep_per_day,
        learning_days,
        learning_ratings,
        usual_youngest,
        usual_oldest,
        usual_ratings,
        prior_weight,
        prior_spread,
        correlation,
        limit,
        least_rise,
        highs_in_a_row,
        days_between_openings,
        recent_days,
        recent_ratings,
    } = parameters;
    let rows: [(&str, &dyn std::fmt::Debug); 17] = [
        ("unit_days", &unit_days),
        ("keep_per_unit", &keep_per_unit),
        ("keep_per_day", &keep_per_day),
        ("learning_days", &learning_days),
        ("learning_ratings", &learning_ratings),
        ("usual_youngest", &usual_youngest),
        ("usual_oldest", &usual_oldest),
        ("usual_ratings", &usual_ratings),
        ("prior_weight", &prior_weight),
        ("prior_spread", &prior_spread),
        ("correlation", &correlation),
        ("limit", &limit),
        ("least_rise", &least_rise),
        ("highs_in_a_row", &highs_in_a_row),
        ("days_between_openings", &days_between_openings),
        ("recent_days", &recent_days),
        ("recent_ratings", &recent_ratings),
    ];
    for (name, value) in rows {
        push(text, &format!("{form}.{name}"), value);
    }
}

/// `Debug` of a float is its shortest exact form, the same on every platform.
fn push(text: &mut String, name: &str, value: &dyn std::fmt::Debug) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{name} = {value:?}");
}
