//! The fold of "your usual" that is kept between days says what folding everything anew says, whatever happened:
//! late entries, edits, removals, a clock that was put back, signs and settings that changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::cast_precision_loss, clippy::string_slice)]

mod common;

use std::collections::BTreeMap;

use common::{Person, day, made, person};
use handrail_core::clock::Day;
use handrail_core::ids::Id;
use handrail_core::settings::{CheckInRhythm, EditSettings, UsualSensitivity};
use handrail_core::signs::parameters::{Form, Sensitivity};
use handrail_core::signs::usual::{History, NewUsualAnswer, Rating, SignCount, YourUsual, your_usual};
use handrail_core::signs::{
    CheckInId, LONG_CHART_DAYS, NewCheckIn, NewWarningSign, SignPattern, SignState, UsualEvent, WarningSignId,
};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Act {
    /// Days go by, each with a check-in at this level.
    Days {
        count: i64,
        level: i64,
        every: i64,
    },
    /// The clock is put back by so many days, one check-in is made, and it is put right.
    Late {
        back: i64,
        level: i64,
    },
    Edit {
        which: usize,
        level: i64,
    },
    Remove {
        which: usize,
    },
    PutBack,
    RemoveForGood {
        which: usize,
    },
    Event(UsualEvent),
    Sensitivity(UsualSensitivity),
    Rhythm(CheckInRhythm),
    Off,
    Rest(usize),
    Follow(usize),
    KeySign(usize),
    Pattern(usize),
    /// The phone's date is ahead by so many days for one check-in.
    Ahead {
        days: i64,
        level: i64,
    },
    Closed,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => (1_i64..25, 0_i64..=3, 1_i64..=4).prop_map(|(count, level, every)| Act::Days { count, level, every }),
        2 => (1_i64..90, 0_i64..=3).prop_map(|(back, level)| Act::Late { back, level }),
        2 => (any::<usize>(), 0_i64..=3).prop_map(|(which, level)| Act::Edit { which, level }),
        1 => any::<usize>().prop_map(|which| Act::Remove { which }),
        1 => Just(Act::PutBack),
        1 => any::<usize>().prop_map(|which| Act::RemoveForGood { which }),
        2 => prop_oneof![Just(UsualEvent::NewUsualYes), Just(UsualEvent::NewUsualNo), Just(UsualEvent::Reset)].prop_map(Act::Event),
        1 => prop_oneof![Just(UsualSensitivity::Quieter), Just(UsualSensitivity::Standard), Just(UsualSensitivity::Sooner)].prop_map(Act::Sensitivity),
        1 => prop_oneof![Just(CheckInRhythm::Weekly), Just(CheckInRhythm::Daily)].prop_map(Act::Rhythm),
        1 => Just(Act::Off),
        1 => (0_usize..3).prop_map(Act::Rest),
        1 => (0_usize..3).prop_map(Act::Follow),
        1 => (0_usize..3).prop_map(Act::KeySign),
        1 => (0_usize..3).prop_map(Act::Pattern),
        1 => (1_i64..40, 0_i64..=3).prop_map(|(days, level)| Act::Ahead { days, level }),
        1 => Just(Act::Closed),
    ]
}

struct Life {
    p: Person,
    today: i64,
    signs: Vec<WarningSignId>,
    check_ins: Vec<Id>,
    removed: Vec<Id>,
    noise: i64,
    /// Looks at which the kept fold was really there, and at which a notice had opened.
    kept: usize,
    opened: usize,
    /// And how often one was kept for the long charts.
    before_the_year: usize,
}

fn sign(n: usize, key_sign: bool, pattern: Option<SignPattern>) -> NewWarningSign {
    // The third is a good sign on a finer scale.
    NewWarningSign {
        wording: format!("sign {n}"),
        scale: if n == 2 { 10 } else { 3 },
        high_is_good: n == 2,
        key_sign,
        pattern,
        ..NewWarningSign::default()
    }
}

impl Life {
    fn new(name: &str) -> Self {
        let p = person(name);
        let on = EditSettings {
            usual_on: Some(true),
            check_in_rhythm: Some(CheckInRhythm::Daily),
            ..EditSettings::default()
        };
        p.save_settings(&on).unwrap();
        let save = |n| WarningSignId(made(&p.save_warning_sign(&sign(n, n == 0, None)).unwrap(), "warning_sign"));
        let signs = (0..3).map(save).collect();
        Self {
            p,
            today: 0,
            signs,
            check_ins: Vec::new(),
            removed: Vec::new(),
            noise: 1,
            kept: 0,
            opened: 0,
            before_the_year: 0,
        }
    }

    fn go_to(&self, offset: i64) {
        self.p.at(&format!("{} 09:00", day("2026-03-02").plus(offset)));
    }

    fn ratings(&mut self, level: i64) -> NewCheckIn {
        let mut ratings = Vec::new();
        for (n, sign) in self.signs.iter().enumerate() {
            self.noise = self.noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let roll = (self.noise >> 33).rem_euclid(5);
            let value = (level + roll / 4).clamp(0, 3);
            if roll > 0 {
                ratings.push((*sign, if n == 2 { 10 - value * 3 } else { value }));
            }
        }
        NewCheckIn { ratings, note: "x".into() }
    }

    fn check_in(&mut self, level: i64) {
        let new = self.ratings(level);
        let changes = self.p.record_check_in(&new).unwrap();
        self.check_ins.push(made(&changes, "check_in"));
    }

    fn pick(&self, which: usize) -> Option<Id> {
        (!self.check_ins.is_empty()).then(|| self.check_ins[which % self.check_ins.len()])
    }

    fn go(&mut self, act: &Act) {
        let save = |edit| self.p.save_settings(&edit).map(drop).unwrap();
        match act {
            Act::Days { count, level, every } => {
                for n in 1..=*count {
                    self.today += 1;
                    self.go_to(self.today);
                    if n % every == 0 {
                        self.check_in(*level);
                    }
                    if n == *count / 2 {
                        self.check();
                    }
                }
            }
            Act::Late { back, level } => {
                self.go_to((self.today - back).max(0));
                self.check_in(*level);
                self.go_to(self.today);
            }
            Act::Ahead { days, level } => {
                self.go_to(self.today + days);
                self.check_in(*level);
                self.go_to(self.today);
            }
            Act::Edit { which, level } => {
                let new = self.ratings(*level);
                if let Some(id) = self.pick(*which) {
                    self.p.edit_check_in(CheckInId(id), &new).unwrap();
                }
            }
            Act::Remove { which } => {
                if let Some(id) = self.pick(*which) {
                    self.p.remove("check_in", id).unwrap();
                    self.check_ins.retain(|c| *c != id);
                    self.removed.push(id);
                }
            }
            Act::PutBack => {
                if let Some(id) = self.removed.pop() {
                    self.p.put_back("check_in", id).unwrap();
                    self.check_ins.push(id);
                }
            }
            Act::RemoveForGood { which } => {
                if let Some(id) = self.pick(*which) {
                    self.p.remove_for_good("check_in", id).unwrap();
                    self.check_ins.retain(|c| *c != id);
                }
            }
            Act::Event(event) => drop(self.p.record_usual_event(*event).unwrap()),
            Act::Sensitivity(s) => save(EditSettings { usual_sensitivity: Some(*s), ..EditSettings::default() }),
            Act::Rhythm(r) => save(EditSettings { check_in_rhythm: Some(*r), ..EditSettings::default() }),
            Act::Off => {
                save(EditSettings { usual_on: Some(false), ..EditSettings::default() });
                self.check_in(1);
                self.p.save_settings(&EditSettings { usual_on: Some(true), ..EditSettings::default() }).unwrap();
            }
            Act::Rest(n) => drop(self.p.set_warning_sign_state(self.signs[*n], SignState::Resting).unwrap()),
            Act::Follow(n) => drop(self.p.set_warning_sign_state(self.signs[*n], SignState::Following).unwrap()),
            Act::KeySign(n) => drop(self.p.edit_warning_sign(self.signs[*n], &sign(*n, true, None)).unwrap()),
            Act::Pattern(n) => {
                let usual = Some(SignPattern::UsualForMe);
                self.p.edit_warning_sign(self.signs[*n], &sign(*n, false, usual)).unwrap();
            }
            Act::Closed => {
                self.p.suspend().unwrap();
                self.p.resume().unwrap();
            }
        }
        self.check();
    }

    /// The kept way and the long way agree, but for the length of the series.
    fn check(&mut self) {
        let view = self.p.signs().unwrap();
        let same = |kept: &YourUsual, anew: &YourUsual| {
            let newest = kept.series.len();
            assert!(newest == anew.series.len() || newest >= 84);
            assert_eq!(kept.series[..], anew.series[anew.series.len() - newest..]);
            assert_eq!((&kept.openings, kept.state, kept.for_now), (&anew.openings, anew.state, anew.for_now));
            assert_eq!((kept.ask_new_usual, kept.newest_opening), (anew.ask_new_usual, anew.newest_opening));
        };
        // The long charts draw a year of it.
        let since = day("2026-03-02").plus(self.today + 1 - LONG_CHART_DAYS).number();
        let a_year = |drawn: &YourUsual, anew: &YourUsual| {
            let earlier = anew.series.partition_point(|point| point.day < since);
            assert_eq!(drawn, &YourUsual { series: anew.series[earlier..].to_vec(), ..anew.clone() });
        };
        let anew = self.anew(None);
        same(&view.usual.unwrap(), &anew);
        a_year(&self.p.your_usual().unwrap().unwrap(), &anew);
        for sign in &view.signs {
            let anew = self.anew(Some(sign.id));
            a_year(&self.p.sign_usual(sign.id).unwrap(), &anew);
            if let Some(kept) =
                view.key_sign_usual.as_ref().filter(|_| sign.key_sign && sign.state == SignState::Following)
            {
                same(kept, &anew);
            }
        }
        let sql = "SELECT count(*) FROM cache_usual WHERE which LIKE '%before the year'";
        let kept: i64 = self.p.under().query_row(sql, [], |r| r.get(0)).unwrap();
        self.before_the_year += usize::try_from(kept).unwrap();
        self.check_the_months(&anew);
        self.kept += usize::try_from(self.p.count("cache_usual")).unwrap();
        self.opened += anew.openings.len();
    }

    /// The rule over everything there is, past the kept fold: all signs together, or one by itself.
    fn anew(&self, one: Option<WarningSignId>) -> YourUsual {
        let today = day("2026-03-02").plus(self.today);
        let settings = self.p.settings().unwrap();
        let signs: BTreeMap<Id, (i64, bool)> = (self.p.signs().unwrap().signs.iter())
            .filter(|s| match one {
                Some(one) => s.id == one,
                None => s.state == SignState::Following && s.pattern != Some(SignPattern::UsualForMe),
            })
            .map(|s| (s.id.0, (s.scale, s.high_is_good)))
            .collect();
        let finest = signs.values().map(|(scale, _)| *scale).max().unwrap_or(3);
        let c = self.p.under();
        let mut ratings = Vec::new();
        let mut first_days: BTreeMap<Id, i64> = BTreeMap::new();
        let mut q =
            c.prepare("SELECT day, made_ms, ratings FROM check_in WHERE day <= ?1 ORDER BY day, made_ms, id").unwrap();
        let mut rows = q.query([today]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let on = row.get::<_, Day>(0).unwrap().number();
            let entered = u64::try_from(row.get::<_, i64>(1).unwrap()).unwrap();
            let rated: BTreeMap<String, i64> = serde_json::from_str(&row.get::<_, String>(2).unwrap()).unwrap();
            for (sign, rating) in rated {
                let sign = Id::parse("sign", &sign).unwrap();
                let Some((scale, high_is_good)) = signs.get(&sign) else { continue };
                first_days.entry(sign).or_insert(on);
                let turned = if *high_is_good { scale - rating } else { rating };
                ratings.push(Rating { day: on, sign, value: turned as f64 * finest as f64 / *scale as f64, entered });
            }
        }
        let mut firsts: Vec<i64> = first_days.into_values().collect();
        firsts.sort_unstable();
        let sign_counts: Vec<_> = firsts.into_iter().zip(1..).map(|(from, count)| SignCount { from, count }).collect();
        let mut q = c.prepare("SELECT day, event FROM usual_event WHERE day <= ?1").unwrap();
        let said = q.query_map([today], |r| Ok((r.get::<_, Day>(0)?.number(), r.get::<_, String>(1)?))).unwrap();
        let (resets, answers): (Vec<_>, Vec<_>) = said.map(Result::unwrap).partition(|(_, event)| event == "reset");
        let answers: Vec<_> =
            answers.into_iter().map(|(day, event)| NewUsualAnswer { day, yes: event == "new_usual_yes" }).collect();
        your_usual(&History {
            scale_max: finest as f64,
            form: match (one, settings.check_in_rhythm) {
                (Some(_), _) => Form::OneSign,
                (None, CheckInRhythm::Weekly) => Form::Weekly,
                _ => Form::DailyTogether,
            },
            sensitivity: match settings.usual_sensitivity {
                UsualSensitivity::Quieter => Sensitivity::Quieter,
                UsualSensitivity::Standard => Sensitivity::Standard,
                UsualSensitivity::Sooner => Sensitivity::Sooner,
            },
            sign_counts: &sign_counts,
            ratings: &ratings,
            answers: &answers,
            resets: &resets.into_iter().map(|(day, _)| day).collect::<Vec<_>>(),
            today: today.number(),
        })
        .unwrap()
    }

    /// The long view reads what it draws and no more: it says what the whole series says.
    fn check_the_months(&self, anew: &YourUsual) {
        let view = self.p.signs_over_months().unwrap();
        let good =
            |day: i64| view.good_times.iter().any(|t| (t.from_day.number()..=t.until_day.number()).contains(&day));
        let mean = |scores: &[f64]| scores.iter().sum::<f64>() / scores.len() as f64;
        let level: Vec<f64> = anew.series.iter().filter(|p| good(p.day)).map(|p| p.score).collect();
        assert_eq!(view.good_level, (!level.is_empty()).then(|| mean(&level)));
        let mut months: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for point in &anew.series {
            let month = day("1970-01-01").plus(point.day - day("1970-01-01").number()).to_string();
            months.entry(month[..7].to_owned()).or_default().push(point.score);
        }
        let newest = months.iter().skip(months.len().saturating_sub(12));
        let expected: Vec<_> =
            newest.map(|(month, scores)| (format!("{month}-01"), mean(scores), scores.len())).collect();
        let drawn: Vec<_> = view.months.iter().map(|m| (m.month.to_string(), m.mean, m.days)).collect();
        assert_eq!(drawn, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_kept_fold_says_what_folding_anew_says(acts in prop::collection::vec(act(), 5..25)) {
        let mut life = Life::new("kept");
        life.go(&Act::Days { count: 32, level: 0, every: 1 });
        for act in &acts {
            life.go(act);
        }
    }
}

#[test]
fn a_year_with_everything_in_it_reaches_what_the_property_is_about() {
    let mut life = Life::new("eva");
    for act in [
        Act::Days { count: 40, level: 0, every: 1 },
        Act::Days { count: 20, level: 2, every: 1 },
        Act::Event(UsualEvent::NewUsualNo),
        Act::Days { count: 30, level: 2, every: 1 },
        Act::Event(UsualEvent::NewUsualYes),
        Act::Days { count: 60, level: 2, every: 2 },
        Act::Late { back: 30, level: 3 },
        Act::Event(UsualEvent::Reset),
        Act::Days { count: 60, level: 0, every: 1 },
        Act::Days { count: 30, level: 3, every: 1 },
        Act::Rhythm(CheckInRhythm::Weekly),
        Act::Days { count: 140, level: 0, every: 7 },
        Act::Days { count: 30, level: 3, every: 7 },
    ] {
        life.go(&act);
    }
    // The first months are no longer drawn, but for the days that were a good time.
    for (from, until) in [(10, 50), (40, 45), (300, 340)] {
        life.p.save_good_time(day("2026-03-02").plus(from), day("2026-03-02").plus(until)).unwrap();
        life.check();
    }
    assert_eq!(life.p.signs_over_months().unwrap().months.len(), 12);
    assert!(life.kept > 10 && life.opened > 10, "{} {}", life.kept, life.opened);
    assert!(life.before_the_year > 10, "{}", life.before_the_year);
    // An older day is put right: what was kept after it goes, and the charts say the same.
    life.go(&Act::Edit { which: 3, level: 3 });
    life.go(&Act::Sensitivity(UsualSensitivity::Sooner));
    life.go(&Act::Event(UsualEvent::Reset));
    life.go(&Act::Days { count: 120, level: 1, every: 7 });
    life.go(&Act::RemoveForGood { which: 3 });
    assert!(life.p.signs().unwrap().usual.unwrap().series.len() < 200, "of years, twelve weeks are kept");
}

#[test]
fn what_was_removed_for_good_is_in_no_kept_fold() {
    let mut life = Life::new("ana");
    life.go(&Act::Days { count: 40, level: 1, every: 1 });
    assert_eq!(life.p.count("cache_usual"), 2);
    let old = life.check_ins[3];
    let sql = "SELECT count(*) FROM cache_usual WHERE until_day > ?1";
    let newer = |p: &Person| -> i64 { p.under().query_row(sql, [day("2026-03-06")], |r| r.get(0)).unwrap() };
    assert_eq!(newer(&life.p), 2);
    let before = life.p.under().query_row("SELECT fold FROM cache_usual", [], |r| r.get::<_, String>(0)).unwrap();
    life.p.remove_for_good("check_in", old).unwrap();
    let after = life.p.under().query_row("SELECT fold FROM cache_usual", [], |r| r.get::<_, String>(0)).unwrap();
    assert_ne!(before, after, "folded anew without it");
    life.check();
}
