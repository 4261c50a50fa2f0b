// The relay's behaviour in memory, for tests of the desk before and without the real one. It follows docs/protocol.md and checks what the
// relay checks; it is no reference. `tamper` lets a test be a hostile relay; `fail` makes the next requests go wrong.
import { type Bytes, b64, equal, unb64 } from '../src/wire/bytes'
import { dayOf } from '../src/wire/days'
import { verify } from '../src/wire/ed25519'
import { Reader, lp } from '../src/wire/encode'
import { sha256 } from '../src/wire/hash'
import { decodeOuter } from '../src/wire/headers'
import { highest, readKeySet } from '../src/wire/keyset'
import { CHALLENGE_LABEL } from '../src/wire/login'
import { readRoster } from '../src/wire/roster'
import { concat } from '../src/wire/bytes'

interface StoredMessage { cursor: number; mailbox: string; sender: string; device: string; recipient: string; seq: number; purpose: number; day: string; bytes: Bytes }
interface StoredInvite { owner: string; authHash: string; until: number; state: 'open' | 'claimed' | 'hello' | 'revealed'; claim?: string; mailbox?: string; keyset?: string; mac?: string; nonce?: string; nonceMac?: string; confirmed?: string }
type Json = Record<string, string>

class Problem extends Error {
  constructor(readonly status: number, readonly code: string) {
    super(code)
  }
}

export class FakeRelay {
  readonly origin = 'http://127.0.0.1:9999'
  epoch = b64(new Uint8Array(16).fill(7))
  enrolmentCodes = new Set(['ENROL-ME'])
  identities = new Map<string, Bytes>()
  keysets = new Map<string, Bytes>()
  methods = new Map<string, { account: string; key: Bytes }>()
  objects = new Map<string, { bytes: Bytes; version: number }>()
  invites = new Map<string, StoredInvite>()
  rosters = new Map<string, Bytes>()
  messages: StoredMessage[] = []
  requests: string[] = []
  tamper: (path: string, answer: Record<string, unknown> | Bytes) => Record<string, unknown> | Bytes = (_, a) => a
  /** Called before each request; a thrown `TypeError` is a dead network, a returned response is given instead. */
  fail: (method: string, path: string) => Response | undefined = () => undefined
  /** Called after the request was done, before it is answered: throw to lose the answer only. */
  lose: (method: string, path: string) => void = () => undefined
  private challenges = new Map<string, { account: string; until: number }>()
  private tokens = new Map<string, { account: string; scope: 'account' | 'method'; until: number }>()
  private cursor = 0
  private counter = 0

  constructor(private readonly clock: { now: number }) {}

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input))
    const method = init?.method ?? 'GET'
    const path = url.pathname
    this.requests.push(`${method} ${path}`)
    const failed = this.fail(method, path)
    if (failed) return failed
    if (url.origin !== this.origin) throw new TypeError('another host')
    try {
      const body = init?.body
      const bytes = body instanceof Uint8Array ? (body as Bytes) : undefined
      const json = typeof body === 'string' ? (JSON.parse(body) as Json) : {}
      const headers = new Headers(init?.headers)
      const [status, answer, etag] = await this.route(method, path, url.searchParams, headers, json, bytes)
      this.lose(method, path)
      const out = this.tamper(path, answer)
      const type = out instanceof Uint8Array ? 'application/octet-stream' : 'application/json'
      return new Response(status === 204 ? null : out instanceof Uint8Array ? out : JSON.stringify(out), { status, headers: { 'content-type': type, ...(etag ? { etag: `"${etag}"` } : {}) } })
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      return new Response(JSON.stringify({ type: 'about:blank', title: e.code, status: e.status, code: e.code }), { status: e.status, headers: { 'content-type': 'application/problem+json' } })
    }
  }

  private id(): Bytes {
    const out = new Uint8Array(32)
    new DataView(out.buffer).setUint32(0, ++this.counter)
    return out
  }

  private caller(headers: Headers, scope: 'account' | 'method' = 'account'): string {
    const t = this.tokens.get(headers.get('authorization')?.replace('Bearer ', '') ?? '')
    if (!t || t.until < this.clock.now) throw new Problem(401, 'unauthorised')
    if (t.scope === 'method' && scope !== 'method') throw new Problem(403, 'forbidden')
    return t.account
  }

  private async route(method: string, path: string, query: URLSearchParams, headers: Headers, j: Json, bytes?: Bytes): Promise<[number, Record<string, unknown> | Bytes, string?]> {
    const p = path.split('/').slice(2)
    const at = `${method} ${p[0]}${p.length > 2 ? ` ${p[2]}` : ''}`
    const arg = p[1] as string
    switch (at) {
      case 'POST auth': {
        if (arg === 'challenge') {
          const challenge = b64(this.id())
          this.challenges.set(challenge, { account: j.account as string, until: this.clock.now + 60_000 })
          return [200, { challenge, expires_in: 60 }]
        }
        const c = this.challenges.get(j.challenge as string)
        this.challenges.delete(j.challenge as string)
        const m = this.methods.get(j.account as string)
        const key = m?.key ?? this.identities.get(j.account as string)
        if (!c || c.account !== j.account || c.until < this.clock.now || !key) throw new Problem(401, 'unauthorised')
        const message = concat(lp(this.origin), lp(unb64(j.account)), lp(unb64(j.challenge)))
        if (!(await verify(key, CHALLENGE_LABEL, message, unb64(j.signature)))) throw new Problem(401, 'unauthorised')
        const token = b64(this.id())
        const account = m?.account ?? (j.account as string)
        this.tokens.set(token, { account, scope: m ? 'method' : 'account', until: this.clock.now + 900_000 })
        return [200, { token, expires_in: 900, scope: m ? 'method' : 'account', account }]
      }
      case 'POST accounts': {
        if (!this.enrolmentCodes.delete(j.enrolment_code as string)) throw new Problem(403, 'forbidden')
        const k = await readKeySet(unb64(j.keyset))
        this.identities.set(arg, k.identity)
        this.keysets.set(arg, k.bytes)
        for (const m of j.methods as unknown as Json[]) this.methods.set(m.locator as string, { account: arg, key: unb64(m.key) })
        this.objects.set(`${arg} blob`, { bytes: unb64(j.blob), version: 1 })
        return [201, {}]
      }
      case 'GET accounts blob':
      case 'GET accounts state': {
        if (this.caller(headers, p[2] === 'blob' ? 'method' : 'account') !== arg) throw new Problem(403, 'forbidden')
        const o = this.objects.get(`${arg} ${p[2]}`)
        if (!o) throw new Problem(404, 'not_found')
        return [200, o.bytes, String(o.version)]
      }
      case 'PUT accounts blob':
      case 'PUT accounts state': {
        if (this.caller(headers) !== arg) throw new Problem(403, 'forbidden')
        const version = this.objects.get(`${arg} ${p[2]}`)?.version ?? 0
        if (headers.get('if-match') !== `"${version}"`) throw new Problem(412, 'precondition_failed')
        if ((bytes as Bytes).length > 262_144) throw new Problem(413, 'too_large')
        this.objects.set(`${arg} ${p[2]}`, { bytes: bytes as Bytes, version: version + 1 })
        return [version === 0 ? 201 : 200, {}, String(version + 1)]
      }
      case 'GET keysets': {
        this.caller(headers)
        const k = this.keysets.get(arg)
        if (!k) throw new Problem(404, 'not_found')
        return [200, { keyset: b64(k) }]
      }
      case 'PUT keysets': {
        if (this.caller(headers) !== arg) throw new Problem(403, 'forbidden')
        const k = await readKeySet(unb64(j.keyset))
        if (highest(k) < highest(await readKeySet(this.keysets.get(arg) as Bytes))) throw new Problem(409, 'conflict')
        this.keysets.set(arg, k.bytes)
        return [200, {}]
      }
      case 'POST invites':
        this.invites.set(j.invite as string, { owner: this.caller(headers), authHash: j.auth_hash as string, until: this.clock.now + 600_000, state: 'open' })
        return [201, {}]
      case 'POST invites claim': {
        const i = await this.invite(arg, j.auth)
        if (i.claim && i.claim !== j.claim) return this.destroy(arg)
        i.claim = j.claim as string
        if (i.state === 'open') i.state = 'claimed'
        return [200, { keyset: b64(this.keysets.get(i.owner) as Bytes) }]
      }
      case 'POST mailboxes': {
        const i = await this.invite(j.invite as string, j.auth)
        const k = await readKeySet(unb64(j.keyset))
        i.mailbox = b64(k.account)
        i.keyset = j.keyset as string
        this.identities.set(i.mailbox, k.identity)
        this.keysets.set(i.mailbox, k.bytes)
        return [201, {}]
      }
      case 'POST invites hello': {
        const i = await this.invite(arg, j.auth)
        if (i.mac && i.mac !== j.mac) return this.destroy(arg)
        i.mac = j.mac as string
        if (i.state === 'claimed') i.state = 'hello'
        return [200, {}]
      }
      case 'GET invites': {
        const i = this.invites.get(arg)
        if (!i || i.owner !== this.caller(headers)) throw new Problem(404, 'not_found')
        if (i.until < this.clock.now) throw new Problem(410, 'expired')
        return [200, i.mac ? { state: i.state, keyset: i.keyset, mailbox: i.mailbox, mac: i.mac } : { state: i.state }]
      }
      case 'POST invites reveal':
        Object.assign(this.owned(arg, headers), { nonce: j.nonce, nonceMac: j.mac, state: 'revealed' })
        return [200, {}]
      case 'POST invites confirm':
        this.owned(arg, headers).confirmed = j.mac as string
        return [200, {}]
      case 'DELETE invites': {
        this.destroyQuietly(arg)
        return [204, {}]
      }
      case 'GET invites reveal': {
        const i = this.invites.get(arg)
        if (!i) throw new Problem(404, 'not_found')
        return i.nonce ? [200, { nonce: i.nonce, mac: i.nonceMac, ...(i.confirmed ? { confirmed: i.confirmed } : {}) }] : [204, {}]
      }
      case 'GET mailboxes roster': {
        this.caller(headers)
        const r = this.rosters.get(arg)
        if (!r) throw new Problem(404, 'not_found')
        return [200, { roster: b64(r) }]
      }
      case 'PUT mailboxes roster': {
        const now = this.rosters.get(arg)
        const identity = this.identities.get(arg) as Bytes
        const next = await readRoster(unb64(j.roster), unb64(arg), identity)
        const epoch = now ? (await readRoster(now, unb64(arg), identity)).epoch : 0
        if (next.epoch !== epoch + 1) throw new Problem(409, 'conflict')
        this.rosters.set(arg, unb64(j.roster))
        return [201, {}]
      }
      case 'PUT mailboxes messages': {
        const [sender, device, recipient, seq] = [p[3] as string, p[4] as string, p[5] as string, Number(p[6])]
        if (this.caller(headers) !== sender) throw new Problem(403, 'forbidden')
        const o = decodeOuter(new Reader(bytes as Bytes).lp())
        if (b64(o.mailbox) !== arg || b64(o.device) !== device || o.sequence !== seq) throw new Problem(400, 'bad_request')
        const same = this.messages.find((m) => m.mailbox === arg && m.sender === sender && m.device === device && m.recipient === recipient && m.seq === seq)
        if (same) {
          if (!equal(same.bytes, bytes as Bytes)) throw new Problem(409, 'conflict')
          return [200, {}]
        }
        this.messages.push({ cursor: ++this.cursor, mailbox: arg, sender, device, recipient, seq, purpose: o.purpose, day: dayOf(this.clock.now), bytes: bytes as Bytes })
        return [201, {}]
      }
      case 'GET mailboxes messages': {
        const me = this.caller(headers)
        const m = this.messages.find((x) => x.mailbox === arg && x.sender === p[3] && x.device === p[4] && x.recipient === p[5] && x.seq === Number(p[6]))
        if (!m || (m.sender !== me && m.recipient !== me)) throw new Problem(404, 'not_found')
        return [200, m.bytes]
      }
      case 'GET inbox': {
        const me = this.caller(headers)
        const [epoch, number] = (query.get('after') ?? `${this.epoch}:0`).split(':') as [string, string]
        if (epoch !== this.epoch) throw new Problem(410, 'epoch_changed')
        const limit = Number(query.get('limit') ?? 50)
        const all = this.messages.filter((m) => m.recipient === me && m.cursor > Number(number))
        const some = all.slice(0, limit)
        return [200, {
          epoch: this.epoch,
          messages: some.map((m) => ({ cursor: `${this.epoch}:${m.cursor}`, mailbox: m.mailbox, sender: m.sender, device: m.device, seq: m.seq, purpose: m.purpose, day: m.day, message: b64(m.bytes) })),
          next: `${this.epoch}:${some.at(-1)?.cursor ?? number}`,
          more: all.length > some.length,
        }]
      }
      default:
        throw new Problem(404, 'not_found')
    }
  }

  private async invite(id: string, auth: string | undefined): Promise<StoredInvite> {
    const i = this.invites.get(id)
    if (!i || b64(await sha256(unb64(auth))) !== i.authHash) throw new Problem(404, 'not_found')
    if (i.until < this.clock.now) throw new Problem(410, 'expired')
    return i
  }
  private owned(id: string, headers: Headers): StoredInvite {
    const i = this.invites.get(id)
    if (!i || i.owner !== this.caller(headers)) throw new Problem(404, 'not_found')
    return i
  }
  private destroyQuietly(id: string): void {
    const mailbox = this.invites.get(id)?.mailbox
    this.invites.delete(id)
    if (mailbox) this.identities.delete(mailbox)
  }
  private destroy(id: string): never {
    this.destroyQuietly(id)
    throw new Problem(409, 'conflict')
  }
}
