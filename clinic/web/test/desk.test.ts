import { describe, expect, it } from 'vitest'
import { caseload } from '../src/desk/caseload'
import { finishEnrolment, prepareEnrolment } from '../src/desk/enrol'
import { missing, takeIn } from '../src/desk/intake'
import { Pairing } from '../src/desk/pairing'
import { openPerson } from '../src/desk/person'
import { checked, checkWords } from '../src/desk/roster'
import { edit, introduce, ownCard, propose, seen, withdraw } from '../src/desk/suggest'
import { freshSubkeys, plannedNumbers } from '../src/desk/subkeys'
import { unlock } from '../src/desk/unlock'
import { counted } from '../src/node/vectors'
import { type Bytes, b64, hex, unb64 } from '../src/wire/bytes'
import { writeCode } from '../src/wire/code'
import { monthNumber } from '../src/wire/days'
import { sha256 } from '../src/wire/hash'
import { INTRODUCTION_LABEL, readCard, wordsTranscript } from '../src/wire/introduction'
import { wordBytes } from '../src/wire/invite'
import { highest, readKeySet } from '../src/wire/keyset'
import { makeRoster, readRoster } from '../src/wire/roster'
import { checkSigned, readSigned } from '../src/wire/signed'
import { fourWords } from '../src/wire/words'
import { Phone } from './phone'
import { id, packet, paired, sam, T0, world } from './support'

const code = (work: Promise<unknown>) => work.then(() => 'done', (e: { code?: string }) => e.code ?? String(e))
const DAY = 86_400_000

describe('enrolment and unlock', () => {
  it('both printed codes unlock, typed in any way', async () => {
    const w = world()
    const { session, codes } = await sam(w)
    for (const c of codes) {
      const s = await unlock(w.ports, w.relay.origin, c.toLowerCase().replace(/-/g, ' '))
      expect(b64(s.account)).toBe(b64(session.account))
      expect(s.state.display_name.value).toBe('Sam')
      expect([...s.notices]).toEqual([])
    }
  })
  it('a mistyped code is told from an unknown one, and the relay is not asked about the first', async () => {
    const w = world()
    const { codes } = await sam(w)
    w.relay.requests.length = 0
    const wrong = codes[0].endsWith('7') ? `${codes[0].slice(0, -1)}8` : `${codes[0].slice(0, -1)}7`
    expect(await code(unlock(w.ports, w.relay.origin, wrong))).toBe('code_check')
    expect(await code(unlock(w.ports, w.relay.origin, 'hello'))).toBe('code_form')
    expect(w.relay.requests).toEqual([])
    expect(await code(unlock(w.ports, w.relay.origin, await writeCode(counted('somebody else')(16))))).toBe('unknown_code')
  })
  it('a wrong enrolment code creates nothing, and the same codes work with the right one', async () => {
    const w = world()
    const draft = await prepareEnrolment(w.ports, 'Sam')
    expect(await code(finishEnrolment(w.ports, w.relay.origin, 'NOPE', draft))).toBe('forbidden')
    expect(w.relay.identities.size).toBe(0)
    await finishEnrolment(w.ports, w.relay.origin, ' ENROL-ME ', draft)
    await unlock(w.ports, w.relay.origin, draft.codes[1])
  })
  it('a blob with a changed byte does not unlock, and one from an earlier day is noticed', async () => {
    const w = world()
    const { session, codes } = await sam(w)
    const key = `${b64(session.account)} blob`
    const good = w.relay.objects.get(key)!
    w.relay.objects.set(key, { ...good, bytes: good.bytes.map((b, i) => (i === good.bytes.length - 9 ? b ^ 1 : b)) })
    expect(await code(unlock(w.ports, w.relay.origin, codes[0]))).toBe('sealed')
    w.relay.objects.set(key, good)
    w.clock.now += 40 * DAY
    const s = await unlock(w.ports, w.relay.origin, codes[0])
    expect(s.blob.version).toBe(2)
    w.relay.objects.set(key, good)
    expect([...(await unlock(w.ports, w.relay.origin, codes[0])).notices]).toEqual(['older_blob'])
  })
  it('nothing is readable after the lock', async () => {
    const w = world()
    const { session } = await sam(w)
    const seed = session.blob.secrets.identity
    session.lock()
    expect(hex(seed)).toBe('00'.repeat(32))
    expect(await code(takeIn(session))).toBe('locked')
  })
  it('an unreachable relay is tried again with growing waits, then said', async () => {
    const w = world()
    const { codes } = await sam(w)
    w.relay.fail = () => {
      throw new TypeError('fetch failed')
    }
    expect(await code(unlock(w.ports, w.relay.origin, codes[0]))).toBe('offline')
    expect(w.slept.length).toBe(3)
    expect(w.slept[2]! > w.slept[0]!).toBe(true)
    w.relay.fail = () => new Response('<html>captive portal</html>', { status: 200 })
    expect(await code(unlock(w.ports, w.relay.origin, codes[0]))).toBe('nonsense')
    let given = 0
    const endless = () => new ReadableStream<Uint8Array>({ pull: (c) => (given++ > 100_000 ? c.close() : c.enqueue(new Uint8Array(65_536))) })
    w.relay.fail = () => new Response(endless(), { status: 200 })
    expect(await code(unlock(w.ports, w.relay.origin, codes[0]))).toBe('nonsense')
    expect(given).toBeLessThan(200)
    w.relay.fail = () => new Response('oops', { status: 500 })
    expect(await code(unlock(w.ports, w.relay.origin, codes[0]))).toBe('internal')
    w.slept.length = 0
    w.relay.fail = () => new Response('{"code":"rate_limited"}', { status: 429, headers: { 'retry-after': '7' } })
    expect(await code(unlock(w.ports, w.relay.origin, codes[0]))).toBe('rate_limited')
    expect(w.slept.every((ms) => ms >= 7000)).toBe(true)
  })
})

describe('subkeys', () => {
  it('this month and the next are held; one is let go 60 days and the retention after its end', () => {
    const march = monthNumber(T0)
    expect(plannedNumbers([], T0)).toEqual([march, march + 1])
    expect(plannedNumbers([march], T0 + 31 * DAY)).toEqual([march, march + 1, march + 2])
    const end = Date.parse('2026-04-01')
    expect(plannedNumbers([march], end + 150 * DAY)).toContain(march)
    expect(plannedNumbers([march], end + 151 * DAY)).not.toContain(march)
  })
  it('are renewed at unlocking and published, and a packet sealed to last month still opens', async () => {
    const w = world()
    const { session, codes } = await sam(w)
    const phone = await paired(w, session)
    const late = (await phone.seal(packet(1)))[0]!
    w.clock.now += 35 * DAY
    const s = await unlock(w.ports, w.relay.origin, codes[0])
    const published = await readKeySet(w.relay.keysets.get(b64(s.account))!)
    expect(published.subkeys.map((k) => k.number)).toEqual([monthNumber(w.clock.now), monthNumber(w.clock.now) + 1])
    await phone.put(late)
    expect((await takeIn(s)).opened).toBe(1)
  })
  it('a page left open over the end of the month renews them before the next step', async () => {
    const w = world()
    const { session } = await sam(w)
    w.clock.now += 35 * DAY
    await takeIn(session)
    expect(session.blob.version).toBe(2)
    const phone = await paired(w, session)
    await phone.share(packet(1))
    expect((await takeIn(session)).opened).toBe(1)
  })
})

describe('pairing', () => {
  async function begun() {
    const w = world()
    const { session } = await sam(w)
    const p = await Pairing.begin(session, { name: 'Robin', meeting: null })
    return { w, session, p, phone: new Phone(w.relay.fetch, counted('phone'), w.clock) }
  }
  it('both sides show the same four words, and only both yeses make a client', async () => {
    const { w, session, p, phone } = await begun()
    expect((await p.poll()).step).toBe('open')
    await phone.scan(p.qr)
    expect((await p.poll()).step).toBe('claimed')
    await phone.hello()
    const state = await p.poll()
    expect((await phone.reveal()).confirmed).toBe(false)
    expect(state).toEqual({ step: 'words', words: phone.words })
    expect(phone.words.length).toBe(4)
    expect(session.state.clients).toEqual({})
    expect((await p.same()).step).toBe('confirmed')
    expect((await phone.reveal()).confirmed).toBe(true)
    expect(await code(propose(session, b64(phone.mailbox), { kind: 'homework', title: 'Walk' }))).toBe('not_paired')
    await phone.putRoster()
    expect((await p.poll()).step).toBe('paired')
    expect(w.relay.requests.some((x) => x.includes('Robin'))).toBe(false)
  })
  it('a page closed after "Same words" finds the client again', async () => {
    const w = world()
    const { session, codes } = await sam(w)
    const phone = new Phone(w.relay.fetch, counted('phone'), w.clock)
    const p = await Pairing.begin(session, { name: 'Robin', meeting: null })
    await phone.scan(p.qr)
    await phone.hello()
    await p.poll()
    await phone.reveal()
    await p.same()
    const again = await unlock(w.ports, w.relay.origin, codes[0])
    expect(caseload(again.state, again.today)[0]?.pairing).toBe('awaiting_roster')
    await phone.putRoster()
    await phone.share(packet(1))
    expect((await takeIn(again)).opened).toBe(1)
    expect(caseload(again.state, again.today)[0]?.pairing).toBe('paired')
  })
  it('"Different words" destroys the invite', async () => {
    const { w, p, phone } = await begun()
    await phone.scan(p.qr)
    await phone.hello()
    await p.poll()
    expect(await p.different()).toEqual({ step: 'over', why: 'different' })
    expect(w.relay.invites.size).toBe(0)
  })
  it('a hello with a wrong MAC, or made by a relay with another key set, ends it without a word shown', async () => {
    const { w, p, phone } = await begun()
    await phone.scan(p.qr)
    await phone.hello(new Uint8Array(32))
    expect(await p.poll()).toEqual({ step: 'over', why: 'bad_hello' })
    expect(w.relay.requests.some((x) => x.endsWith('/reveal'))).toBe(false)
    const second = await begun()
    const other = new Phone(second.w.relay.fetch, counted('other'), second.w.clock)
    await second.phone.scan(second.p.qr)
    await second.phone.hello()
    await other.scan((await Pairing.begin(second.session, { name: 'X', meeting: null })).qr)
    second.w.relay.tamper = (path, a) => (path.startsWith('/v1/invites/') && 'mac' in a ? { ...a, keyset: b64(other.keyset.bytes) } : a)
    expect(await second.p.poll()).toEqual({ step: 'over', why: 'bad_hello' })
  })
  it('a second hello after the first was fixed ends it', async () => {
    const { w, p, phone } = await begun()
    await phone.scan(p.qr)
    await phone.hello()
    expect((await p.poll()).step).toBe('words')
    w.relay.tamper = (path, a) => (path.startsWith('/v1/invites/') && 'mac' in a ? { ...a, mac: b64(new Uint8Array(32)) } : a)
    expect(await p.poll()).toEqual({ step: 'over', why: 'bad_hello' })
  })
  it('an invite is over after ten minutes', async () => {
    const { w, p } = await begun()
    w.clock.now += 600_001
    expect(await p.poll()).toEqual({ step: 'over', why: 'expired' })
  })
  it('a roster signed by somebody else is no yes', async () => {
    const { w, session, p, phone } = await begun()
    await phone.scan(p.qr)
    await phone.hello()
    await p.poll()
    await p.same()
    const stranger = await paired(w, session, 'Other', 'stranger')
    w.relay.rosters.set(b64(phone.mailbox), await stranger.sign())
    expect((await p.poll()).step).toBe('confirmed')
  })
})

describe('taking in and opening', () => {
  async function ready() {
    const w = world()
    const { session, codes } = await sam(w)
    const phone = await paired(w, session)
    return { w, session, codes, phone, client: b64(phone.mailbox) }
  }
  it('a shared review is opened once, shown as new, and a receipt goes out the first time only', async () => {
    const { w, session, phone, client } = await ready()
    await phone.share(packet(1, { next_meeting: { day: '2026-03-12', time: '10:30' } }))
    expect(await takeIn(session)).toMatchObject({ opened: 1, refused: 0, clients: { [client]: { packets: [id(1)], missing: [] } } })
    expect(await takeIn(session)).toMatchObject({ opened: 0 })
    expect(caseload(session.state, session.today)).toMatchObject([{ name: 'Robin', meeting: { day: '2026-03-12', time: '10:30' }, news: [{ kind: 'review', day: '2026-03-02' }] }])
    const p = await openPerson(session, client)
    expect(p.packet.talk_about[0]?.text).toBe('The flat')
    expect(p.receipts).toBe(1)
    expect((await openPerson(session, client)).receipts).toBe(0)
    expect(caseload(session.state, session.today)[0]?.news).toEqual([])
    const got = await phone.receive()
    expect(got).toMatchObject([{ type: 'receipt', kind: 'opened', packet: id(1), day: '2026-03-02' }])
    expect(w.relay.messages.length).toBe(2)
  })
  it('after unlocking again nothing is taken in twice, and the packet opens from the relay', async () => {
    const { w, session, codes, phone, client } = await ready()
    await phone.share(packet(1))
    await takeIn(session)
    const again = await unlock(w.ports, w.relay.origin, codes[1])
    expect((await takeIn(again)).opened).toBe(0)
    expect((await openPerson(again, client)).packet.packet).toBe(id(1))
  })
  it('a long review comes in parts and is shown as one, also when a part came late', async () => {
    const { w, session, codes, phone, client } = await ready()
    const many = Array.from({ length: 700 }, (_, i) => ({ id: b64(counted(`n${i}`)(16)), text: hex(counted(`t${i}`)(20)) }))
    const parts = await phone.seal(packet(1, { talk_about: many }))
    expect(parts.length).toBeGreaterThan(1)
    for (const m of parts.slice(1)) await phone.put(m)
    expect(await takeIn(session)).toMatchObject({ clients: { [client]: { packets: [], missing: [1] } } })
    expect(caseload(session.state, session.today)[0]?.news).toContainEqual({ kind: 'missing', count: 1 })
    const later = await unlock(w.ports, w.relay.origin, codes[0])
    await phone.put(parts[0]!)
    expect(await takeIn(later)).toMatchObject({ clients: { [client]: { packets: [id(1)], missing: [] } } })
    expect((await openPerson(later, client)).packet.talk_about.length).toBe(700)
  })
  it('a gap refuses nothing, is said, and is filled by a late one', async () => {
    const { session, phone, client } = await ready()
    const [one] = await phone.seal(packet(1))
    const [two] = await phone.seal(packet(2))
    await phone.put(two!)
    expect(await takeIn(session)).toMatchObject({ opened: 1, clients: { [client]: { packets: [id(2)], missing: [1] } } })
    expect((await openPerson(session, client)).missing).toEqual([1])
    await phone.put(one!)
    await takeIn(session)
    expect(missing(session.client(client))).toEqual([])
    expect(session.client(client).latest?.packet).toBe(id(2))
  })
  it('a flipped bit, another reader\'s message and a replay are refused alone; the rest goes on', async () => {
    const { w, session, phone, client } = await ready()
    const [one] = await phone.seal(packet(1))
    const [two] = await phone.seal(packet(2))
    await phone.put(one!)
    await phone.put(two!)
    w.relay.tamper = (path, a) => {
      if (path !== '/v1/inbox') return a
      const page = structuredClone(a) as { messages: { message: string; seq: number }[] }
      const bytes = unb64(page.messages[0]!.message)
      bytes[5000]! ^= 1
      page.messages[0]!.message = b64(bytes)
      return page
    }
    expect(await takeIn(session)).toMatchObject({ opened: 1, refused: 1, clients: { [client]: { refused: [{ seq: 1, code: 'seal' }] } } })
    expect(caseload(session.state, session.today)[0]?.news).toContainEqual({ kind: 'refused', count: 1 })
    const three = (await phone.seal(packet(3)))[0]!
    await phone.put(three)
    w.relay.tamper = (path, a) => (path === '/v1/inbox' && (a as { messages: unknown[] }).messages.length > 0 ? { ...a, messages: (a as { messages: object[] }).messages.map((m) => ({ ...m, message: b64(two!.bytes) })) } : a)
    // The first was damaged on the way only: asked for once more, it opens.
    expect(await takeIn(session)).toMatchObject({ opened: 1, refused: 1, clients: { [client]: { packets: [id(1)], refused: [{ seq: 3, code: 'not_asked_for' }] } } })
    w.relay.tamper = (path, a) => (path.includes('/messages/') ? one!.bytes : a)
    expect(await takeIn(session)).toMatchObject({ opened: 0, refused: 0 })
    expect(session.client(client).refused.map((r) => r.seq)).toEqual([3])
  })
  it('a body of another version is kept and named, and a receipt is not sent for what was not shown', async () => {
    const { session, phone, client } = await ready()
    await phone.share({ ...packet(1), version: 2 } as never)
    expect((await takeIn(session)).opened).toBe(1)
    expect(caseload(session.state, session.today)[0]?.news).toEqual([{ kind: 'newer' }])
    expect(await code(openPerson(session, client))).toBe('newer')
    expect(await phone.receive()).toEqual([])
  })
  it('a half of a recovery code is kept for the client, the newest in the place of the one before, and is no review', async () => {
    const { w, session, codes, phone, client } = await ready()
    const half = (n: number) => `P${'0123456789'.slice(n, n + 4)}-AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF-GGG`
    const share = (n: number) => ({ type: 'share', version: 1, made: n, share: half(n), packet: packet(n).packet, period: { from: n, until: n } })
    await phone.share(packet(1))
    await phone.share(share(2) as never)
    await phone.share(share(3) as never)
    expect(await takeIn(session)).toMatchObject({ opened: 3, refused: 0 })
    expect(session.client(client).share?.value).toBe(half(3))
    const person = await openPerson(session, client)
    expect([person.packet.packet, person.packets.length]).toEqual([packet(1).packet, 1])
    // What is no such half does not take its place.
    await phone.share({ ...share(4), share: 'C0000' } as never)
    expect(await takeIn(session)).toMatchObject({ opened: 0, refused: 1 })
    // It outlives the relay's copy and this window.
    const again = await unlock(w.ports, w.relay.origin, codes[0])
    expect(again.client(client).share?.value).toBe(half(3))
  })
  it('a body that breaks its schema, or names another packet, is refused', async () => {
    const { session, phone } = await ready()
    await phone.share({ ...packet(1), homework: [{ id: 'x' }] } as never)
    await phone.share({ ...packet(2), goals: 'none' } as never)
    expect(await takeIn(session)).toMatchObject({ opened: 0, refused: 2 })
  })
  it('a relay restored from a backup is noticed, and nothing is opened twice', async () => {
    const { w, session, phone } = await ready()
    await phone.share(packet(1))
    await takeIn(session)
    w.relay.epoch = b64(new Uint8Array(16).fill(9))
    await phone.share(packet(2))
    expect(await takeIn(session)).toMatchObject({ opened: 1 })
    expect(session.notices.has('relay_restored')).toBe(true)
  })
  it('a client who no longer shares is shown as that, by a roster only they can sign', async () => {
    const { w, session, codes, phone, client } = await ready()
    await phone.share(packet(1))
    await phone.putRoster([])
    // Looking is enough to know; nothing has to be opened, and nothing is.
    await takeIn(session)
    expect(caseload(session.state, session.today)[0]?.pairing).toBe('left')
    // What was opened in this sitting stays readable in it, and no receipt goes out any more; later there is nothing to open.
    expect((await openPerson(session, client)).receipts).toBe(0)
    expect(await phone.receive()).toEqual([])
    const later = await unlock(w.ports, w.relay.origin, codes[0])
    expect(await code(openPerson(later, client))).toBe('left')
    // Back again, by the client's word alone.
    await phone.putRoster()
    expect((await openPerson(session, client)).receipts).toBe(1)
    expect(session.client(client).paired.state).toBe('paired')
  })
  it('a roster with a lower epoch than one seen brings no leaver back', async () => {
    const { w, session, codes, phone, client } = await ready()
    await phone.share(packet(1))
    await takeIn(session)
    const old = w.relay.rosters.get(client) as Bytes
    await phone.putRoster([])
    await openPerson(session, client)
    w.relay.rosters.set(client, old)
    const later = await unlock(w.ports, w.relay.origin, codes[0])
    await takeIn(later)
    expect(await code(openPerson(later, client))).toBe('left')
    expect(later.client(client)).toMatchObject({ paired: { state: 'left' }, roster: { epoch: 2 } })
  })
  it('mail of a mailbox the page does not know is left alone', async () => {
    const { w, session, codes, phone } = await ready()
    const key = `${b64(session.account)} state`
    await phone.share(packet(1))
    const s = await unlock(w.ports, w.relay.origin, codes[0])
    s.state = { ...s.state, clients: {} }
    expect(await takeIn(s)).toMatchObject({ opened: 0, unknown: 1 })
    expect(w.relay.objects.has(key)).toBe(true)
  })
})

describe('a colleague', () => {
  /** Anna reads Robin's reviews; Ben does not yet. */
  async function ready() {
    const w = world()
    const anna = await sam(w)
    const ben = await sam(w)
    const phone = await paired(w, anna.session)
    return { w, anna: anna.session, ben: ben.session, codes: ben.codes, phone, client: b64(phone.mailbox) }
  }
  const nonce = new Uint8Array(32).fill(7)

  it('is introduced by their card: signed by the reader, with the key set as it is published', async () => {
    const { anna, ben, phone, client } = await ready()
    const card = await ownCard(ben)
    expect(readCard(`  ${card}\n`)).toMatchObject({ account: ben.account, name: 'Sam' })
    expect((await introduce(anna, client, card)).state).toBe('stored')
    const [said] = await phone.receive()
    expect(said).toMatchObject({ type: 'proposal', version: 1, kind: 'introduce', from_name: 'Sam' })
    const object = readSigned(unb64(said?.introduction))
    await checkSigned(object, INTRODUCTION_LABEL, await anna.identity())
    const k = await readKeySet(await ben.withToken((t) => ben.relay.getKeySet(t, ben.account)))
    expect(object.json).toEqual({ v: 1, mailbox: client, account: b64(ben.account), identity: b64(await ben.identity()), keyset: b64(k.hash), highest: highest(k), name: 'Sam' })
    expect(anna.client(client).proposals).toMatchObject([{ kind: 'introduce', title: 'Sam' }])
  })
  it('is not introduced by a card that is none, or whose key set is somebody else\'s', async () => {
    const { w, anna, ben, client } = await ready()
    await expect(introduce(anna, client, 'HANDRAIL1.abc')).rejects.toMatchObject({ code: 'qr' })
    const card = await ownCard(ben)
    w.relay.keysets.set(b64(ben.account), w.relay.keysets.get(b64(anna.account)) as Bytes)
    await expect(introduce(anna, client, card)).rejects.toMatchObject({ code: 'account' })
    expect(anna.client(client).proposals).toEqual([])
  })
  it('meets the client by the client\'s own roster, and is not checked until the words were compared', async () => {
    const { w, anna, ben, codes, phone, client } = await ready()
    const bens = await freshSubkeys(ben)
    const parts = { [b64(ben.account)]: nonce }
    await phone.putRoster([phone.reader, bens], parts)
    const toBen = phone.towards(bens)
    await toBen.share(packet(1, { name: 'Robin' }))
    expect(await takeIn(ben)).toMatchObject({ opened: 1, unknown: 0 })
    expect(caseload(ben.state, ben.today)).toMatchObject([{ name: 'Robin', unchecked: true, pairing: 'paired' }])
    // Ours is told at once; theirs only comes after it. Nothing but that and a receipt goes before.
    const [mine] = await toBen.receive()
    expect(mine).toMatchObject({ type: 'receipt', version: 1, kind: 'words' })
    expect((await openPerson(ben, client)).words).toBeUndefined()
    await expect(propose(ben, client, { kind: 'homework', title: 'Walk' })).rejects.toMatchObject({ code: 'not_paired' })
    toBen.epoch = phone.epoch
    await toBen.putRoster([phone.reader, bens], parts, true)
    await takeIn(ben)
    const script = wordsTranscript(phone.mailbox, phone.identity, ben.account, await ben.identity())
    const words = fourWords(await wordBytes(nonce, script, unb64(mine?.nonce)))
    expect((await openPerson(ben, client)).words).toEqual(words)
    // Another window has the same words.
    const again = await unlock(w.ports, w.relay.origin, codes[0])
    expect(await checkWords(again, client)).toEqual(words)
    await checked(again, client, true)
    expect(caseload(again.state, again.today)[0]?.unchecked).toBe(false)
    expect((await propose(again, client, { kind: 'homework', title: 'Walk' })).state).toBe('stored')
    // Anna is told that there are two now; that the words came changed nothing for her.
    await takeIn(anna)
    expect(anna.client(client).roster).toMatchObject({ epoch: 3, day: anna.today })
    expect(anna.client(client).roster.who?.split(' ')).toHaveLength(2)
  })
  it('is done with whoever shows other words', async () => {
    const { ben, phone, client } = await ready()
    const bens = await freshSubkeys(ben)
    await phone.putRoster([phone.reader, bens], { [b64(ben.account)]: nonce })
    await phone.towards(bens).share(packet(1))
    await takeIn(ben)
    await checked(ben, client, false)
    expect(caseload(ben.state, ben.today)[0]?.pairing).toBe('left')
  })
  it('does not meet a mailbox whose roster is not the client\'s, or does not say that somebody introduced us', async () => {
    const { w, ben, phone } = await ready()
    const bens = await freshSubkeys(ben)
    const stranger = new Uint8Array(32).fill(9)
    const entry = { account: ben.account, identity: await ben.identity(), keyset: bens.hash }
    const forged = await makeRoster(stranger, { mailbox: phone.mailbox, epoch: 2, readers: [{ ...entry, commit: nonce }] })
    for (const roster of [await phone.sign([bens]), forged]) {
      w.relay.rosters.set(b64(phone.mailbox), roster)
      await phone.towards(bens).share(packet(1)).catch(() => undefined)
      expect(await takeIn(ben)).toMatchObject({ opened: 0 })
      expect(Object.keys(ben.state.clients)).toEqual([])
    }
  })
  it('a phone\'s part of the words that was not fixed before is no roster', async () => {
    const { phone } = await ready()
    const reader = { account: phone.reader.account, identity: phone.reader.identity, keyset: phone.reader.hash }
    for (const commit of [undefined, await sha256(new Uint8Array(1))]) {
      const bytes = await makeRoster(phone.seed, { mailbox: phone.mailbox, epoch: 2, readers: [{ ...reader, ...(commit && { commit }), nonce }] })
      await expect(readRoster(bytes, phone.mailbox, phone.identity)).rejects.toMatchObject({ code: 'readers' })
    }
  })
})

describe('suggesting', () => {
  async function ready() {
    const w = world()
    const { session, codes } = await sam(w)
    const phone = await paired(w, session)
    return { w, session, codes, phone, client: b64(phone.mailbox) }
  }
  it('a proposal arrives typed and trimmed; its answer comes back in the next packet', async () => {
    const { session, phone, client } = await ready()
    const sent = await propose(session, client, { kind: 'homework', title: '  Ten minutes of music ', why: '', how_often: 'daily' })
    expect(sent).toMatchObject({ seq: 1, state: 'stored' })
    const [got] = await phone.receive()
    expect(got).toEqual({ type: 'proposal', version: 1, kind: 'homework', title: 'Ten minutes of music', how_often: 'daily', made_day: '2026-03-02', from_name: 'Sam', packet_id: sent.packet })
    await phone.share(packet(1, { last_proposal: 1, answers: [{ proposal: sent.packet, answer: 'accepted', day: '2026-03-03' }] }))
    await takeIn(session)
    expect(caseload(session.state, session.today)[0]?.news).toContainEqual({ kind: 'answer', answer: 'accepted', title: 'Ten minutes of music' })
    await openPerson(session, client)
    expect(caseload(session.state, session.today)[0]?.news).toEqual([])
    expect(session.client(client).proposals[0]?.answer?.answer).toBe('accepted')
  })
  it('a step names its goal; a withdrawal names the proposal; "I saw this" names the packet', async () => {
    const { session, phone, client } = await ready()
    const step = await propose(session, client, { kind: 'step', title: 'Call the school', short_term_goal: id(4) })
    await withdraw(session, client, step.packet)
    await seen(session, client, id(1), 'I saw this. Good to read about the walk.')
    expect(await phone.receive()).toMatchObject([{ kind: 'step', short_term_goal: id(4) }, { kind: 'withdraw', packet: step.packet }, { kind: 'seen', packet: id(1) }])
    expect(session.client(client).proposals.find((p) => p.packet === step.packet)?.withdrawn).toBe('2026-03-02')
  })
  it('a missing title, an over-long field, a bad date and an unknown kind are refused by name, and nothing is numbered', async () => {
    const { session, client } = await ready()
    const field = (p: unknown) => propose(session, client, p).then(() => 'sent', (e: { field?: string }) => e.field)
    expect(await field({ kind: 'homework', title: '   ' })).toBe('/title')
    expect(await field({ kind: 'homework' })).toBe('/title')
    expect(await field({ kind: 'homework', title: 'x'.repeat(281) })).toBe('/title')
    expect(await field({ kind: 'homework', title: 'x', why: 'x'.repeat(2001) })).toBe('/why')
    expect(await field({ kind: 'homework', title: 'x', by_about: '2026-02-31' })).toBe('/by_about')
    expect(await field({ kind: 'step', title: 'x' })).toBe('/short_term_goal')
    expect(await field({ kind: 'order', title: 'x' })).toBe('/kind')
    expect(session.client(client).out.seq).toBe(0)
  })
  it('a message numbered but not stored is sent again, the very same bytes, by the next session', async () => {
    const { w, session, codes, phone, client } = await ready()
    w.relay.fail = (method, path) => (method === 'PUT' && path.includes('/messages/') ? new Response('', { status: 500 }) : undefined)
    expect(await propose(session, client, { kind: 'homework', title: 'Walk' })).toMatchObject({ state: 'waiting' })
    expect(session.notices.has('waiting_to_send')).toBe(true)
    const bytes = session.client(client).out.pending[0]!.bytes
    w.relay.fail = () => undefined
    const again = await unlock(w.ports, w.relay.origin, codes[0])
    await takeIn(again)
    expect(w.relay.messages.map((m) => b64(m.bytes))).toEqual([bytes])
    expect(await phone.receive()).toMatchObject([{ title: 'Walk' }])
    await propose(again, client, { kind: 'homework', title: 'Swim' })
    expect(again.client(client).out.pending.map((m) => m.seq)).toEqual([2])
    expect(await phone.receive()).toMatchObject([{ title: 'Swim' }])
  })
  it('a lost answer to the message or to the state makes no second proposal', async () => {
    const { w, session, phone, client } = await ready()
    let losing = 2
    w.relay.lose = (method, path) => {
      if (method === 'PUT' && (path.includes('/messages/') || path.endsWith('/state')) && losing-- > 0) throw new TypeError('connection reset')
    }
    await propose(session, client, { kind: 'homework', title: 'Walk' })
    expect(await phone.receive()).toMatchObject([{ title: 'Walk' }])
    expect(session.client(client).out.seq).toBe(1)
  })
  it('two windows that write at the same time lose nothing and never use a number twice', async () => {
    const { w, session, codes, phone, client } = await ready()
    const other = await unlock(w.ports, w.relay.origin, codes[1])
    await phone.share(packet(1))
    await Promise.all([
      propose(session, client, { kind: 'homework', title: 'From one' }),
      propose(other, client, { kind: 'homework', title: 'From the other' }),
      edit(session, client, { name: 'Robin B.' }),
      takeIn(other),
      edit(other, client, { meeting: { day: '2026-03-20' } }),
    ])
    const titles = (await phone.receive()).map((x) => x.title)
    expect(titles.sort()).toEqual(['From one', 'From the other'])
    const last = await unlock(w.ports, w.relay.origin, codes[0])
    const c = last.client(client)
    expect(c.proposals.map((p) => p.title).sort()).toEqual(['From one', 'From the other'])
    expect([c.out.seq, c.name.value, c.inbox.length]).toEqual([2, 'Robin B.', 1])
  })
  it('a phone that has seen more than this page remembers sending stops the sending', async () => {
    const { session, phone, client } = await ready()
    await phone.share(packet(1, { last_proposal: 5 }))
    await takeIn(session)
    expect(await code(propose(session, client, { kind: 'homework', title: 'Walk' }))).toBe('rolled_back')
  })
  it('a client key set of another identity, or an older one, is not sealed to', async () => {
    const { w, session, phone, client } = await ready()
    const stranger = await paired(w, session, 'Other', 'stranger')
    w.relay.tamper = (path, a) => (path === `/v1/keysets/${client}` ? { keyset: b64(stranger.keyset.bytes) } : a)
    expect(await code(propose(session, client, { kind: 'homework', title: 'Walk' }))).toBe('account')
    w.relay.tamper = (_, a) => a
    w.clock.now += 200 * DAY
    expect(await code(propose(session, client, { kind: 'homework', title: 'Walk' }))).toBe('stale_keys')
    expect(phone.received).toBe(0)
  })
})

describe('the caseload', () => {
  it('goes by the next meeting, then by name; past meetings count as none', async () => {
    const w = world()
    const { session } = await sam(w)
    const day = async (name: string, meeting: { day: string; time?: string } | null) => {
      const p = await paired(w, session, name, name)
      await edit(session, b64(p.mailbox), { meeting })
    }
    await day('Kim', null)
    await day('Ada', { day: '2026-03-05', time: '14:00' })
    await day('Bo', { day: '2026-03-05', time: '09:00' })
    await day('Cy', { day: '2026-03-01' })
    await day('Di', { day: '2026-03-02' })
    expect(caseload(session.state, session.today).map((l) => [l.name, l.meeting?.day])).toEqual([['Di', '2026-03-02'], ['Bo', '2026-03-05'], ['Ada', '2026-03-05'], ['Cy', undefined], ['Kim', undefined]])
  })
})
