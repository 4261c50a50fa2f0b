// A phone's side of the protocol, in as few lines as a test needs. The real one is core/ in Rust; this one only has to be honest.
import { deflate } from '../src/seal/deflate'
import { xwingPublic } from '../src/seal/hpke'
import { openMessage, sealMessage, bodyRoom } from '../src/seal/message'
import { splitBody } from '../src/seal/parts'
import { type Bytes, b64, equal, fromUtf8, unb64, utf8 } from '../src/wire/bytes'
import { monthNumber, monthStart } from '../src/wire/days'
import { publicKey } from '../src/wire/ed25519'
import { sha256 } from '../src/wire/hash'
import { encodeOuter, PURPOSE } from '../src/wire/headers'
import { confirmMac, helloMac, type Invite, inviteKeys, nonceMac, readQr, transcript, wordBytes } from '../src/wire/invite'
import { type KeySet, makeKeySet, readKeySet, subkeyFor } from '../src/wire/keyset'
import { signChallenge } from '../src/wire/login'
import type { Random } from '../src/wire/random'
import { makeRoster } from '../src/wire/roster'
import { fourWords } from '../src/wire/words'
import { dayOf } from '../src/wire/days'

type Fetch = typeof globalThis.fetch

export class Phone {
  words: string[] = []
  mailbox: Bytes = new Uint8Array(16)
  device: Bytes = new Uint8Array(16)
  identity: Bytes = new Uint8Array(32)
  epoch = 0
  seq = 0
  previous: Bytes = new Uint8Array(32)
  seed: Bytes = new Uint8Array(32)
  subkey: Bytes = new Uint8Array(32)
  keyset!: KeySet
  reader!: KeySet
  private invite!: Invite
  private script!: Bytes
  private macKey!: Bytes
  private nonce: Bytes | undefined
  private auth!: Bytes
  private claim!: Bytes
  private inSeq = 0
  private links = new Map<number, { hash: Bytes; previous: Bytes }>()

  constructor(private readonly fetch: Fetch, private readonly random: Random, private readonly clock: { now: number }) {}

  async call(method: string, path: string, json?: unknown, auth?: string, bytes?: Bytes): Promise<Response> {
    return this.fetch(this.invite.origin + path, { method, headers: { 'content-type': bytes ? 'application/octet-stream' : 'application/json', ...(auth ? { authorization: auth } : {}) }, ...(bytes ? { body: bytes } : json ? { body: JSON.stringify(json) } : {}) })
  }

  async scan(qr: string): Promise<void> {
    this.invite = readQr(qr)
    const keys = await inviteKeys(this.invite.seed)
    this.macKey = keys.mac
    this.auth = keys.auth
    this.claim = this.random(16)
    const i = b64(this.invite.invite)
    const claimed = await this.call('POST', `/v1/invites/${i}/claim`, { auth: b64(this.auth), claim: b64(this.claim) })
    const bytes = unb64(((await claimed.json()) as { keyset: string }).keyset)
    if (!equal(await sha256(bytes), this.invite.keysetHash)) throw new Error('another key set')
    this.reader = await readKeySet(bytes)
    ;[this.seed, this.subkey, this.mailbox, this.device] = [this.random(32), this.random(32), this.random(16), this.random(16)]
    this.identity = await publicKey(this.seed)
    this.keyset = await this.makeKeys()
    await this.call('POST', '/v1/mailboxes', { invite: i, auth: b64(this.auth), claim: b64(this.claim), keyset: b64(this.keyset.bytes) })
    this.script = transcript(this.invite, bytes, this.keyset.bytes, this.mailbox)
  }

  async makeKeys(): Promise<KeySet> {
    const number = monthNumber(this.clock.now)
    const key = await xwingPublic(this.subkey)
    return makeKeySet(this.seed, {
      role: 'client', account: this.mailbox, identity: this.identity, device: this.device,
      subkeys: [{ number, from: monthStart(number), until: monthStart(number + 1), key }],
    })
  }

  async hello(mac?: Bytes): Promise<Response> {
    return this.call('POST', `/v1/invites/${b64(this.invite.invite)}/hello`, {
      auth: b64(this.auth), claim: b64(this.claim), mailbox: b64(this.mailbox), mac: b64(mac ?? (await helloMac(this.macKey, this.script))),
    })
  }

  /** True once the page's nonce is there and honest; the words are shown then. */
  async reveal(): Promise<{ confirmed: boolean }> {
    const r = await this.call('GET', `/v1/invites/${b64(this.invite.invite)}/reveal`, undefined, `Invite ${b64(this.auth)}`)
    const j = (await r.json()) as { nonce: string; mac: string; confirmed?: string }
    this.nonce = unb64(j.nonce)
    if (!equal(await sha256(this.nonce), this.invite.nonceHash)) throw new Error('another nonce')
    if (!equal(await nonceMac(this.macKey, this.script, this.nonce), unb64(j.mac))) throw new Error('nonce mac')
    this.words = fourWords(await wordBytes(this.macKey, this.script, this.nonce))
    const confirmed = j.confirmed !== undefined
    if (confirmed && !equal(await confirmMac(this.macKey, this.script, this.nonce), unb64(j.confirmed))) throw new Error('confirm mac')
    return { confirmed }
  }

  /** `parts` are the nonces of introduced readers, by account: fixed by their hash, and told where `told` says so. */
  async sign(readers: KeySet[] = [this.reader], parts: Record<string, Bytes> = {}, told = false): Promise<Bytes> {
    const listed = readers.map(async (r) => {
      const nonce = parts[b64(r.account)]
      return { account: r.account, identity: r.identity, keyset: r.hash, ...(nonce && { commit: await sha256(nonce) }), ...(nonce && told && { nonce }) }
    })
    return makeRoster(this.seed, { mailbox: this.mailbox, epoch: ++this.epoch, readers: await Promise.all(listed) })
  }
  async putRoster(readers?: KeySet[], parts?: Record<string, Bytes>, told?: boolean): Promise<void> {
    const r = await this.call('PUT', `/v1/mailboxes/${b64(this.mailbox)}/roster`, { roster: b64(await this.sign(readers, parts, told)) }, await this.bearer())
    if (!r.ok) throw new Error(`roster ${r.status}`)
  }

  async bearer(): Promise<string> {
    const account = b64(this.mailbox)
    const c = (await (await this.call('POST', '/v1/auth/challenge', { account })).json()) as { challenge: string }
    const signature = b64(await signChallenge(this.seed, this.invite.origin, this.mailbox, unb64(c.challenge)))
    const t = (await (await this.call('POST', '/v1/auth/token', { account, challenge: c.challenge, signature })).json()) as { token: string }
    return `Bearer ${t.token}`
  }

  /** Seals a packet, in parts where it needs them, and gives the messages without sending them. */
  async seal(packet: { packet: string; period?: { from: number; until: number } }): Promise<{ seq: number; bytes: Bytes }[]> {
    const auth = await this.bearer()
    const served = (await (await this.call('GET', `/v1/keysets/${b64(this.reader.account)}`, undefined, auth)).json()) as { keyset: string }
    this.reader = await readKeySet(unb64(served.keyset))
    const key = (subkeyFor(this.reader, dayOf(this.clock.now)) ?? this.reader.subkeys[0])!.key
    const recipient = await sha256(key)
    const body = utf8(JSON.stringify(packet))
    const inner = (seq: number, part: number, of: number) => ({
      outer: encodeOuter({ purpose: PURPOSE.review, mailbox: this.mailbox, sender: this.identity, device: this.device, recipient, sequence: seq }),
      previous: this.previous, epoch: this.epoch, packet: unb64(packet.packet, 16), part, of, from: packet.period?.from ?? 0, until: packet.period?.until ?? 0, readers: [recipient],
    })
    const runs = body.length < 2000 ? [await deflate(body)] : await splitBody(body, bodyRoom(inner(1, 1, 1)))
    const out = []
    for (const [i, run] of runs.entries()) {
      const sealed = await sealMessage(this.seed, key, inner(++this.seq, i + 1, runs.length), run)
      this.previous = sealed.hash
      out.push({ seq: this.seq, bytes: sealed.wire })
    }
    return out
  }

  async put(m: { seq: number; bytes: Bytes }): Promise<number> {
    const path = `/v1/mailboxes/${b64(this.mailbox)}/messages/${b64(this.mailbox)}/${b64(this.device)}/${b64(this.reader.account)}/${m.seq}`
    return (await this.call('PUT', path, undefined, await this.bearer(), m.bytes)).status
  }
  async share(packet: { packet: string }): Promise<void> {
    for (const m of await this.seal(packet)) if ((await this.put(m)) !== 201) throw new Error('not stored')
  }

  /** The same phone towards another reader: a chain of its own in either direction. */
  towards(reader: KeySet): Phone {
    const other = Object.assign(new Phone(this.fetch, this.random, this.clock), this, { reader, seq: 0, previous: new Uint8Array(32), inSeq: 0, links: new Map() }) as Phone
    return other
  }

  /** Opens everything addressed to this phone that it has not opened yet, chain checked. */
  async receive(): Promise<Record<string, unknown>[]> {
    const auth = await this.bearer()
    const page = (await (await this.call('GET', '/v1/inbox?limit=100', undefined, auth)).json()) as { messages: { seq: number; sender: string; message: string; purpose: 1 | 2 | 3 }[] }
    const mine = b64(await sha256(await xwingPublic(this.subkey)))
    const out = []
    for (const m of page.messages) {
      if (m.seq <= this.inSeq || m.sender !== b64(this.reader.account)) continue
      const o = await openMessage(unb64(m.message), { purpose: m.purpose, mailbox: this.mailbox, sender: this.reader.identity, device: this.reader.account, sequence: m.seq },
        (k) => (b64(k) === mine ? this.subkey : undefined), (n) => this.links.get(n))
      this.links.set(m.seq, { hash: o.hash, previous: o.inner.previous })
      this.inSeq = m.seq
      out.push({ ...(JSON.parse(fromUtf8(o.body)) as Record<string, unknown>), packet_id: b64(o.inner.packet) })
    }
    return out
  }
  get received(): number {
    return this.inSeq
  }
}
