"""A phone is lost, and the code on paper brings everything back. The same scenario stands in Kotlin and Swift."""

import asyncio

import handrail
from handrail import BackupPlace, BackupState, CodeCheck, HalvesCheck, HandrailError, Reason, RestoreFrom
from handrail import Stopped, SyncMessage
from phone import RELAY, Scenario


class LostPhone(Scenario):
    def test_lost_phone(self):
        asyncio.run(self.lost_phone())

    async def lost_phone(self):
        old = self.another(clock=self.clock)
        old.add_talk_about("Whether to tell my sister")
        old.save_coping_strategy(handrail.NewCopingStrategy(name="Go for a walk"))
        self.assertEqual(old.backup().state, BackupState.OFF)
        self.assert_invalid("relay", Reason.MALFORMED(), old.create_recovery_code, BackupPlace.AT(relay="not a relay"))

        # Nothing goes up before the code was typed in. A slip names its group.
        sheet = old.create_recovery_code(BackupPlace.AT(relay=RELAY))
        self.assertEqual((sheet.relay, str(sheet)), (RELAY, "RecoverySheet(..)"))
        self.assertEqual((await old.sync()).bytes_sent, 0)
        self.assertEqual(old.backup().state, BackupState.CODE_WAITS)
        self.assertEqual(old.sync_status().message, SyncMessage.BACKUP_CODE)
        groups = sheet.code.split("-")
        slip = "-".join([groups[0], groups[1][:-1] + ("7" if groups[1][-1] == "8" else "8")] + groups[2:])
        self.assertEqual(old.verify_recovery_code(slip), CodeCheck.DIFFERS(groups=[2]))
        self.assertEqual(old.recovery_sheet(), sheet, "it can be looked at again")
        typed = sheet.code.lower().replace("-", " ")
        self.assertEqual(old.verify_recovery_code(typed), CodeCheck.RIGHT())
        self.assertIsNone(old.recovery_sheet(), "from now on it is on paper alone")
        self.assert_invalid("backup", Reason.WRONG_STATE(), old.verify_recovery_code, typed)

        report = await old.sync()
        self.assertGreater(report.saved, 0)
        self.assertIsNone(report.stopped)
        self.assertEqual(old.sync_status().message, SyncMessage.BACKED_UP)
        self.assertEqual((old.backup().state, old.backup().waiting), (BackupState.ON, 0))
        before = self.exported(old)

        # A new phone: the code with a slip, a code that opens nothing, then the right one.
        new = self.another(clock=self.clock)
        self.assertEqual(
            new.begin_restore(RestoreFrom.TYPED(code=slip, relay=RELAY), True), CodeCheck.DIFFERS(groups=[2])
        )
        self.assertEqual(new.check_shares(typed, ""), HalvesCheck.WHOLE_CODE())
        self.assert_invalid("sheet", Reason.MALFORMED(), new.begin_restore, RestoreFrom.SQUARE(text="HANDRAIL"), True)
        with self.assertRaises(HandrailError.NotFound):
            await new.fetch_restore()
        other = self.another(clock=self.clock).create_recovery_code(BackupPlace.AT(relay=RELAY))
        self.assertEqual(new.begin_restore(RestoreFrom.SQUARE(text=other.square), True), CodeCheck.RIGHT())
        with self.assertRaises(HandrailError.Network) as caught:
            await new.fetch_restore()
        self.assertEqual(caught.exception.problem, handrail.NetworkProblem.REFUSED)
        new.decline_restore()

        self.assertEqual(new.begin_restore(RestoreFrom.TYPED(code=typed, relay=RELAY), True), CodeCheck.RIGHT())
        used = handrail.CancelToken()
        used.cancel()
        with self.assertRaises(HandrailError.Cancelled):
            await new.fetch_restore(used)
        meter = handrail.ProgressMeter()
        self.assertEqual(meter.progress(), handrail.Progress(done=0, of=None, received=0))
        seen = await new.fetch_restore(None, meter)
        self.assertEqual((seen.entries, seen.some_missing, seen.here), (2, False, 0))
        self.assertIsNotNone(seen.last_entry)
        self.assertGreater(meter.progress().done, 0)
        self.assertGreater(meter.progress().received, 0)

        # Only "yes, this is mine" makes it part of the record.
        self.assertEqual((new.talk_about().open, new.backup().restoring, new.entries_here()), ([], True, 0))
        self.assertIsNone((await new.confirm_restore()).stopped)
        self.assertEqual(self.exported(new), before, "byte by byte")
        self.assertEqual((new.backup().state, new.backup().restoring), (BackupState.ON, False))

        # The new phone goes on; the lost one is out.
        new.add_talk_about("A new phone")
        self.assertGreater((await new.sync()).saved, 0)
        self.assertEqual((await old.sync()).stopped, Stopped.LOGIN_REFUSED)
        here, lost = new.backup_devices()
        self.assertTrue(here.this_phone and here.removed is None)
        self.assertTrue(not lost.this_phone and lost.removed is not None)
        new.name_backup_device(lost.id, "My old phone")
        self.assertEqual(new.backup_devices()[1].name, "My old phone")
        self.assertEqual(new.former_readers(), [], "nobody was paired")
        self.leave(new, "lost_phone")

        # Erased at the relay, for good.
        await new.erase_backup()
        self.assertEqual((new.backup().state, new.backup_devices()), (BackupState.OFF, []))
        third = self.another(clock=self.clock)
        third.begin_restore(RestoreFrom.TYPED(code=typed, relay=RELAY), True)
        with self.assertRaises(HandrailError.Network):
            await third.fetch_restore()
