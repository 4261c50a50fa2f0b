"""Judges iCalendar files: the icalendar package reads them, python-dateutil expands them.

usage: calendars.py CALENDARS.jsonl

A time in a place is expanded by the clock changes that the file itself brings, in two readings: one that leaves out what
the clocks jump over, as RFC 5545 section 3.3.10 demands, and one that moves it forward, as most calendars do. Both must
give the times that the reminder has.
"""

import io
import json
import re
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone

import dateutil
import icalendar
from dateutil import rrule, tz

ONCE = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY", "CLASS", "TRANSP"}
MAY = {"RRULE", "EXDATE", "RDATE"}
# Nobody reads a calendar further than this, and the clock changes in it do not reach further.
LAST = datetime(2045, 1, 1)


class Wrong(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Wrong(what)


def lines(file):
    """Lines end and are folded as section 3.1 says."""
    raw = file.encode("utf-8")
    check(raw.endswith(b"END:VCALENDAR\r\n"), "it ends early")
    check(raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r"), "a line that ends in another way")
    for line in raw.split(b"\r\n"):
        check(len(line) <= 75, "a line longer than 75 octets")
        line.decode("utf-8")


def texts(file, name):
    """The texts of a property, in order. Unfolded and unescaped here (sections 3.1 and 3.3.11): older versions of the
    package read an escaped backslash before an n as the end of a line."""
    named = (line for line in file.replace("\r\n ", "").split("\r\n") if line.startswith(name + ":"))
    one = {"n": "\n", "N": "\n"}
    return [re.sub(r"\\(.)", lambda at: one.get(at[1], at[1]), line[len(name) + 1:]) for line in named]


def walls(event, name):
    """The times of EXDATE or RDATE, as they are on the wall."""
    if name not in event:
        return []
    lists = event[name]
    lists = lists if isinstance(lists, list) else [lists]
    return [at.dt.replace(tzinfo=None) for dates in lists for at in dates.dts]


class Reader:
    """What a calendar makes of one event."""

    def __init__(self, event, zones):
        self.start = event["DTSTART"].dt
        tzid = event["DTSTART"].params.get("TZID")
        self.wall = self.start.replace(tzinfo=None)
        self.place = None
        if tzid:
            self.place = zones.get(tzid)
        elif self.start.tzinfo:
            self.place = tz.UTC
        self.rule = event["RRULE"].to_ical().decode() if "RRULE" in event else None
        self.without = walls(event, "EXDATE")
        self.also = walls(event, "RDATE")
        if self.rule and "UNTIL" in self.rule:
            until = self.rule.split("UNTIL=")[1].split(";")[0]
            check(until.endswith("Z") == bool(self.place), "an end of another type than the beginning")
            check("T" in until, "an end that is a day")

    def at(self, wall, moves):
        """The instant of a time on the wall; the time itself where it floats. None for one that is jumped over, unless
        the reader moves it."""
        if self.place is None:
            return wall
        aware = wall.replace(tzinfo=self.place)
        if not tz.datetime_exists(aware):
            if not moves:
                return None
            aware = tz.resolve_imaginary(aware)
        return int(aware.astimezone(timezone.utc).timestamp())

    def times(self, moves, most):
        """The first `most` times."""
        found = set()
        if self.rule:
            start = self.wall.replace(tzinfo=self.place) if self.place else self.wall
            without = {wall for wall in self.without}
            for at in rrule.rrulestr(self.rule, dtstart=start):
                wall = at.replace(tzinfo=None)
                if wall > LAST or len(found) > most:
                    break
                if wall not in without:
                    found.add(self.at(wall, moves))
        else:
            # What a date says by itself is read with the offset before the jump (section 3.3.5).
            found.add(self.at(self.wall, True))
        found |= {self.at(wall, True) for wall in self.also if wall not in self.without}
        return found - {None}


def alarms(event):
    found = []
    for alarm in event.subcomponents:
        check(alarm.name == "VALARM" and alarm["ACTION"] == "DISPLAY", "an alarm of another kind")
        again = int(alarm["REPEAT"]) if "REPEAT" in alarm else 0
        apart = int(alarm["DURATION"].dt.total_seconds()) if "DURATION" in alarm else 0
        check(("REPEAT" in alarm) == ("DURATION" in alarm), "a repeat without its distance")
        found.append([int(alarm["TRIGGER"].dt.total_seconds()), again, apart])
        check(str(alarm["DESCRIPTION"]) == str(event["SUMMARY"]), "an alarm that says something else")
    return found


def judge(case, seen):
    file = case["file"]
    if file is None:
        check(all(not (slot.get("walls") or slot.get("instants")) for slot in case["slots"]), "no file, but times")
        seen["nothing to come"] += 1
        return
    lines(file)
    calendar = icalendar.Calendar.from_ical(file)
    check(calendar["VERSION"] == "2.0" and "PRODID" in calendar, "no calendar of version 2.0")
    used = {event["DTSTART"].params.get("TZID") for event in calendar.walk("VEVENT")} - {None}
    check(used == {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}, "zones that are not those of the times")
    zones = tz.tzical(io.StringIO(file)) if used else None
    check(set(texts(file, "SUMMARY") + texts(file, "DESCRIPTION")) == {case["says"]}, "other words")
    events = defaultdict(list)
    uids = set()
    for event in calendar.walk("VEVENT"):
        check(set(event) >= ONCE and set(event) <= ONCE | MAY, f"properties {set(event) ^ ONCE}")
        check(alarms(event) == case["alarms"], "other alarms")
        uids.add(str(event["UID"]))
        reader = Reader(event, zones)
        for name in MAY & set(event):
            seen[name] += 1
        events[f"{reader.wall:%H:%M}"].append(reader)
    check(len(uids) == len(calendar.walk("VEVENT")), "two entries of one name")
    expected = {}
    for slot in case["slots"]:
        times = [datetime.fromisoformat(at) for at in slot["walls"]] if "walls" in slot else slot["instants"]
        expected[slot.get("time", next(iter(events)))] = (times, slot["whole"])
    check(set(events) == set(expected), "other times of day")
    for time, readers in events.items():
        wanted, whole = expected[time]
        for moves in (False, True):
            found = set().union(*(reader.times(moves, len(wanted) + 8) for reader in readers))
            if not whole:
                # The rest of what has no end is not asked about.
                found = {at for at in found if at <= wanted[-1]}
            check(found == set(wanted), f"{time}: theirs only {sorted(found - set(wanted))[:3]}, "
                                        f"ours only {sorted(set(wanted) - found)[:3]}")
        seen["times"] += len(wanted)
    seen["entries"] += len(uids)
    seen[case["kind"]] += 1


def main(path):
    passed, failed, seen = 0, 0, Counter()
    with open(path, encoding="utf-8") as cases:
        for line in cases:
            case = json.loads(line)
            try:
                judge(case, seen)
                passed += 1
            except (Wrong, ValueError, KeyError) as wrong:
                failed += 1
                if failed <= 10:
                    print(f"FAIL {wrong!r}")
                    print(case["file"])
    print(f"icalendar {icalendar.__version__}, python-dateutil {dateutil.__version__}; "
          + ", ".join(f"{name} {n}" for name, n in sorted(seen.items())))
    # A run that judged next to nothing is no judgement.
    failed += passed + failed < 200 or min(seen[kind] for kind in ("floating", "pinned", "elapsed", "RDATE")) < 10
    print(f"{passed} passed, {failed} failed")
    return failed == 0


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
