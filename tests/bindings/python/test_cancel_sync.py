"""What waits for the network can be stopped. The same scenario stands in Kotlin and Swift."""

import asyncio
import base64
import time

import handrail
from handrail import HandrailError, Reason, SyncMessage
from phone import SENT, Scenario


def invite(origin):
    """The text of a code to scan (docs/protocol.md, section 4) for a relay that is not there."""
    fields = [origin.encode(), bytes(16), bytes(16), bytes(32), bytes(32), b"", b"en", b"Sam"]
    header = b"\x01" + b"".join(len(field).to_bytes(4, "big") + field for field in fields)
    return "HANDRAIL1." + base64.urlsafe_b64encode(header).decode().rstrip("=")


class CancelSync(Scenario):
    def test_cancel_sync(self):
        asyncio.run(self.cancel_sync())

    async def cancel_sync(self):
        phone = self.handrail
        self.assertEqual(phone.sync_status().message, SyncMessage.NOBODY_PAIRED)
        report = await phone.sync()
        self.assertEqual((report.bytes_sent, report.bytes_received, report.stopped), (0, 0, None))
        self.assertEqual(report.touched, SENT)

        for other in ("https://example.org/", invite("http://relay.example.org"), invite("http://127.0.0.1:9")[:-4]):
            self.assert_invalid("invite", Reason.MALFORMED(), phone.scan_invite, other)

        # Nothing listens on port 9, so the pairing keeps trying until it is stopped.
        pairing = phone.scan_invite(invite("http://127.0.0.1:9"))
        self.assertEqual(pairing.name(), "Sam")
        token = handrail.CancelToken()
        trying = asyncio.create_task(phone.pair(pairing, token))
        await asyncio.sleep(0.3)
        self.assertFalse(trying.done())
        began = time.monotonic()
        token.cancel()
        with self.assertRaises(HandrailError.Cancelled):
            await trying
        self.assertLess(time.monotonic() - began, 2)

        # A token that was used stays used, and the record is as it was.
        with self.assertRaises(HandrailError.Cancelled):
            await phone.pair(phone.scan_invite(invite("http://127.0.0.1:9")), token)
        self.assertEqual(phone.readers(), [])
        phone.add_talk_about("It still works")
