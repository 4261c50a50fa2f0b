//! The numbers of the rule do not change by accident.

use std::fmt::Write as _;

use crate::signs::parameters::{
    DAILY_TOGETHER, Form, ONE_SIGN, PARAMETERS_SHA256, Sensitivity, WEEKLY, canonical_text, parameters_for,
};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes all");
        text
    })
}

#[test]
fn the_hash_of_the_parameters_is_the_fixed_one() {
    let text = canonical_text();
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    assert_eq!(hex(digest.as_ref()), PARAMETERS_SHA256, "\n{text}");
}

#[test]
fn the_canonical_text_names_every_number_once() {
    let text = canonical_text();
    let mut names: Vec<&str> = text.lines().skip(1).map(|line| line.split_once(" = ").unwrap().0).collect();
    assert_eq!(names.len(), 3 * 17 + 15);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 3 * 17 + 15);
    assert!(text.contains("\ndaily_together.keep_per_unit = 0.85\n"));
    assert!(text.contains("\none_sign.limit = 2.5\n"));
    assert!(text.contains("\nweekly.usual_oldest = 182\n"));
}

#[test]
fn a_day_of_forgetting_makes_up_a_unit_of_forgetting() {
    for p in [DAILY_TOGETHER, ONE_SIGN, WEEKLY] {
        let whole = (0..p.unit_days).fold(1.0, |kept, _| kept * p.keep_per_day);
        assert!((whole - p.keep_per_unit).abs() < 1e-15, "{whole}");
    }
}

#[test]
fn quieter_is_never_less_quiet_and_sooner_never_later() {
    for form in [Form::DailyTogether, Form::OneSign, Form::Weekly] {
        let standard = parameters_for(form, Sensitivity::Standard);
        let quieter = parameters_for(form, Sensitivity::Quieter);
        let sooner = parameters_for(form, Sensitivity::Sooner);
        assert!(quieter.limit >= standard.limit && quieter.least_rise >= standard.least_rise);
        assert_eq!(quieter.highs_in_a_row, standard.highs_in_a_row);
        assert_eq!(sooner.highs_in_a_row, 1);
        assert_eq!(sooner.limit, standard.limit);
    }
    let quieter = parameters_for(Form::DailyTogether, Sensitivity::Quieter);
    assert_eq!((quieter.limit, quieter.least_rise), (2.0, 0.15));
}
