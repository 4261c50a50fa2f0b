// The same flow as desk.test.ts against the relay's real binary over real HTTP. xtask builds it before this runs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finishEnrolment, prepareEnrolment } from '../src/desk/enrol'
import { takeIn } from '../src/desk/intake'
import { Pairing } from '../src/desk/pairing'
import { openPerson } from '../src/desk/person'
import { systemPorts } from '../src/desk/ports'
import type { Session } from '../src/desk/session'
import { edit, propose, seen } from '../src/desk/suggest'
import { unlock } from '../src/desk/unlock'
import { b64 } from '../src/wire/bytes'
import { systemRandom } from '../src/wire/random'
import { Phone } from './phone'
import { type RealRelay, relayBinary, startRelay } from './real-relay'
import { id, packet } from './support'

const binary = relayBinary()
const code = (work: Promise<unknown>) => work.then(() => 'done', (e: { code?: string }) => e.code ?? String(e))

describe.skipIf(!binary)('against the real relay', () => {
  const ports = systemPorts()
  let relay: RealRelay
  let session: Session
  let codes: readonly [string, string]

  beforeAll(async () => {
    relay = await startRelay(binary as string)
    const draft = await prepareEnrolment(ports, 'Sam')
    codes = draft.codes
    expect(await code(finishEnrolment(ports, relay.origin, 'AAAA-AAAA-AAAA-AAAA', draft))).not.toBe('done')
    session = await finishEnrolment(ports, relay.origin, relay.enrolmentCode(), draft)
  })
  afterAll(() => relay.stop())

  const join = async (name: string) => {
    const phone = new Phone(globalThis.fetch, systemRandom, { now: Date.now() })
    const p = await Pairing.begin(session, { name, meeting: null })
    await phone.scan(p.qr)
    expect((await p.poll()).step).toBe('claimed')
    await phone.hello()
    const words = await p.poll()
    await phone.reveal()
    expect(words).toEqual({ step: 'words', words: phone.words })
    expect((await p.same()).step).toBe('confirmed')
    await phone.reveal()
    await phone.putRoster()
    expect((await p.poll()).step).toBe('paired')
    return phone
  }

  it('unlocks by either code, and not by another', async () => {
    for (const c of codes) expect(b64((await unlock(ports, relay.origin, c)).account)).toBe(b64(session.account))
    expect(await code(unlock(ports, relay.origin, '0000-0000-0000-0000-0000-0000-0000'))).not.toBe('done')
  })
  it('pairs, takes a review in, sends a receipt, a suggestion and one line', async () => {
    const phone = await join('Robin')
    const client = b64(phone.mailbox)
    await phone.share(packet(1))
    expect(await takeIn(session)).toMatchObject({ opened: 1, refused: 0 })
    expect((await openPerson(session, client)).receipts).toBe(1)
    await propose(session, client, { kind: 'homework', title: 'Ten minutes of music' })
    await seen(session, client, id(1), 'I saw this.')
    expect(await phone.receive()).toMatchObject([{ kind: 'opened' }, { kind: 'homework' }, { kind: 'seen' }])
    const again = await unlock(ports, relay.origin, codes[1])
    expect(await takeIn(again)).toMatchObject({ opened: 0, unknown: 0 })
    expect((await openPerson(again, client)).packet.packet).toBe(id(1))
  })
  it('keeps both of two windows that write at once', async () => {
    const phone = await join('Kim')
    const client = b64(phone.mailbox)
    const other = await unlock(ports, relay.origin, codes[0])
    await Promise.all([
      propose(session, client, { kind: 'homework', title: 'One' }),
      propose(other, client, { kind: 'homework', title: 'Two' }),
      edit(other, client, { meeting: { day: '2030-01-02' } }),
    ])
    expect((await phone.receive()).map((x) => x.title).sort()).toEqual(['One', 'Two'])
    expect((await unlock(ports, relay.origin, codes[0])).client(client).meeting.value?.day).toBe('2030-01-02')
  })
  it('stops a pairing whose words differ, on both sides', async () => {
    const phone = new Phone(globalThis.fetch, systemRandom, { now: Date.now() })
    const p = await Pairing.begin(session, { name: 'Nobody', meeting: null })
    await phone.scan(p.qr)
    await phone.hello()
    await p.poll()
    expect(await p.different()).toEqual({ step: 'over', why: 'different' })
    expect((await phone.hello()).ok).toBe(false)
  })
})
