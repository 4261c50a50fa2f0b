"""Judges the days of random rules by python-dateutil.

usage: rules.py RULES.jsonl

dateutil has no "last day where the month is too short"; those rules are judged by Python's own calendar, month by month.
"""

import calendar
import json
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import count, takewhile

import dateutil
from dateutil import rrule

EPOCH = date(1970, 1, 1)
WEEK = dict(monday=rrule.MO, tuesday=rrule.TU, wednesday=rrule.WE, thursday=rrule.TH, friday=rrule.FR,
            saturday=rrule.SA, sunday=rrule.SU)
NTH = dict(first=1, second=2, third=3, fourth=4, last=-1)


def clamped(starts, repeats):
    """The days of a rule that takes the last day of a month that is too short, without an end."""
    def in_month(year, month):
        return date(year, month, min(repeats["day"], calendar.monthrange(year, month)[1]))

    if repeats["kind"] == "yearly":
        days = (in_month(year, repeats["month"]) for year in count(starts.year))
    else:
        months = (divmod(n, 12) for n in count(starts.year * 12 + starts.month - 1))
        days = (in_month(year, month + 1) for year, month in months)
    return (day for day in days if day >= starts)


def by_dateutil(starts, repeats, ends):
    """The rule as dateutil says it."""
    kind = repeats["kind"]
    words = dict(dtstart=datetime.combine(starts, datetime.min.time()), wkst=rrule.MO)
    if kind == "once":
        return rrule.rrule(rrule.DAILY, count=1, **words)
    if ends["kind"] == "until":
        words["until"] = datetime.fromisoformat(ends["day"])
    elif ends["kind"] == "after":
        words["count"] = ends["times"]
    if kind == "every_days":
        return rrule.rrule(rrule.DAILY, interval=repeats["every"], **words)
    if kind == "weekly":
        days = [WEEK[day] for day in repeats["days"]]
        return rrule.rrule(rrule.WEEKLY, interval=repeats["every"], byweekday=days, **words)
    if kind == "monthly_on_day":
        return rrule.rrule(rrule.MONTHLY, bymonthday=repeats["day"], **words)
    if kind == "monthly_on_weekday":
        return rrule.rrule(rrule.MONTHLY, byweekday=WEEK[repeats["weekday"]](NTH[repeats["nth"]]), **words)
    if kind == "yearly":
        return rrule.rrule(rrule.YEARLY, bymonth=repeats["month"], bymonthday=repeats["day"], **words)
    raise ValueError(kind)


def expected(rule, first, last):
    """The days of a rule from `first` to `last`, by somebody else, and who that was."""
    starts, repeats, ends = date.fromisoformat(rule["starts"]), rule["repeats"], rule["ends"]
    exceptions = {date.fromisoformat(day) for day in rule.get("exceptions", [])}
    extra = {date.fromisoformat(day) for day in rule.get("extra", [])}
    if repeats.get("if_missing") == "clamp":
        days = clamped(starts, repeats)
        if ends["kind"] == "after":
            days = (day for _, day in zip(range(ends["times"]), days))
        until = min(last, date.fromisoformat(ends["day"])) if ends["kind"] == "until" else last
        days = set(takewhile(lambda day: day <= until, days)) | extra
        return sorted(day for day in days - exceptions if first <= day <= last), "calendar"
    # Sets are dateutil's own as well: what a count counts and what an exception takes is its business.
    days = rrule.rruleset()
    days.rrule(by_dateutil(starts, repeats, ends))
    for day in exceptions:
        days.exdate(datetime.combine(day, datetime.min.time()))
    for day in extra:
        days.rdate(datetime.combine(day, datetime.min.time()))
    found = takewhile(lambda at: at.date() <= last, days)
    return [at.date() for at in found if at.date() >= first], "dateutil"


def main(path):
    passed, failed, days = 0, 0, 0
    kinds, judges, with_ = Counter(), Counter(), Counter()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            rule = case["rule"]
            wanted, judge = expected(rule, date.fromisoformat(case["from"]), date.fromisoformat(case["until"]))
            found = [EPOCH + timedelta(days=n) for n in case["days"]]
            kinds[rule["repeats"]["kind"]] += 1
            judges[judge] += 1
            with_[rule["ends"]["kind"]] += 1
            with_["exceptions"] += bool(rule.get("exceptions"))
            with_["extra days"] += bool(rule.get("extra"))
            days += len(found)
            if wanted == found:
                passed += 1
                continue
            failed += 1
            if failed <= 10:
                print("FAIL", json.dumps(rule), case["from"], case["until"])
                print("     ours only", sorted(set(found) - set(wanted))[:5], "theirs only",
                      sorted(set(wanted) - set(found))[:5])
    print(f"python-dateutil {dateutil.__version__}; {passed + failed} rules, {days} days")
    for what in (kinds, judges, with_):
        print("  " + ", ".join(f"{name} {n}" for name, n in sorted(what.items())))
    # A run that judged next to nothing is no judgement.
    few = passed + failed < 1000 or min(judges.values(), default=0) < 100
    failed += few
    print(f"{passed} passed, {failed} failed")
    return failed == 0


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
