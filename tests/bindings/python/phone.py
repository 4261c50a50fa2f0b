"""A phone in memory: a clock that is set by hand, a key, a log, a folder that is gone afterwards."""

import asyncio
import json
import os
import tempfile
import time
import unittest
import urllib.request
from datetime import datetime, timezone

import handrail
from handrail import Handrail

KEY = bytes(range(32))
# A real relay, started for these scenarios alone.
RELAY = os.environ["HANDRAIL_RELAY"]


class Clock(handrail.Clock):
    """Stands still until it is moved."""

    def __init__(self, at):
        self.set(at)

    def set(self, at):
        self.at = datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc)

    def now(self):
        return handrail.Moment(instant_ms=int(self.at.timestamp() * 1000), zone="Europe/London", offset_min=0)


class RunningClock(handrail.Clock):
    """Goes on by itself, as a relay's does."""

    def now(self):
        return handrail.Moment(instant_ms=time.time_ns() // 1_000_000, zone="Europe/London", offset_min=0)


class Keys(handrail.KeyProvider):
    """Gives one key."""

    def __init__(self, key=KEY):
        self.key = key

    def database_key(self):
        return self.key

    def forget(self):
        self.key = None


class Log(handrail.LogSink):
    """Keeps every line."""

    def __init__(self):
        self.codes = []

    def log(self, level, code):
        self.codes.append(code)


class Scenario(unittest.TestCase):
    """One phone, opened on Saturday 21 November 2026 at noon."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.config = handrail.Config(folder=folder.name)
        self.clock = Clock("2026-11-21 12:00")
        self.log = Log()
        self.handrail = self.open()

    def open(self, keys=None, clock=None):
        opened = Handrail.open(self.config, keys or Keys(), clock or self.clock, self.log)
        self.addCleanup(opened.close_store)
        return opened

    def leave(self, phone, scenario):
        """Writes all that the scenario left in the record, to be compared with what the other languages left."""
        folder = os.environ.get("HANDRAIL_EXPORTS")
        if folder:
            phone.export_all(os.path.join(folder, scenario + ".json"))

    def another(self, keys=None, clock=None):
        """Another phone, in a folder of its own, with the time of day."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        config = handrail.Config(folder=folder.name)
        opened = Handrail.open(config, keys or Keys(), clock or RunningClock(), self.log)
        self.addCleanup(opened.close_store)
        return opened

    def place(self, name):
        """A path for a file that is gone afterwards."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return os.path.join(folder.name, name)

    def exported(self, phone):
        """Everything of a phone, as its archive has it."""
        path = self.place("archive.json")
        phone.export_all(path)
        with open(path, "rb") as file:
            return file.read()

    def assert_invalid(self, field, reason, call, *args):
        with self.assertRaises(handrail.HandrailError.Invalid) as caught:
            call(*args)
        self.assertEqual(caught.exception.field, field)
        self.assertEqual(caught.exception.reason, reason)


# What a sync that brought nothing may have changed, as its report says.
SENT = ["sync", "packet", "reader", "introduction"]


def id_of(changes, concept):
    """The id of the record of this concept that a write made."""
    return next(change.id for change in changes.records if change.concept == concept)


class Practitioner:
    """The review page's own code, in a process of its own (tests/bindings/practitioners.mjs), on the clock of the phones."""

    def __init__(self, name, clock):
        self.name, self.clock = name, clock
        self.ask("enrol", display_name=name)

    def ask(self, cmd, **more):
        """One command to the page, and what it answers."""
        more = {"cmd": cmd, "now": self.clock.now().instant_ms, **more}
        to = f"{os.environ['HANDRAIL_PRACTITIONERS']}/{self.name.lower()}"
        with urllib.request.urlopen(to, json.dumps(more).encode(), timeout=60) as reply:
            answer = json.load(reply)
        if not answer["ok"]:
            raise AssertionError(f"{cmd}: {answer['error']}")
        return answer

    async def later(self, cmd, **more):
        """The same beside what a phone does."""
        return await asyncio.get_running_loop().run_in_executor(None, lambda: self.ask(cmd, **more))

    async def pair(self, phone, client):
        """Both at one table: the page shows a code, the phone scans it, both say "same". Gives the care relationship."""
        pairing = phone.scan_invite(self.ask("invite", name=client)["qr"])
        words, seen = await asyncio.gather(phone.pair(pairing), self.later("pair_words"))
        assert words == seen["words"] and len(words) == 4, "the two screens show the same four words"

        async def yes():
            await phone.confirm_pairing(pairing, True)
            await phone.sync()

        _, paired = await asyncio.gather(yes(), self.later("pair_yes"))
        assert paired["paired"], paired
        return paired["client"]
