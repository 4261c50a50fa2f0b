import { finishEnrolment, prepareEnrolment } from '../src/desk/enrol'
import { Pairing } from '../src/desk/pairing'
import type { Packet } from '../src/desk/packet'
import type { Ports } from '../src/desk/ports'
import type { Session } from '../src/desk/session'
import { counted } from '../src/node/vectors'
import { b64 } from '../src/wire/bytes'
import { FakeRelay } from './fake-relay'
import { Phone } from './phone'

export const T0 = Date.parse('2026-03-02T09:00:00Z')

export interface World {
  clock: { now: number }
  relay: FakeRelay
  ports: Ports
  slept: number[]
}

export function world(label = 'world'): World {
  const clock = { now: T0 }
  const relay = new FakeRelay(clock)
  const slept: number[] = []
  const ports: Ports = {
    fetch: relay.fetch,
    random: counted(label),
    sleep: async (ms) => void slept.push(ms),
    clock: { now: () => clock.now, zone: () => 'Europe/Amsterdam' },
  }
  return { clock, relay, ports, slept }
}

export async function sam(w: World, name = 'Sam'): Promise<{ session: Session; codes: readonly [string, string] }> {
  w.relay.enrolmentCodes.add('ENROL-ME')
  const draft = await prepareEnrolment(w.ports, name)
  return { session: await finishEnrolment(w.ports, w.relay.origin, 'ENROL-ME', draft), codes: draft.codes }
}

export async function paired(w: World, session: Session, name = 'Robin', label = 'robin'): Promise<Phone> {
  const phone = new Phone(w.relay.fetch, counted(label), w.clock)
  const p = await Pairing.begin(session, { name, meeting: { day: '2026-03-10', time: '14:00' } })
  await phone.scan(p.qr)
  await phone.hello()
  await p.poll()
  await phone.reveal()
  await p.same()
  await phone.putRoster()
  if ((await p.poll()).step !== 'paired') throw new Error('not paired')
  return phone
}

export const id = (n: number): string => b64(new Uint8Array(16).fill(n))

export function packet(n: number, change: Partial<Packet> = {}): Packet {
  return {
    type: 'review', version: 1, packet: id(n), language: 'en',
    made: { instant_ms: T0 + n * 86_400_000, zone: 'Europe/Amsterdam', offset_min: 60 },
    period: { from: T0 - 7 * 86_400_000, until: T0 + n * 86_400_000, from_day: '2026-02-24', until_day: '2026-03-03', since_meeting: true },
    last_proposal: 0, talk_about: [{ id: id(90), text: 'The flat' }], goals: [], homework: [], coping: [], signs: [], rules: [], answers: [],
    trends: { homework: [], coping: [], signs: [] },
    ...change,
  }
}
