"""A tablet beside the phone, by a code that one shows and the other scans. The same scenario stands in Kotlin and Swift."""

import asyncio

from handrail import BackupPlace, CodeCheck, HandrailError, Reason, Stopped
from phone import RELAY, Scenario


class SecondPhone(Scenario):
    def test_second_phone(self):
        asyncio.run(self.second_phone())

    async def second_phone(self):
        phone, tablet = self.another(clock=self.clock), self.another(clock=self.clock)
        phone.add_talk_about("Whether to tell my sister")
        with self.assertRaises(HandrailError.Invalid) as caught:
            await phone.show_code_for_second_phone("en")
        self.assertEqual(caught.exception.field, "backup", "there is none yet")
        sheet = phone.create_recovery_code(BackupPlace.AT(relay=RELAY))
        self.assertEqual(phone.verify_recovery_code(sheet.code), CodeCheck.RIGHT())
        await phone.sync()

        # Four words, the same on both, and a "same" on each.
        shown = await phone.show_code_for_second_phone("en")
        self.assert_invalid("code", Reason.MALFORMED(), tablet.scan_code_of_first_phone, "https://example.org/")
        scanned = tablet.scan_code_of_first_phone(shown.square())
        here, there = await asyncio.gather(phone.words_for_second_phone(shown), tablet.words_of_first_phone(scanned))
        self.assertEqual((here, len(here)), (there, 4))
        _, report = await asyncio.gather(
            phone.confirm_second_phone(shown, True, "The tablet"), tablet.join_first_phone(scanned, True)
        )
        self.assertGreater(report.from_own_phones, 0)
        self.assertIsNone(report.touched)
        self.assertEqual([line.wording for line in tablet.talk_about().open], ["Whether to tell my sister"])

        # What one writes, the other has.
        tablet.add_talk_about("Written in bed")
        self.assertGreater((await tablet.sync()).saved, 0)
        report = await phone.sync()
        self.assertGreater(report.from_own_phones, 0)
        self.assertIsNone(report.touched)
        self.assertEqual(len(phone.talk_about().open), 2)
        devices = phone.backup_devices()
        self.assertEqual([(d.this_phone, d.name) for d in devices], [(True, None), (False, "The tablet")])

        # Taken off the list, it can neither read nor write.
        self.assert_invalid("device", Reason.WRONG_STATE(), phone.remove_backup_device, devices[0].id)
        phone.remove_backup_device(devices[1].id)
        await phone.sync()
        self.assertEqual((await tablet.sync()).stopped, Stopped.LOGIN_REFUSED)
        self.assertEqual(len(tablet.talk_about().open), 2, "what it has on it, it has")
        self.leave(tablet, "second_phone")
