"""Cancelling a task of Python's ends the call in the library: the line to the relay is let go of."""

import asyncio
import base64
import tempfile
import time
import unittest

import handrail


class Keys(handrail.KeyProvider):
    def database_key(self):
        return bytes(range(32))

    def forget(self):
        pass


class WallClock(handrail.Clock):
    def now(self):
        return handrail.Moment(instant_ms=time.time_ns() // 1_000_000, zone="UTC", offset_min=0)


def invite(origin):
    """The text of a code to scan (docs/protocol.md, section 4)."""
    fields = [origin.encode(), bytes(16), bytes(16), bytes(32), bytes(32), b"", b"en", b"Sam"]
    header = b"\x01" + b"".join(len(field).to_bytes(4, "big") + field for field in fields)
    return "HANDRAIL1." + base64.urlsafe_b64encode(header).decode().rstrip("=")


class Cancelling(unittest.IsolatedAsyncioTestCase):
    async def test_a_cancelled_task_lets_go_of_the_relay(self):
        came, gone = asyncio.Event(), asyncio.Event()

        async def never_answers(reader, writer):
            came.set()
            # Ends when the other side hangs up.
            while await reader.read(4096):
                pass
            writer.close()
            gone.set()

        relay = await asyncio.start_server(never_answers, "127.0.0.1", 0)
        port = relay.sockets[0].getsockname()[1]
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        record = handrail.Handrail.open(handrail.Config(folder=folder.name), Keys(), WallClock())
        self.addCleanup(record.close_store)

        task = asyncio.create_task(record.pair(record.scan_invite(invite(f"http://127.0.0.1:{port}"))))
        await asyncio.wait_for(came.wait(), 60)
        self.assertFalse(task.done())
        self.assertFalse(gone.is_set())
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 60)
        relay.close()
        await relay.wait_closed()

        # The record is as it was.
        self.assertEqual(record.readers(), [])
        record.add_talk_about("It still works")
