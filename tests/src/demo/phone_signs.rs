//! What a demo client does with their warning signs and their plan.

use handrail_core::Error;
use handrail_core::clock::Day;
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_core::settings::EditSettings;
use handrail_core::signs::{NewCheckIn, NewOwnRule, NewWarningSign, RuleCondition, WarningSignId};

use super::phone::{Phone, made};
use super::ratings::DayRated;

impl Phone {
    /// My signs, my rule, and a page of plan.
    pub(super) fn signs_and_plan(&mut self) -> Result<(), Error> {
        for sign in &self.person.signs {
            let new = NewWarningSign {
                wording: sign.wording.clone(),
                who_may_notice: sign.who.clone(),
                scale: self.scale,
                key_sign: sign.key,
                emergency: false,
                ..NewWarningSign::default()
            };
            let id = made(&self.handrail.save_warning_sign(&new)?, "warning_sign")?;
            self.signs.push(WarningSignId(id));
        }
        if let Some(sign) = self.signs.first() {
            let rule = &self.person.rule;
            // The caseload writes levels on 0-3; on the finer scale they stand a little above the same place.
            let level = if self.scale == 10 { rule.level * 2 + 1 } else { rule.level };
            self.handrail.save_own_rule(&NewOwnRule {
                sign: *sign,
                condition: RuleCondition::parse("condition", &rule.condition)?,
                level,
                count: rule.count,
                out_of: rule.out_of.max(rule.count),
                action: rule.action.clone(),
            })?;
        }
        self.write_plan()
    }

    /// The morning's check-in: with a real person's day where there is one (and not at all where that person
    /// did not rate), else made up around a quiet level with a harder fortnight now and then. `week` is that of the demo.
    pub fn check_in(&mut self, real: Option<DayRated>, week: i64) -> Result<(), Error> {
        let ratings = match real {
            Some(None) => return Ok(()),
            Some(Some((low, fast))) => vec![low, fast],
            None if self.chance.percent(15) => return Ok(()),
            None => self.made_up_ratings(week),
        };
        let ratings = self.signs.iter().copied().zip(ratings).collect();
        self.handrail.record_check_in(&NewCheckIn { ratings, note: String::new() })?;
        self.entries += 1;
        Ok(())
    }

    /// "Yes, compare my last days with my own usual."
    pub fn turn_usual_on(&self) -> Result<(), Error> {
        self.handrail.save_settings(&EditSettings { usual_on: Some(true), ..EditSettings::default() })?;
        Ok(())
    }

    /// "Those weeks were good": agreed with the practitioner at a meeting.
    pub fn agree_on_the_good_time(&self, first: Day) -> Result<(), Error> {
        if let Some((from, until)) = self.person.good_weeks {
            self.handrail.save_good_time(first.plus(from * 7), first.plus(until * 7 + 6))?;
        }
        Ok(())
    }

    fn made_up_ratings(&mut self, week: i64) -> Vec<i64> {
        if self.hard_days > 0 {
            self.hard_days -= 1;
        } else if self.chance.percent(3) {
            self.hard_days = 10;
        }
        let harder = if self.hard_days > 0 { self.scale / 3 } else { 0 };
        let risen = self.person.good_weeks.map_or(0, |(_, last)| ((week - last) / 4).clamp(0, 2)) * (self.scale / 3);
        let one = || {
            let quiet = if self.chance.percent(55) { 0 } else { self.scale / 3 };
            let more = i64::from(self.chance.percent(15));
            (quiet + more + harder + risen).min(self.scale)
        };
        vec![one(), one()]
    }
}

impl Phone {
    /// One page: what sets it off, what helps in four stages, who helps, whom to call, what I wish.
    fn write_plan(&mut self) -> Result<(), Error> {
        let my = self.person.plan.clone();
        let mut lines: Vec<(PlanPart, i64, String, String)> = Vec::new();
        let plain = |part: PlanPart, stage: i64, wording: String| (part, stage, wording, String::new());
        lines.extend(my.triggers.into_iter().map(|t| plain(PlanPart::Triggers, 0, t)));
        lines.extend(self.person.signs.iter().map(|s| plain(PlanPart::Signs, 0, s.wording.clone())));
        lines.extend((1..).zip(my.helps).map(|(stage, h)| plain(PlanPart::WhatHelps, stage, h)));
        lines.extend(my.who.into_iter().map(|w| plain(PlanPart::WhoHelps, 0, w)));
        lines.extend(my.contacts.into_iter().map(|(name, phone)| (PlanPart::Contacts, 0, name, phone)));
        lines.extend(my.wishes.into_iter().map(|w| plain(PlanPart::Wishes, 0, w)));
        for (part, stage, wording, phone) in lines {
            self.handrail.add_plan_line(&NewPlanLine { phone, ..NewPlanLine::new(part, stage, wording) })?;
            self.entries += 1;
        }
        Ok(())
    }
}
