//! The resolver by itself: what a message becomes, in either direction of writing.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::{Arg, Found, Language, Message, Words, WordsError};
use crate::clock::{Day, TimeOfDay};

const ENGLISH: &str = "
wording-homework-homework = homework
wording-homework-practice = practice
hello = Hello, { $name }!
yours = Your { $homework }. { $Homework } is small.
tries = You tried { $count ->
    [one] once
   *[other] { $count } times
} so far, { $name }.
two-lines =
    First line.
    Second line.
";
const ARABIC: &str = "
wording-homework-homework = تمرين
hello = مرحبًا، { $name }!
yours = هذا ال{ $homework }
tries = { $count ->
    [zero] صفر
    [one] واحد
    [two] اثنان
    [few] قليل { $count }
    [many] كثير { $count }
   *[other] غير ذلك { $count }
}
";

fn words(tag: &str, fluent: &str) -> Words {
    Words::from_language(Language::read(tag, fluent).unwrap())
}

#[test]
fn a_sentence_takes_its_arguments_and_its_form() {
    let english = words("en-GB", ENGLISH);
    assert_eq!(english.say("hello", &[("name", "Ana".into())]), "Hello, Ana!");
    assert_eq!(
        english.say("tries", &[("count", Arg::Number(1)), ("name", "Ana".into())]),
        "You tried once so far, Ana."
    );
    assert_eq!(
        english.say("tries", &[("count", Arg::Number(4)), ("name", "Ana".into())]),
        "You tried 4 times so far, Ana."
    );
    assert_eq!(english.say("two-lines", &[]), "First line.\nSecond line.");
    let message = Message::new("hello").with("name", "{$name}");
    assert_eq!(english.message(&message), "Hello, {$name}!", "words of a person are never taken for a place");
}

#[test]
fn what_is_not_there_stays_visible() {
    let english = words("en-GB", ENGLISH);
    assert_eq!(english.say("hello", &[]), "Hello, {$name}!");
    assert_eq!(english.say("no-such-thing", &[]), "⟨no-such-thing⟩");
    assert_eq!(english.found("no-such-thing"), Found::Nowhere);
    assert_eq!(english.found("hello"), Found::InLanguage);
    assert_eq!(english.found("session"), Found::InFallback);
    assert_eq!(english.say("session", &[]), "Meeting");
    let arabic = words("ar", ARABIC);
    assert_eq!(arabic.say("session", &[]), "\u{2068}Meeting\u{2069}", "English in an Arabic page stands apart");
}

#[test]
fn arabic_has_six_forms() {
    let arabic = words("ar", ARABIC);
    let said: Vec<String> =
        [0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map(|n| arabic.say("tries", &[("count", Arg::Number(n))])).into();
    assert_eq!(
        said,
        ["صفر", "واحد", "اثنان", "قليل 3", "قليل 10", "كثير 11", "كثير 99", "غير ذلك 100", "غير ذلك 102", "قليل 103"]
    );
}

#[test]
fn words_of_a_person_do_not_turn_the_sentence() {
    let (english, arabic) = (words("en", ENGLISH), words("ar", ARABIC));
    let hello = |w: &Words, name: &str| w.say("hello", &[("name", name.into())]);
    assert_eq!(hello(&english, "Zoë 3!"), "Hello, Zoë 3!!", "nothing turns, nothing is marked");
    assert_eq!(hello(&english, "سلمى"), "Hello, \u{2068}سلمى\u{2069}!");
    assert_eq!(hello(&arabic, "Ana"), "مرحبًا، \u{2068}Ana\u{2069}!");
    // What is open in the words ends with them; a stray end cannot end ours.
    assert_eq!(hello(&english, "a\u{202E}b"), "Hello, \u{2068}a\u{202E}b\u{2069}!");
    assert_eq!(hello(&english, "a\u{2067}b"), "Hello, \u{2068}a\u{2067}b\u{2069}\u{2069}!");
    assert_eq!(hello(&english, "a\u{2069}\u{202E}b"), "Hello, \u{2068}a\u{202E}b\u{2069}!");
    assert_eq!(arabic.say("tries", &[("count", Arg::Number(3))]), "قليل 3", "numbers keep their order by themselves");
}

#[test]
fn a_programme_calls_it_as_it_likes() {
    let english = words("en", ENGLISH);
    assert_eq!(english.say("yours", &[]), "Your homework. Homework is small.");
    let practice = english.clone().with_wording("homework", "practice");
    assert_eq!(practice.say("yours", &[]), "Your practice. Practice is small.");
    assert_eq!(english.with_wording("homework", "chores").say("yours", &[]), "Your homework. Homework is small.");
    let named = words("en-GB", ENGLISH).with_name("homework", "مهمة");
    assert_eq!(
        named.say("yours", &[]),
        "Your \u{2068}مهمة\u{2069}. \u{2068}مهمة\u{2069} is small.",
        "a name from elsewhere"
    );
    // Part of the sentence, not an argument: the article joins it.
    assert_eq!(words("ar", ARABIC).say("yours", &[]), "هذا التمرين");
}

#[test]
fn days_times_and_numbers_are_written_out() {
    let english = Words::of("en");
    let (day, time) = (Day::parse("day", "2026-03-03").unwrap(), TimeOfDay::parse("time", "09:05").unwrap());
    assert_eq!(english.day(day), "Tuesday 3 March 2026");
    assert_eq!(english.time(time), "09:05");
    let numbers = [2.0, 2.25, -0.01, -1.5, f64::NAN].map(|n| english.mean(n));
    assert_eq!(numbers, ["2", "2.2", "0", "-1.5", ""]);
}

#[test]
fn the_nearest_language_is_taken() {
    for (asked, taken) in [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("tlh", "en"),
        ("", "en"),
        ("x-?", "en"),
        ("es_419", "es"),
        ("ar-EG-u-nu-latn", "ar"),
    ] {
        assert_eq!(Words::of(asked).tag(), taken, "{asked}");
    }
}

#[test]
fn more_than_the_subset_is_refused_by_name() {
    let refused = |fluent: &str| Language::read("en", fluent).map(drop).unwrap_err();
    let what = |fluent: &str| match refused(fluent) {
        WordsError::NotInSubset { id, what } => format!("{id}: {what}"),
        other => panic!("{other:?}"),
    };
    assert_eq!(what("-brand = Handrail"), "brand: a term");
    assert_eq!(what("a = b\n    .c = d"), "a: an attribute");
    assert_eq!(what("a = { NUMBER($n) }"), "a: a function");
    assert_eq!(what("a = { b }"), "a: another message");
    assert_eq!(what("a = { -b }"), "a: a term");
    assert_eq!(what("a = { \"b\" }"), "a: a text in quotes");
    assert_eq!(what("a = { $n ->\n    [0] none\n   *[other] some\n }"), "a: a form for one number");
    assert_eq!(what("a = { $n ->\n    [male] he\n   *[other] they\n }"), "a: a form that is no plural");
    assert_eq!(what("a = { $n ->\n   *[one] one\n }"), "a: a default that is not “other”");
    assert_eq!(what("a = { $n ->\n   *[other] a\n }{ $m ->\n   *[other] b\n }"), "a: a second selector");
    assert_eq!(what("a = { $n ->\n   *[other] { $m ->\n   *[other] b\n }\n }"), "a: a selector in a selector");
    assert_eq!(refused("a = b\na = c"), WordsError::Twice("a".into()));
    assert_eq!(refused("a = {"), WordsError::NotFluent(5));
    assert_eq!(refused(&format!("a = {}", "{ ".repeat(1_000_000))), WordsError::NotFluent(20));
    assert_eq!(refused(&format!("a = {{ {}", "A(".repeat(1_000_000))), WordsError::NotFluent(21));
    assert!(Language::read("en", &("# {{{ (((\n".repeat(9) + "a = :( ((((((((((((\n")).is_ok());
    assert_eq!(Language::read("-", "").map(drop).unwrap_err(), WordsError::Tag("-".into()));
}

#[test]
fn what_a_person_wrote_is_not_in_the_debug_text() {
    let message = Message::new("hello").with("name", "Ana").with("count", 3_i64);
    assert_eq!(
        format!("{message:?}"),
        "Message { id: \"hello\", args: [(\"name\", Words(..)), (\"count\", Number(3))] }"
    );
}
