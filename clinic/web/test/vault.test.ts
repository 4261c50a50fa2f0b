import { describe, expect, it } from 'vitest'
import { counted } from '../src/node/vectors'
import { VaultError } from '../src/vault/aead'
import { type Blob, openBlob, openBlobAgain, sealBlob, wrapKey } from '../src/vault/blob'
import { mergeStates } from '../src/vault/merge'
import { type ClientState, emptyState, openState, type PageState, sealState, slim } from '../src/vault/state'
import { b64 } from '../src/wire/bytes'
import { codeKeys } from '../src/wire/code'

const r = counted('vault tests')
const vaultCode = (work: Promise<unknown>) => work.then(() => 'opened', (e: unknown) => (e instanceof VaultError ? e.code : String(e)))

async function fixture() {
  const account = r(16)
  const codes = [await codeKeys(r(16)), await codeKeys(r(16))] as const
  const key = r(32)
  const blob: Blob = {
    account, version: 3, key,
    wraps: [await wrapKey(r, account, key, codes[0]), await wrapKey(r, account, key, codes[1])],
    secrets: { identity: r(32), stateKey: r(32), subkeys: [{ number: 24314, seed: r(32) }] },
  }
  return { account, codes, blob, bytes: await sealBlob(r, blob) }
}

describe('the key blob', () => {
  it('opens with either code and gives the same keys', async () => {
    const f = await fixture()
    for (const c of f.codes) {
      const o = await openBlob(f.bytes, f.account, c)
      expect(o.secrets).toEqual(f.blob.secrets)
      expect(o.version).toBe(3)
    }
    expect((await openBlobAgain(f.bytes, f.blob)).secrets).toEqual(f.blob.secrets)
  })
  it('does not open with another code, for another account, or with any bit changed', async () => {
    const f = await fixture()
    expect(await vaultCode(openBlob(f.bytes, f.account, await codeKeys(r(16))))).toBe('sealed')
    expect(await vaultCode(openBlob(f.bytes, f.account, { ...f.codes[0], wrap: r(32) }))).toBe('sealed')
    expect(await vaultCode(openBlob(f.bytes, r(16), f.codes[0]))).toBe('account')
    // The second wrap is not read when the first code unlocks; everything else must show.
    const second = Buffer.from(f.bytes).indexOf(Buffer.from(f.codes[1].locator))
    for (let at = 0; at < f.bytes.length; at++) {
      if (at >= second && at < second + 16 + 16 + 52) continue
      const changed = f.bytes.map((b, i) => (i === at ? b ^ 1 : b))
      expect(await vaultCode(openBlob(changed, f.account, f.codes[0])), String(at)).not.toBe('opened')
    }
  })
  it('tells nothing of the keys in clear', async () => {
    const f = await fixture()
    for (const secret of [f.blob.key, f.blob.secrets.identity, f.blob.secrets.stateKey]) {
      expect(Buffer.from(f.bytes).includes(Buffer.from(secret))).toBe(false)
      expect(Buffer.from(f.bytes).includes(Buffer.from(b64(secret)))).toBe(false)
    }
  })
})

describe('the page state', () => {
  it('comes back, padded, and no changed bit opens', async () => {
    const [key, account] = [r(32), r(16)]
    const s = emptyState('Sam', 5)
    const bytes = await sealState(r, key, account, 7, s)
    expect(await openState(bytes, key, account)).toEqual({ state: s, version: 7 })
    expect((bytes.length - (await sealState(r, key, account, 8, emptyState('Someone with a longer name', 5))).length)).toBe(0)
    expect(Buffer.from(bytes).includes(Buffer.from('Sam'))).toBe(false)
    for (let at = 0; at < 200; at++) expect(await vaultCode(openState(bytes.map((b, i) => (i === at ? b ^ 1 : b)), key, account))).not.toBe('opened')
    expect(await vaultCode(openState(bytes, r(32), account))).toBe('sealed')
    expect(await vaultCode(openState(bytes, key, r(16)))).toBe('account')
  })
  const busy = (clients: number, links: number) => {
    const s = emptyState('Sam', 5)
    for (let n = 0; n < clients; n++) {
      const c = client(b64(r(16)), { identity: b64(r(32)), device: b64(r(16)) })
      for (let seq = 1; seq <= links; seq++) {
        c.inbox.push({ seq, hash: b64(r(32)), packet: b64(r(16)), part: 1, of: 1, from: 1_772_323_200_000 + n, until: 1_772_928_000_000 + seq, day: '2026-03-03' })
        if (seq % 3 === 0) c.proposals.push({ packet: b64(r(16)), kind: 'homework', title: `Ten minutes of music before bed, number ${n} ${seq}`, day: '2026-03-03' })
        c.receipts.push(b64(r(16)))
      }
      s.clients[c.mailbox] = c
    }
    return s
  }
  it('of 60 people with two messages a week over the whole retention fits the relay', async () => {
    expect((await sealState(r, r(32), r(16), 1, busy(60, 26))).length).toBeLessThanOrEqual(262_144)
  })
  it('of a caseload too large for it says so, and fits once slimmed, with the links of the youngest kept', async () => {
    const s = busy(120, 60)
    expect(await vaultCode(sealState(r, r(32), r(16), 1, s))).toBe('too_large')
    slim(s)
    expect((await sealState(r, r(32), r(16), 1, s)).length).toBeLessThanOrEqual(262_144)
    expect(Object.values(s.clients)[0]?.inbox.map((m) => m.seq)).toEqual([49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60])
    expect(Object.values(s.clients)[0]?.floor).toBe(49)
  })
})

function client(mailbox: string, change: Partial<ClientState> = {}): ClientState {
  return {
    mailbox, identity: 'i', device: 'd', highest: 1, name: { value: 'Robin', at: 1 }, meeting: { value: null, at: 1 },
    paired: { state: 'paired', at: 1, day: '2026-03-02' }, roster: { epoch: 1, hash: 'h' }, inbox: [], floor: 1, refused: [],
    out: { seq: 0, hash: 'z', pending: [] }, proposals: [], latest: null, opened: { at: 0, packet: '' }, receipts: [], echoed: 0, ...change,
  }
}

const state = (c: ClientState, cursor = 'E:1'): PageState => ({ ...emptyState('Sam', 1), cursor, clients: { [c.mailbox]: c } })
const held = (seq: number) => ({ seq, hash: `h${seq}`, packet: `p${seq}`, part: 1, of: 1, from: 0, until: seq, day: '2026-03-02' })

describe('two windows', () => {
  const a = state(client('m', { inbox: [held(1), held(2)], receipts: ['p1'], name: { value: 'Robin B.', at: 9 }, out: { seq: 2, hash: 'two', pending: [{ seq: 2, bytes: 'b2' }] }, proposals: [{ packet: 'x', kind: 'homework', title: 'Walk', day: '2026-03-02' }] }), 'E:2')
  const b = state(client('m', { inbox: [held(1), { ...held(3), previous: 'h2' }], receipts: ['p3'], meeting: { value: { day: '2026-03-10' }, at: 5 }, out: { seq: 1, hash: 'one', pending: [{ seq: 1, bytes: 'b1' }] }, proposals: [{ packet: 'x', kind: 'homework', title: 'Walk', day: '2026-03-02', answer: { answer: 'accepted', day: '2026-03-04', seen: false } }] }), 'E:3')
  it('keep everything of both, either way round', () => {
    const [ab, ba] = [mergeStates(a, b), mergeStates(b, a)]
    expect(ab.cursor).toBe('E:3')
    const c = ab.clients.m as ClientState
    expect(c.inbox).toEqual([held(1), held(2), held(3)])
    expect(c.name.value).toBe('Robin B.')
    expect(c.meeting.value).toEqual({ day: '2026-03-10' })
    expect(c.out).toEqual({ seq: 2, hash: 'two', pending: [{ seq: 1, bytes: 'b1' }, { seq: 2, bytes: 'b2' }] })
    expect(c.proposals[0]?.answer?.answer).toBe('accepted')
    expect([...c.receipts].sort()).toEqual(['p1', 'p3'])
    const sorted = (s: PageState) => ({ ...s, clients: { m: { ...(s.clients.m as ClientState), receipts: [...(s.clients.m as ClientState).receipts].sort() } } })
    expect(sorted(ba)).toEqual(sorted(ab))
    expect(mergeStates(ab, ab)).toEqual(ab)
  })
  it('a client one window added and another did not know stays', () => {
    const other = state(client('n'))
    expect(Object.keys(mergeStates(a, other).clients).sort()).toEqual(['m', 'n'])
  })
  it('another identity under the same mailbox does not take over', () => {
    expect(mergeStates(a, state(client('m', { identity: 'evil', highest: 99 }))).clients.m?.identity).toBe('i')
  })
})
