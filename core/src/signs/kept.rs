//! The fold of "your usual" that is kept between days.
//!
//! The rule looks at every rating ever made, and folding ten years of them at each look would be
//! felt. So what it is after the last day before a check-in is kept, in a table that belongs to
//! this phone alone (`cache_usual`), and a screen folds on from there. The kept fold is thrown away by
//! triggers as soon as anything before its day is added, changed or taken out, and is not used under
//! other signs, another form or another sensitivity: then everything is folded anew. That both ways
//! say the same is a property test.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use super::DayNumber;
use super::holds::ratings_of;
use super::parameters::{Form, FormParameters, PARAMETERS_SHA256, Sensitivity, parameters_for};
use super::record::WarningSignId;
use super::usual::{DayScore, History, NewUsualAnswer, Rating, SignCount, Walk, YourUsual, check, day_scores, said};
use super::view::UsualEvent;
use crate::clock::Day;
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::settings::{CheckInRhythm, Settings, UsualSensitivity, settings_of};
use crate::store::Write;

/// Rated days of the series that are kept: twelve weeks of a chart.
pub(super) const CHART_DAYS: usize = 84;
/// Days of the long chart, today included: a year.
pub const LONG_CHART_DAYS: i64 = 366;
/// How far the fold that the long chart begins with may lie before it: moved on each quarter, so that it costs little.
const LONG_CHART_SLACK_DAYS: i64 = 92;

/// A sign as the rule looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct UsualSign {
    scale: i64,
    /// Turned before anything is compared, so that higher is always worse.
    high_is_good: bool,
}

/// What the rule is about: which signs, by which numbers.
pub(super) struct Voice {
    which: String,
    signs: BTreeMap<Id, UsualSign>,
    form: Form,
    sensitivity: Sensitivity,
}

/// What was kept.
#[derive(Serialize, Deserialize)]
struct Fold {
    /// First rated day of each sign.
    first_days: BTreeMap<Id, DayNumber>,
    walk: Walk,
}

/// Which signs there are: a sign that is usual for this person is no warning, and is left out.
const SIGNS: &str = "SELECT id, scale, coalesce(high_is_good, 0), key_sign FROM warning_sign
    WHERE state = 'following' AND pattern <> 'usual_for_me' ORDER BY id";

impl Voice {
    /// All followed signs together.
    pub(super) fn together(c: &Connection, settings: &Settings) -> Result<Self> {
        Self::of(c, settings, "together", |_| true)
    }

    /// The key sign by itself. None without one, and none in the weekly form, which has no column for one sign.
    pub(super) fn key_sign(c: &Connection, settings: &Settings) -> Result<Option<(WarningSignId, Self)>> {
        if settings.check_in_rhythm == CheckInRhythm::Weekly {
            return Ok(None);
        }
        let mut voice = Self::of(c, settings, "key_sign", |key_sign| key_sign)?;
        voice.form = Form::OneSign;
        let id = voice.signs.keys().next().copied();
        Ok(id.map(|id| (WarningSignId(id), voice)))
    }

    /// One sign by itself, for its chart.
    pub(super) fn one_sign(c: &Connection, settings: &Settings, sign: WarningSignId) -> Result<Self> {
        let (scale, high_is_good) = c
            .prepare_cached("SELECT scale, coalesce(high_is_good, 0) FROM warning_sign WHERE id = ?1")?
            .query_row([sign], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?
            .ok_or(Error::NotFound("warning_sign"))?;
        let signs = BTreeMap::from([(sign.0, UsualSign { scale, high_is_good })]);
        let which = sign.0.as_bytes().iter().fold(String::from("sign "), |name, byte| format!("{name}{byte:02X}"));
        Ok(Self { which, signs, form: Form::OneSign, sensitivity: sensitivity_of(settings) })
    }

    fn of(c: &Connection, settings: &Settings, which: &'static str, take: impl Fn(bool) -> bool) -> Result<Self> {
        let mut q = c.prepare_cached(SIGNS)?;
        let mut rows = q.query([])?;
        let mut signs = BTreeMap::new();
        while let Some(r) = rows.next()? {
            if take(r.get(3)?) {
                signs.insert(r.get(0)?, UsualSign { scale: r.get(1)?, high_is_good: r.get(2)? });
            }
        }
        let weekly = settings.check_in_rhythm == CheckInRhythm::Weekly;
        let form = if weekly { Form::Weekly } else { Form::DailyTogether };
        Ok(Self { which: which.to_owned(), signs, form, sensitivity: sensitivity_of(settings) })
    }

    /// Signs on different scales meet on the finest.
    fn scale_max(&self) -> i64 {
        self.signs.values().map(|s| s.scale).max().unwrap_or(3)
    }

    fn parameters(&self) -> FormParameters {
        parameters_for(self.form, self.sensitivity)
    }

    /// All that the fold depends on beside the ratings and what was said. Another edition of the numbers folds anew.
    fn inputs(&self) -> String {
        let mut text = format!("1 {PARAMETERS_SHA256} {:?} {:?}", self.form, self.sensitivity);
        for (id, sign) in &self.signs {
            // Writing to a `String` cannot fail.
            let _ = write!(text, " {id}:{}:{}", sign.scale, i64::from(sign.high_is_good));
        }
        text
    }

    /// What the rule says today: the kept fold and the days since; of the series the last twelve weeks at least.
    pub(super) fn now(&self, c: &Connection, today: Day) -> Result<YourUsual> {
        let (from, fold) = self.kept_or_nothing(c, &self.which, today)?;
        self.on(c, from, fold, today)
    }

    /// The same, with the series of the last [`LONG_CHART_DAYS`]: from the fold that is kept before them, or over everything
    /// where there is none. Both give the same.
    pub(super) fn over_a_year(&self, c: &Connection, today: Day) -> Result<YourUsual> {
        let since = long_chart_since(today);
        let (from, fold) = self.kept_or_nothing(c, &self.before_the_year(), since)?;
        let mut said = self.on(c, from, fold, today)?;
        said.series.drain(..said.series.partition_point(|point| point.day < since.number()));
        Ok(said)
    }

    /// The same over everything, with the whole series.
    pub(super) fn anew(&self, c: &Connection, today: Day) -> Result<YourUsual> {
        self.on(c, None, self.nothing(), today)
    }

    /// The scores of the days in these spans alone, both ends included, the earliest first: for what looks at few of many
    /// years. None where no fold is kept, which knows since when each sign is rated.
    pub(super) fn scores_of(
        &self,
        c: &Connection,
        today: Day,
        mut spans: Vec<(Day, Day)>,
    ) -> Result<Option<Vec<DayScore>>> {
        let Some((_, Fold { mut first_days, .. })) = self.kept(c, &self.which, today)? else { return Ok(None) };
        crate::sorting::natural(&mut spans);
        let (mut ratings, mut read_until) = (Vec::new(), None::<Day>);
        for (from, until) in spans {
            // What two spans have in common is read once.
            let from = read_until.map_or(from, |read| from.max(read));
            if from <= until {
                self.ratings(c, (Some(from), until.plus(1)), &mut first_days, &mut ratings)?;
                read_until = Some(until.plus(1));
            }
        }
        Ok(Some(day_scores(&History {
            scale_max: number(self.scale_max()),
            form: self.form,
            sensitivity: self.sensitivity,
            sign_counts: &counts(first_days.values().copied().collect()),
            ratings: &ratings,
            answers: &[],
            resets: &[],
            today: today.number(),
        })))
    }

    fn on(&self, c: &Connection, from: Option<Day>, mut fold: Fold, today: Day) -> Result<YourUsual> {
        let heard = heard(c, today)?;
        self.read_on(c, &mut fold, &heard, from, today.plus(1))?;
        fold.walk.answers_since(&heard.answers);
        Ok(said(&self.parameters(), fold.walk, today.number()))
    }

    fn nothing(&self) -> Fold {
        Fold { first_days: BTreeMap::new(), walk: Walk::new(self.parameters(), number(self.scale_max())) }
    }

    /// Under what name the fold before the long chart is kept.
    fn before_the_year(&self) -> String {
        format!("{}, before the year", self.which)
    }

    /// The kept fold, or that of nobody.
    fn kept_or_nothing(&self, c: &Connection, which: &str, until: Day) -> Result<(Option<Day>, Fold)> {
        Ok(self.kept(c, which, until)?.map_or((None, self.nothing()), |(until, fold)| (Some(until), fold)))
    }

    /// The kept fold with the day up to which it goes, if it is about the same and not ahead of `until`.
    fn kept(&self, c: &Connection, which: &str, until: Day) -> Result<Option<(Day, Fold)>> {
        let row: Option<(Day, String)> = c
            .prepare_cached(
                "SELECT until_day, fold FROM cache_usual WHERE which = ?1 AND inputs = ?2 AND until_day <= ?3",
            )?
            .query_row(params![which, self.inputs(), until], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        // One that does not read (an older form of it) is as good as none.
        Ok(row.and_then(|(until, json)| {
            let mut fold: Fold = serde_json::from_str(&json).ok()?;
            fold.walk = fold.walk.under(self.parameters());
            Some((until, fold))
        }))
    }

    /// Folds on over the days from `from` on and before `until`.
    fn read_on(&self, c: &Connection, fold: &mut Fold, heard: &Heard, from: Option<Day>, until: Day) -> Result<()> {
        let mut ratings = Vec::new();
        self.ratings(c, (from, until), &mut fold.first_days, &mut ratings)?;
        let history = History {
            scale_max: number(self.scale_max()),
            form: self.form,
            sensitivity: self.sensitivity,
            sign_counts: &counts(fold.first_days.values().copied().collect()),
            ratings: &ratings,
            answers: &heard.answers,
            resets: &heard.resets,
            today: until.number() - 1,
        };
        check(&History { answers: &[], resets: &[], ..history })
            .map_err(|_| Error::Damaged("ratings off their scale"))?;
        fold.walk.through(&day_scores(&history), &heard.answers, &heard.resets);
        Ok(())
    }

    /// Reads the ratings of the days from `from` on and before `until`, the earliest first, turned and on one scale, and
    /// notes since when each sign is rated.
    fn ratings(
        &self,
        c: &Connection,
        (from, until): (Option<Day>, Day),
        first_days: &mut BTreeMap<Id, DayNumber>,
        ratings: &mut Vec<Rating<Id>>,
    ) -> Result<()> {
        const COLUMNS: &str = "SELECT day, made_ms, ratings FROM check_in WHERE day";
        const ORDER: &str = "ORDER BY day, made_ms, id";
        let mut q = match from {
            Some(_) => c.prepare_cached(&format!("{COLUMNS} >= ?2 AND day < ?1 {ORDER}"))?,
            None => c.prepare_cached(&format!("{COLUMNS} < ?1 {ORDER}"))?,
        };
        let mut rows = match from {
            Some(from) => q.query(params![until, from])?,
            None => q.query(params![until])?,
        };
        let scale_max = self.scale_max();
        while let Some(row) = rows.next()? {
            let (day, entered): (Day, i64) = (row.get(0)?, row.get(1)?);
            for (sign, rating) in ratings_of(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)? {
                let Some(about) = self.signs.get(&sign) else { continue };
                first_days.entry(sign).or_insert(day.number());
                let turned = if about.high_is_good { about.scale - rating } else { rating };
                ratings.push(Rating {
                    day: day.number(),
                    sign,
                    value: number(turned) * number(scale_max) / number(about.scale),
                    entered: u64::try_from(entered).unwrap_or(0),
                });
            }
        }
        Ok(())
    }

    /// Keeps the fold over every day before `today`, if that is not what is kept.
    fn keep(&self, w: &Write<'_>, today: Day) -> Result<()> {
        if self.keeps(w.tx(), &self.which, (today, today))? {
            return Ok(());
        }
        self.keep_until(w, &self.which, today, CHART_DAYS)
    }

    /// Keeps the fold over every day before the long chart, once there are such days, and moves it on each quarter.
    fn keep_the_year(&self, w: &Write<'_>, today: Day) -> Result<()> {
        let (which, since) = (self.before_the_year(), long_chart_since(today));
        if self.keeps(w.tx(), &which, (since.plus(-LONG_CHART_SLACK_DAYS), since))? {
            return Ok(());
        }
        let lived: bool = w
            .tx()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM check_in WHERE day < ?1)")?
            .query_row([since], |r| r.get(0))?;
        if lived { self.keep_until(w, &which, since, 0) } else { Ok(()) }
    }

    /// Whether a fold is kept that goes up to a day between these two.
    fn keeps(&self, c: &Connection, which: &str, (from, until): (Day, Day)) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM cache_usual WHERE which = ?1 AND inputs = ?2 AND until_day BETWEEN ?3 AND ?4)";
        Ok(c.prepare_cached(sql)?.query_row(params![which, self.inputs(), from, until], |r| r.get(0))?)
    }

    /// Keeps the fold over every day before `until`, with so many points of the series.
    fn keep_until(&self, w: &Write<'_>, which: &str, until: Day, points: usize) -> Result<()> {
        let c = w.tx();
        let (from, mut fold) = self.kept_or_nothing(c, which, until)?;
        self.read_on(c, &mut fold, &heard(c, until.plus(-1))?, from, until)?;
        fold.walk = fold.walk.put_aside(points);
        let json = serde_json::to_string(&fold).map_err(|_| Error::Internal("json"))?;
        c.prepare_cached(
            "INSERT INTO cache_usual (which, inputs, until_day, fold) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (which) DO UPDATE SET inputs = ?2, until_day = ?3, fold = ?4",
        )?
        .execute(params![which, self.inputs(), until, json])?;
        Ok(())
    }
}

/// The first day of the long chart.
fn long_chart_since(today: Day) -> Day {
    today.plus(1 - LONG_CHART_DAYS)
}

/// In a write that touched something "your usual" looks at: keeps the fold for the screens that follow.
pub(crate) fn keep_usual(w: &Write<'_>) -> Result<()> {
    if !["check_in", "warning_sign", "usual_event", "setting"].iter().any(|concept| w.touches(concept)) {
        return Ok(());
    }
    let settings = settings_of(w.tx())?;
    // A sign that is gone leaves nothing behind.
    w.tx().prepare_cached(
        "DELETE FROM cache_usual WHERE which LIKE 'sign %' AND NOT EXISTS
           (SELECT 1 FROM warning_sign s WHERE s.state = 'following' AND cache_usual.which LIKE 'sign ' || hex(s.id) || '%')",
    )?
    .execute([])?;
    if !settings.usual_on {
        return Ok(());
    }
    let keep = || -> Result<()> {
        let together = Voice::together(w.tx(), &settings)?;
        together.keep(w, w.day())?;
        together.keep_the_year(w, w.day())?;
        if let Some((_, key_sign)) = Voice::key_sign(w.tx(), &settings)? {
            key_sign.keep(w, w.day())?;
        }
        for sign in together.signs.keys() {
            Voice::one_sign(w.tx(), &settings, WarningSignId(*sign))?.keep_the_year(w, w.day())?;
        }
        Ok(())
    };
    match keep() {
        // A rating that does not read is told where it is looked at; it must not keep anybody from writing.
        Err(e @ Error::Damaged(_)) if !e.is_damage() => Ok(()),
        kept => kept,
    }
}

/// What was said about the usual up to a day.
struct Heard {
    answers: Vec<NewUsualAnswer>,
    resets: Vec<DayNumber>,
}

fn heard(c: &Connection, today: Day) -> Result<Heard> {
    let mut q = c.prepare_cached("SELECT day, event FROM usual_event WHERE day <= ?1 ORDER BY day, made_ms, id")?;
    let mut rows = q.query([today])?;
    let mut heard = Heard { answers: Vec::new(), resets: Vec::new() };
    while let Some(row) = rows.next()? {
        let day = row.get::<_, Day>(0)?.number();
        match row.get(1)? {
            UsualEvent::NewUsualYes => heard.answers.push(NewUsualAnswer { day, yes: true }),
            UsualEvent::NewUsualNo => heard.answers.push(NewUsualAnswer { day, yes: false }),
            UsualEvent::Reset => heard.resets.push(day),
        }
    }
    Ok(heard)
}

fn sensitivity_of(settings: &Settings) -> Sensitivity {
    match settings.usual_sensitivity {
        UsualSensitivity::Quieter => Sensitivity::Quieter,
        UsualSensitivity::Standard => Sensitivity::Standard,
        UsualSensitivity::Sooner => Sensitivity::Sooner,
    }
}

/// How many signs there were from which day on: a sign counts from its first rating, so that one that was
/// added later does not take the earlier days their scores.
fn counts(mut first_days: Vec<DayNumber>) -> Vec<SignCount> {
    crate::sorting::natural(&mut first_days);
    let mut counts: Vec<SignCount> = Vec::new();
    for (day, count) in first_days.into_iter().zip(1..) {
        match counts.last_mut() {
            Some(last) if last.from == day => last.count = count,
            _ => counts.push(SignCount { from: day, count }),
        }
    }
    counts
}

/// Ratings and scales are 0 to 10.
#[allow(clippy::cast_precision_loss, reason = "ratings are 0 to 10")]
fn number(n: i64) -> f64 {
    n as f64
}
