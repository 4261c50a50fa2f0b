"""One call for every error that the library has, by the name it has in docs/embedding.md; none of them touches the record. The
same scenario stands in Kotlin and Swift."""

import asyncio
import inspect
import os
import re

import handrail
from handrail import BackupPlace, HandrailError, RestoreFrom
from phone import RELAY, Clock, Keys, Scenario

NOBODY = "A" * 22


def named(error):
    """The error's name in the guide: its variant, and what of it a screen tells apart."""
    variant = type(error).__name__
    if isinstance(error, (HandrailError.Key, HandrailError.Storage, HandrailError.Network)):
        return f"{variant}({error.problem.name.title()})"
    if isinstance(error, HandrailError.Invalid):
        # The reasons are classes with a value each, named like constants: `Reason.TOO_LONG`.
        reason = type(error.reason).__name__.removeprefix("Reason.")
        return f"{variant}({reason.title().replace('_', '')})"
    return variant


class EveryError(Scenario):
    def test_every_error(self):
        phone, other = self.handrail, self.another()
        walk = phone.save_coping_strategy(handrail.NewCopingStrategy(name="Go for a walk")).records[0].id
        format = handrail.ProgrammeFormat.INDIVIDUAL
        phone.enrol(handrail.NewEnrolment(programme=phone.packs()[0].id, format=format))
        before = self.exported(phone)

        newer = self.place("newer.json")
        with open(newer, "wb") as file:
            file.write(re.sub(rb'"version":\s*\d+', b'"version":99', before, count=1))
        shopping = b"a shopping list, and no record"
        strange = handrail.Config(folder=os.path.dirname(self.place("handrail.db")))
        with open(os.path.join(strange.folder, "handrail.db"), "wb") as file:
            file.write(shopping)
        empty = handrail.Config(folder=os.path.dirname(self.place("nothing")))
        used = handrail.CancelToken()
        used.cancel()

        class NoKeys(Keys):
            def database_key(self):
                raise handrail.PortError.Unavailable()

        class NoTime(Clock):
            broken = False

            def now(self):
                if self.broken:
                    raise handrail.PortError.Unavailable()
                return super().now()

        clock = NoTime("2026-11-21 12:00")
        timeless = self.another(clock=clock)

        def opened(config, keys):
            return handrail.Handrail.open(config, keys, self.clock, self.log)

        def asleep():
            phone.suspend()
            try:
                phone.coping()
            finally:
                phone.resume()

        def without_time():
            clock.broken = True
            timeless.save_coping_strategy(handrail.NewCopingStrategy(name="Music"))

        async def nobody_there():
            relay = "http://127.0.0.1:9"
            lonely = self.another()
            lonely.verify_recovery_code(lonely.create_recovery_code(BackupPlace.AT(relay=relay)).code)
            await lonely.show_code_for_second_phone("en")

        async def unknown_code():
            sheet = self.another().create_recovery_code(BackupPlace.AT(relay=RELAY))
            other.begin_restore(RestoreFrom.SQUARE(text=sheet.square), True)
            await other.fetch_restore()

        save = lambda name: phone.save_coping_strategy(handrail.NewCopingStrategy(name=name))
        tried = lambda **more: phone.record_coping(handrail.NewCopingEntry(**more))
        meet = lambda day: phone.plan_session(handrail.NewSession(kind=handrail.SessionKind.INDIVIDUAL, day=day))
        module = phone.programme().modules[0].id

        for name, call in [
            ("Closed", asleep),
            ("Key(Missing)", lambda: opened(empty, NoKeys())),
            ("Key(Wrong)", lambda: opened(empty, Keys(bytes(31)))),
            ("NewerVersion", lambda: other.import_archive(newer)),
            ("Damaged", lambda: opened(strange, Keys())),
            ("NotFound", lambda: phone.edit_coping_strategy(NOBODY, handrail.NewCopingStrategy(name="Music"))),
            ("Invalid(Empty)", lambda: save("  ")),
            ("Invalid(TooLong)", lambda: save("x" * 281)),
            ("Invalid(OutOfRange)", lambda: tried(strategy=walk, before=11)),
            ("Invalid(ImpossibleDate)", lambda: meet("2026-02-30")),
            ("Invalid(UnknownChoice)", lambda: phone.remove("nothing of the kind", walk)),
            ("Invalid(UnknownId)", lambda: tried(strategy=NOBODY)),
            ("Invalid(WrongState)", lambda: phone.import_archive(newer)),
            ("Invalid(TooMany)", lambda: phone.order_modules([module, module])),
            ("Invalid(Malformed)", lambda: save("cut\0short")),
            # A place that takes no byte, on every Linux.
            ("Storage(Full)", lambda: phone.export_all("/dev/full")),
            ("Storage(Busy)", lambda: opened(self.config, Keys())),
            ("Storage(Other)", lambda: phone.export_all(os.path.join(newer, "nowhere"))),
            ("Network(Offline)", nobody_there),
            ("Network(Refused)", unknown_code),
            ("Cancelled", lambda: phone.export_all(self.place("stopped.json"), used)),
            ("Internal", without_time),
        ]:
            with self.subTest(name):
                with self.assertRaises(Exception) as caught:
                    answer = call()
                    if inspect.isawaitable(answer):
                        asyncio.run(answer)
                self.assertEqual(named(caught.exception), name)
                self.assertEqual(self.exported(phone), before, "the record is as it was")
        clock.broken = False
        self.assertEqual(timeless.coping().strategies, [])
        with open(os.path.join(strange.folder, "handrail.db"), "rb") as file:
            self.assertEqual(file.read(), shopping, "what is no record of ours is left alone")

        # And it goes on.
        save("Music")
        self.assertEqual(len(phone.coping().strategies), 2)
        phone.close_store()
        self.assertEqual(len(self.open().coping().strategies), 2)
