"""Judges civil time to instant, and every clock change, by Python's zoneinfo on the system's tables.

usage: zones.py ZONES.tsv

What differs is listed, each zone once, and held against differences.tsv.
"""

import importlib.resources
import os
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

from tables import Differences

FROM, UNTIL, DAY = 1_577_836_800, 2_145_916_800, 86_400


def version():
    """Of the tables that zoneinfo reads."""
    for folder in zoneinfo.TZPATH:
        try:
            with open(os.path.join(folder, "tzdata.zi"), encoding="utf-8") as lines:
                return lines.readline().split()[-1]
        except OSError:
            if os.path.isfile(os.path.join(folder, "Europe", "London")):
                raise SystemExit(f"{folder} does not say its version")
    return importlib.resources.files("tzdata").joinpath("zones").parent.joinpath("zoneinfo", "tzdata.zi").read_text(
        encoding="utf-8").split("\n", 1)[0].split()[-1]


def offset(zone, at):
    return int(datetime.fromtimestamp(at, zone).utcoffset() / timedelta(seconds=1))


def changes(zone):
    """Every clock change: its instant and the offsets before and after. Every day is looked at."""
    found, before = [], offset(zone, FROM)
    for end in range(FROM + DAY, UNTIL + DAY, DAY):
        after = offset(zone, end)
        while after != before:
            low, high = end - DAY, end
            if found:
                low = max(low, found[-1][0])
            while high - low > 1:
                middle = (low + high) // 2
                if offset(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            found.append((high, before, offset(zone, high)))
            before = found[-1][2]
    return [change for change in found if change[0] < UNTIL]


def instant(zone, civil):
    """fold=0: in an overlap the first one, in a gap by the offset before it."""
    return int(datetime.fromisoformat(civil).replace(tzinfo=zone).timestamp())


def day(at):
    return datetime.fromtimestamp(at, timezone.utc).date().isoformat()


class Zone:
    def __init__(self, name, offset):
        self.name, self.offset, self.changes, self.asked = name, offset, [], []

    def tells(self):
        """All that was said of it: two names with the same are one place."""
        return (self.offset, tuple(self.changes), tuple(self.asked))


def read(path):
    ours, zones = None, []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, *rest = line.rstrip("\n").split("\t")
            if kind == "V":
                ours = rest[0]
            elif kind == "Z":
                zones.append(Zone(rest[0], int(rest[1])))
            elif kind == "T":
                zones[-1].changes.append(tuple(map(int, rest)))
            else:
                zones[-1].asked.append((rest[0], int(rest[1])))
    return ours, zones


def main(path):
    ours, zones = read(path)
    theirs = version()
    print(f"our tables {ours}; zoneinfo's {theirs}, Python {sys.version.split()[0]}")
    differences, known, unknown = Differences(ours, theirs), {}, []
    passed = failed = explained = gaps = overlaps = 0
    for zone in zones:
        try:
            judge = zoneinfo.ZoneInfo(zone.name)
        except zoneinfo.ZoneInfoNotFoundError:
            unknown.append(zone)
            continue
        known[zone.tells()] = zone.name
        gaps += sum(after > before for _, before, after in zone.changes)
        overlaps += sum(after < before for _, before, after in zone.changes)
        said = set(changes(judge))
        wrong = [day(at) for at, _, _ in said ^ set(zone.changes)]
        passed += len(said & set(zone.changes))
        for civil, at in zone.asked:
            if instant(judge, civil) == at:
                passed += 1
            else:
                wrong.append(civil[:10])
        if wrong:
            why = {differences.why(zone.name, on) for on in wrong}
            unexplained = [on for on in sorted(wrong) if differences.why(zone.name, on) is None]
            failed += len(unexplained)
            explained += len(wrong) - len(unexplained)
            mark = "FAIL" if unexplained else "differs"
            print(f"{mark} {zone.name}: {len(wrong)} from {min(wrong)} to {max(wrong)}:",
                  "; ".join(sorted(filter(None, why))) or "unexplained")
    for zone in unknown:
        twin, why = known.get(zone.tells()), differences.why(zone.name, "9999")
        if twin:
            print(f"no {zone.name} there; what is said of it is what is said of {twin}")
        elif why:
            print(f"no {zone.name} there: {why}")
        else:
            failed += 1
            print(f"FAIL no {zone.name} there, and no other name for it")
    print(f"{len(zones)} zones, {sum(len(z.changes) for z in zones)} clock changes ({gaps} gaps, {overlaps} overlaps), "
          f"{sum(len(z.asked) for z in zones)} civil times; {explained} differences explained")
    failed += len(zones) - len(unknown) < 400 or gaps < 1000 or overlaps < 1000
    print(f"{passed} passed, {failed} failed")
    return failed == 0


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
