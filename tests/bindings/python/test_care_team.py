"""A practitioner is paired, a colleague is introduced, and both have a half of nothing: one of them helps a lost phone back. The
practitioners' side is the review page's own code. The same scenarios stand in Kotlin and Swift."""

import asyncio

import handrail
from handrail import BackupPlace, BackupState, CodeCheck, HalvesCheck, HandrailError, RestoreFrom, SyncMessage
from phone import SENT, Practitioner, Scenario


def share(phone):
    """Shares all there is since the last meeting; gives who reads it."""
    shown = phone.preview(phone.review(handrail.Period.SINCE_LAST_MEETING()), handrail.Choices())
    phone.share(shown.preview)
    return [reader.name for packet in shown.packets for reader in packet.read_by]


class CareTeam(Scenario):
    def test_care_team(self):
        asyncio.run(self.care_team())

    async def care_team(self):
        phone = self.handrail
        anna, ben = Practitioner("Anna", self.clock), Practitioner("Ben", self.clock)

        # "Different" on the phone ends it on both sides; nothing is kept.
        pairing = phone.scan_invite(anna.ask("invite", name="Maria")["qr"])
        await asyncio.gather(phone.pair(pairing), anna.later("pair_words"))
        with self.assertRaises(HandrailError.Network):
            await phone.confirm_pairing(pairing, False)
        self.assertEqual(anna.ask("pair_poll")["state"], "over")
        self.assertEqual(phone.readers(), [])

        mailbox = await anna.pair(phone, "Maria")
        reader = phone.readers()[0]
        self.assertEqual((reader.name, reader.mailbox, reader.checked), ("Anna", mailbox, True))
        self.assertEqual(phone.sync_status().message, SyncMessage.ALL_SENT)

        # A review goes up, sealed; a suggestion comes down, and becomes Maria's with her yes.
        phone.add_talk_about("The bus")
        self.assertEqual(share(phone), ["Anna"])
        self.assertEqual(phone.sync_status().message, SyncMessage.WAITING)
        report = await phone.sync()
        self.assertEqual((report.delivered, report.touched), (1, SENT))
        self.assertEqual(anna.ask("take_in")["opened"], 1)
        self.assertIn("The bus", str(anna.ask("open", client=mailbox)["packet"]))
        anna.ask("propose", client=mailbox, proposal={"kind": "homework", "title": "A walk"})
        report = await phone.sync()
        self.assertGreater(report.taken_in, 0)
        self.assertIsNone(report.touched, "something came: any screen may be different")
        waiting = phone.proposals().waiting
        self.assertEqual([proposal.from_name for proposal in waiting], ["Anna"])

        # Anna introduces Ben; nothing goes to him before the yes.
        anna.ask("introduce", client=mailbox, card=ben.ask("card")["card"])
        await phone.sync()
        (asked,) = phone.introductions()
        self.assertEqual((asked.by_name, asked.name, asked.mailbox), ("Anna", "Ben", mailbox))
        self.clock.set("2026-11-22 12:00")
        phone.accept_introduction(mailbox, asked.account)
        readers = phone.readers()
        self.assertEqual([(r.name, r.checked, r.introduced_by) for r in readers], [("Anna", True, None), ("Ben", False, "Anna")])
        self.assertEqual(share(phone), ["Anna", "Ben"])
        self.assertEqual((await phone.sync()).delivered, 2)
        self.assertEqual(ben.ask("take_in")["opened"], 1)

        # At the next visit both have been online: four words, the same ones.
        await phone.sync()
        ben.ask("take_in")
        words = phone.reader_words(mailbox, asked.account)
        self.assertEqual(ben.ask("check", client=mailbox)["words"], words)
        phone.compare_reader_words(mailbox, asked.account, True)
        ben.ask("check", client=mailbox, same=True)
        self.assertTrue(all(r.checked for r in phone.readers()))

        # Anna leaves: the next one is Ben's alone.
        phone.remove_reader(mailbox, readers[0].account)
        await phone.sync()
        self.clock.set("2026-11-23 12:00")
        phone.add_talk_about("Only for Ben")
        self.assertEqual(share(phone), ["Ben"])
        await phone.sync()
        ben.ask("take_in")
        self.assertIn("Only for Ben", str(ben.ask("open", client=mailbox)["packet"]))
        self.assertEqual(anna.ask("take_in")["opened"], 0)
        self.assertEqual(phone.sync_status().refusals, [])
        self.leave(phone, "care_team")

    def test_helped_path(self):
        asyncio.run(self.helped_path())

    async def helped_path(self):
        phone, sam = self.handrail, Practitioner("Sam", self.clock)
        mailbox = await sam.pair(phone, "Ben")
        phone.add_talk_about("Whether to tell my sister")
        reader = phone.readers()[0].account

        # One half on a card, the other with Sam, sealed; nothing goes up before both were put together once.
        place = BackupPlace.WITH_READER(mailbox=mailbox)
        first = phone.create_helped_path(reader, place)
        card = phone.create_helped_path(reader, place)
        self.assertEqual((card.reader, card.half[0], str(card)), ("Sam", "C", "HelpCard(..)"))
        await phone.sync()
        self.assertEqual(phone.backup().state, BackupState.CODE_WAITS)
        sam.ask("take_in")
        theirs = sam.ask("share", client=mailbox)["share"]
        self.assertEqual(phone.join_shares(first.half, theirs), HalvesCheck.OTHER_PAIR())
        self.assertEqual(phone.join_shares(theirs, theirs), HalvesCheck.SAME_SIDE())
        self.assertEqual(phone.join_shares(card.half, theirs.replace("-", "")), HalvesCheck.RIGHT())
        self.assertGreater((await phone.sync()).saved, 0)
        self.assertEqual(phone.backup().state, BackupState.ON)
        before = self.exported(phone)

        # The phone is lost. A new one, the card and Sam's half bring everything back.
        new = self.another(clock=self.clock)
        self.assertEqual(new.check_shares(card.half, theirs), HalvesCheck.RIGHT())
        halves = RestoreFrom.HALVES(card=card.square, theirs=theirs, relay="")
        self.assertEqual(new.begin_restore(halves, True), CodeCheck.RIGHT())
        self.assertEqual((await new.fetch_restore()).entries, 1)
        self.assertIsNone((await new.confirm_restore()).stopped)
        self.assertEqual(self.exported(new), before, "byte by byte")

        # Who read before is named, and reads again once they have paired.
        self.assertEqual([(r.name, r.mailbox) for r in new.former_readers()], [("Sam", mailbox)])
        self.assertEqual(new.readers(), [])
        again = await sam.pair(new, "Ben")
        self.assertNotEqual(again, mailbox)
        self.assertEqual([r.name for r in new.readers()], ["Sam"])
        self.assertEqual(new.former_readers(), [])
        new.add_talk_about("A new phone")
        self.assertEqual(share(new), ["Sam"])
        await new.sync()
        self.assertEqual(sam.ask("take_in")["opened"], 1)
        self.leave(new, "helped_path")
