"""Everything out on paper and as a file, in again, and nothing left behind. The same scenario stands in Kotlin and Swift."""

import os

import handrail
from handrail import HandrailError, PaperForm, Reason, Sheet
from phone import Keys, RunningClock, Scenario


class TakeOut(Scenario):
    def test_take_out(self):
        phone = self.handrail
        phone.save_coping_strategy(handrail.NewCopingStrategy(name="Go for a walk"))
        phone.add_talk_about("Whether to tell my sister")

        # On paper: filled, blank, in another language, all of it, and what a review would say.
        page = phone.print_sheet(Sheet.COPING, PaperForm.FILLED)
        self.assertIn("Go for a walk", page)
        self.assertNotIn("Go for a walk", phone.print_sheet(Sheet.COPING, PaperForm.BLANK))
        self.assertIn('dir="rtl"', phone.print_sheet(Sheet.COPING, PaperForm.FILLED, "ar"))
        self.assertIn("Whether to tell my sister", phone.print_all(PaperForm.FILLED))
        review = phone.review(handrail.Period.SINCE_LAST_MEETING())
        shown = phone.preview(review, handrail.Choices())
        page = phone.show_review(shown.preview, shown.packets[0].id)
        self.assertIn("Whether to tell my sister", page)
        with self.assertRaises(HandrailError.NotFound):
            phone.show_review(shown.preview, "A" * 22)

        # As a file that only this account can read, with a meter beside it; a place that is not there is said.
        path, meter = self.place("archive.json"), handrail.ProgressMeter()
        phone.export_all(path, None, meter)
        with open(path, "rb") as file:
            archive = file.read()
        self.assertIn(b"Go for a walk", archive)
        self.assertEqual(os.stat(path).st_mode & 0o077, 0)
        progress = meter.progress()
        self.assertEqual((progress.done, progress.received), (progress.of, 0))
        self.assertGreater(progress.done, 0)
        with self.assertRaises(HandrailError.Storage):
            phone.export_all(os.path.join(path, "nowhere"))
        used = handrail.CancelToken()
        used.cancel()
        with self.assertRaises(HandrailError.Cancelled):
            phone.export_all(self.place("stopped.json"), used)

        # In again: only where nothing is, only a whole archive, and then the same byte for byte.
        self.assert_invalid("store", Reason.WRONG_STATE(), phone.import_archive, path)
        other = self.another()
        cut = self.place("cut.json")
        with open(cut, "wb") as file:
            file.write(archive[:-20])
        self.assert_invalid("archive", Reason.MALFORMED(), other.import_archive, cut)
        imported = other.import_archive(path)
        self.assertGreaterEqual(imported.records, 2)
        self.assertEqual(imported.unknown, 0)
        self.assertEqual(self.exported(other), archive)
        self.leave(other, "take_out")

        # Erased: the key is forgotten, no file is left, every call says so.
        keys = Keys()
        gone = self.another(keys, RunningClock())
        gone.add_talk_about("Whether to tell my sister")
        gone.erase_all()
        self.assertIsNone(keys.key)
        with self.assertRaises(HandrailError.Closed):
            gone.talk_about()
        gone.erase_all()
