"""Where two versions of the time zone tables differ, as `differences.tsv` lists them."""

import os

HERE = os.path.dirname(os.path.abspath(__file__))


class Differences:
    """What may differ between our version of the tables and a judge's, and why."""

    def __init__(self, ours, theirs):
        self.low, self.high = sorted([ours, theirs])
        self.rows = []
        with open(os.path.join(HERE, "differences.tsv"), encoding="utf-8") as lines:
            for line in lines:
                if line.strip() and not line.startswith("#"):
                    self.rows.append(line.rstrip("\n").split("\t"))

    def why(self, zone, day):
        """Why `zone` may differ on a day (YYYY-MM-DD); None if nothing explains it."""
        for version, zones, since, why in self.rows:
            if self.low < version <= self.high and zone in zones.split() and day >= since:
                return f"{version}: {why}"
        return None
