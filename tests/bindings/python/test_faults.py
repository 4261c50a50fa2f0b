"""What goes wrong, and what an app is told about it. The same scenarios stand in Kotlin and Swift."""

import handrail
from handrail import HandrailError, KeyProblem, Reason, StorageProblem
from phone import Clock, Keys, Scenario

NOBODY = "A" * 22


class Faults(Scenario):
    def test_open_and_reopen(self):
        self.handrail.save_coping_strategy(handrail.NewCopingStrategy(name="Go for a walk"))
        self.handrail.suspend()
        with self.assertRaises(HandrailError.Closed):
            self.handrail.coping()
        self.handrail.resume()
        self.assertEqual([s.name for s in self.handrail.coping().strategies], ["Go for a walk"])
        self.handrail.close_store()
        again = self.open()
        self.assertEqual([s.name for s in again.coping().strategies], ["Go for a walk"])
        self.assertIsNone(again.salvage())
        self.assertEqual(self.log.codes, [])

    def test_bad_input(self):
        save = lambda name: self.handrail.save_coping_strategy(handrail.NewCopingStrategy(name=name))
        self.assert_invalid("name", Reason.EMPTY(), save, "  ")
        self.assert_invalid("name", Reason.TOO_LONG(limit=280), save, "x" * 281)
        self.assert_invalid("name", Reason.MALFORMED(), save, "cut\0short")

        tried = lambda **more: self.handrail.record_coping(handrail.NewCopingEntry(**more))
        self.assert_invalid("strategy", Reason.UNKNOWN_ID(), lambda: tried(strategy=NOBODY))
        self.assert_invalid("strategy", Reason.MALFORMED(), lambda: tried(strategy="not an id"))
        walk = save("Go for a walk").records[0].id
        self.assert_invalid("before", Reason.OUT_OF_RANGE(min=0, max=10), lambda: tried(strategy=walk, before=11))

        meet = lambda **more: self.handrail.plan_session(
            handrail.NewSession(kind=handrail.SessionKind.INDIVIDUAL, **more)
        )
        self.assert_invalid("day", Reason.IMPOSSIBLE_DATE(), lambda: meet(day="2026-02-30"))
        self.assert_invalid("day", Reason.IMPOSSIBLE_DATE(), lambda: meet(day="2126-01-01"))
        self.assert_invalid("time", Reason.IMPOSSIBLE_DATE(), lambda: meet(day="2026-11-24", time="25:00"))

        self.assertEqual(self.handrail.coping().recent, [])
        self.assertIsNone(self.handrail.sessions().next)

    def test_errors(self):
        with self.assertRaises(HandrailError.Storage) as busy:
            self.open()
        self.assertEqual(busy.exception.problem, StorageProblem.BUSY)

        with self.assertRaises(HandrailError.NotFound):
            self.handrail.edit_coping_strategy(NOBODY, handrail.NewCopingStrategy(name="PRIVATE WORDS"))

        self.handrail.save_coping_strategy(handrail.NewCopingStrategy(name="PRIVATE WORDS"))
        view = self.handrail.coping()
        self.assertEqual(str(view), "CopingView(..)")
        self.assertEqual(str(view.strategies[0]), "CopingStrategyView(..)")

        self.handrail.close_store()
        self.handrail.close_store()
        for call in (self.handrail.coping, self.handrail.resume, self.handrail.goals):
            with self.assertRaises(HandrailError.Closed):
                call()
        for key in (bytes(31), bytes(32)):
            with self.assertRaises(HandrailError.Key) as wrong:
                self.open(keys=Keys(key))
            self.assertEqual(wrong.exception.problem, KeyProblem.WRONG)
            self.assertNotIn("PRIVATE", repr(wrong.exception))
        self.assertEqual(self.log.codes, ["storage.busy", "key.length.31", "key.wrong"])

    def test_port_throws(self):
        class Broken(Clock):
            broken = False

            def now(self):
                if self.broken:
                    raise RuntimeError("PRIVATE WORDS")
                return super().now()

        class Locked(Keys):
            def database_key(self):
                raise handrail.PortError.Unavailable()

        class Odd(Keys):
            def database_key(self):
                raise RuntimeError("PRIVATE WORDS")

        self.handrail.close_store()
        for keys in (Locked(), Odd()):
            with self.assertRaises(HandrailError.Key) as missing:
                self.open(keys=keys)
            self.assertEqual(missing.exception.problem, KeyProblem.MISSING)

        clock = Broken("2026-11-21 12:00")
        opened = self.open(clock=clock)
        clock.broken = True
        with self.assertRaises(HandrailError.Internal):
            opened.save_coping_strategy(handrail.NewCopingStrategy(name="Music"))
        clock.broken = False
        self.assertEqual(opened.coping().strategies, [])
        opened.save_coping_strategy(handrail.NewCopingStrategy(name="Music"))
        self.assertEqual(
            self.log.codes,
            ["port.key.unavailable", "key.missing", "port.key.unforeseen", "key.missing"]
            + ["port.clock.unforeseen", "port.clock"],
        )

    def test_panic_is_caught(self):
        # A buffer that says it holds bytes and has none makes the library panic while it reads the
        # argument: below the generated code, where no app can get by mistake.
        impossible = handrail._UniffiRustBuffer(8, 8, None)
        with self.assertRaises(handrail.InternalError):
            handrail._uniffi_rust_call_with_error(
                handrail._UniffiFfiConverterTypeHandrailError,
                handrail._UniffiLib.uniffi_handrail_fn_method_handrail_save_coping_strategy,
                self.handrail._uniffi_clone_handle(),
                impossible,
            )
        self.handrail.save_coping_strategy(handrail.NewCopingStrategy(name="Music"))
        self.assertEqual(len(self.handrail.coping().strategies), 1)
