"""Calls from many threads, a phone that goes to sleep in between, every script, days at the edge of the earth, and a file that was
damaged. The same scenarios stand in Kotlin and Swift."""

import gc
import os
import tempfile
import threading
from datetime import datetime, timezone

import handrail
from handrail import HandrailError, Reason
from phone import Clock, Keys, Scenario, id_of


class Traveller(Clock):
    """A clock that is taken from zone to zone."""

    def go(self, at, zone, offset_min):
        self.set(at)
        self.zone, self.offset_min = zone, offset_min

    def now(self):
        ms = int(self.at.timestamp() * 1000)
        return handrail.Moment(instant_ms=ms, zone=self.zone, offset_min=self.offset_min)


def all_at_once(calls):
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    return threads


class HardUse(Scenario):
    def strategy(self):
        return id_of(
            self.handrail.save_coping_strategy(handrail.NewCopingStrategy(name="Go for a walk")), "coping_strategy"
        )

    def tries(self, phone):
        """Every try there is, the newest first, page by page."""
        page = phone.coping().recent
        while page:
            yield from page
            page = phone.coping_before(page[-1].id)

    def test_many_threads(self):
        walk, made, lock = self.strategy(), [], threading.Lock()

        def tries():
            for _ in range(20):
                changes = self.handrail.record_coping(handrail.NewCopingEntry(strategy=walk, before=7))
                with lock:
                    made.append(id_of(changes, "coping_entry"))

        threads = all_at_once([tries] * 6)
        while any(thread.is_alive() for thread in threads):
            self.assertLessEqual(len(self.handrail.coping().recent), 50)
        for thread in threads:
            thread.join()
        # A list that is longer than a page: each try once, and none is missing.
        found = [entry.id for entry in self.tries(self.handrail)]
        self.assertEqual((len(found), sorted(found)), (120, sorted(made)))

    def test_asleep_meanwhile(self):
        walk, done, lock = self.strategy(), [], threading.Lock()

        def until_asleep():
            try:
                while True:
                    changes = self.handrail.record_coping(handrail.NewCopingEntry(strategy=walk))
                    with lock:
                        done.append(id_of(changes, "coping_entry"))
            except HandrailError.Closed:
                pass

        threads = all_at_once([until_asleep] * 4)
        while len(done) < 12:
            self.handrail.coping()
        self.handrail.suspend()
        for thread in threads:
            thread.join()
        # What a call said it wrote is there, and nothing else.
        self.handrail.resume()
        self.assertEqual(sorted(entry.id for entry in self.tries(self.handrail)), sorted(done))

    def test_every_script(self):
        names = ["Café", "Cafe\u0301", "المشي في الحديقة", "散歩する", "👩‍👩‍👧 Tea 🌱", "\u202bعمّان\u202c", "𝒜 quiet room"]
        for name in names + ["🌱" * 280]:
            self.handrail.save_coping_strategy(handrail.NewCopingStrategy(name=name))
        limit = Reason.TOO_LONG(limit=280)
        long = handrail.NewCopingStrategy(name="🌱" * 281)
        self.assert_invalid("name", limit, self.handrail.save_coping_strategy, long)
        shown = [strategy.name for strategy in self.handrail.coping().strategies]
        self.assertEqual(sorted(shown), sorted(names + ["🌱" * 280]))
        # Out and in again, letter by letter.
        path = self.place("archive.json")
        self.handrail.export_all(path)
        other = self.another()
        other.import_archive(path)
        self.assertEqual([strategy.name for strategy in other.coping().strategies], shown)
        self.leave(self.handrail, "every_script")

    def test_days_and_zones(self):
        clock = Traveller("2026-11-21 12:00")
        clock.go("2026-11-21 12:00", "Europe/London", 0)
        phone = self.another(clock=clock)
        walk = phone.save_coping_strategy(handrail.NewCopingStrategy(name="Go for a walk")).records[0].id
        # A day ends at three in the morning, wherever the person is, also in a zone that nobody knows.
        for at, zone, offset, day in [
            ("2026-11-21 12:00", "Europe/London", 0, "2026-11-21"),
            ("2026-11-21 21:15", "Asia/Kolkata", 330, "2026-11-21"),
            ("2026-11-21 21:45", "Asia/Kolkata", 330, "2026-11-22"),
            ("2026-11-22 13:30", "Pacific/Kiritimati", 840, "2026-11-23"),
            ("2026-11-23 13:30", "Pacific/Pago_Pago", -660, "2026-11-22"),
            ("2026-11-23 18:00", "Nowhere/At_All", -570, "2026-11-23"),
        ]:
            clock.go(at, zone, offset)
            entry = id_of(phone.record_coping(handrail.NewCopingEntry(strategy=walk)), "coping_entry")
            made = next(e for e in self.tries(phone) if e.id == entry)
            self.assertEqual(made.day, day, f"{at} in {zone}")
        self.leave(phone, "days_and_zones")

    def test_typed_and_not_saved(self):
        place, words = "coping-form", "  Go to the river 👩‍👩‍👧\nمع أختي "
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)

        def start():
            return handrail.Handrail.open(handrail.Config(folder=folder.name), Keys(), self.clock, self.log)

        phone = start()
        phone.save_draft(place, "name", "Go to")
        self.assertEqual(phone.save_draft(place, "name", words).records, [])
        phone.save_draft(place, "how", "by bus")
        # The app is gone in the middle of it: nothing was closed, and nothing put to sleep.
        del phone
        gc.collect()
        phone = start()
        draft = phone.draft(place)
        self.assertEqual([(f.field, f.text) for f in draft.fields], [("how", "by bus"), ("name", words)])
        self.assertEqual(draft.kept_day, "2026-11-21")
        self.assertNotIn(b"by bus", self.exported(phone), "nobody has said it yet")
        self.assert_invalid("place", Reason.MALFORMED(), phone.draft, "my plan")
        self.assert_invalid("text", Reason.TOO_LONG(limit=16000), phone.save_draft, place, "name", "🌱" * 16001)
        # Emptied by the person; then saved.
        phone.save_draft(place, "how", "")
        self.assertEqual([(f.field, f.text) for f in phone.draft(place).fields], [("how", ""), ("name", words)])
        phone.save_coping_strategy(handrail.NewCopingStrategy(name=words))
        phone.drop_draft(place)
        del phone
        gc.collect()
        phone = start()
        self.assertEqual(phone.draft(place), handrail.Draft(fields=[], kept_day=None))
        # And where nobody came back to it for a month.
        phone.save_draft(place, "name", "Music")
        phone.suspend()
        self.clock.set("2026-12-23 12:00")
        phone.resume()
        self.assertEqual(phone.draft(place).fields, [])
        phone.close_store()

    def test_damaged_store(self):
        walk = self.strategy()
        for _ in range(60):
            self.handrail.record_coping(handrail.NewCopingEntry(strategy=walk, situation="On the bus " * 300))
        self.handrail.close_store()
        path = os.path.join(self.config.folder, "handrail.db")
        with open(path, "r+b") as file:
            # The last twenty pages: some of the tries, and of the log of changes.
            file.seek(-20 * 4096, os.SEEK_END)
            file.write(b"\x5a" * (20 * 4096))
        with open(path, "rb") as file:
            damaged = file.read()

        # Found at once, or by the first call that meets it; the next one finds what could be saved.
        phone = self.open()
        for _ in range(3):
            try:
                self.exported(phone)
            except HandrailError.Damaged:
                continue
            break
        saved = phone.salvage()
        self.assertGreater(saved.rows, 0)
        with open(os.path.join(saved.kept_in, "handrail.db"), "rb") as file:
            self.assertEqual(file.read(), damaged, "what was damaged is kept")
        before = len(list(self.tries(phone)))
        self.assertTrue(30 < before <= 60, before)
        walk = phone.save_coping_strategy(handrail.NewCopingStrategy(name="Music")).records[0].id
        phone.record_coping(handrail.NewCopingEntry(strategy=walk))
        phone.close_store()
        again = self.open()
        self.assertIsNone(again.salvage(), "it is told once")
        self.assertEqual(len(list(self.tries(again))), before + 1)
