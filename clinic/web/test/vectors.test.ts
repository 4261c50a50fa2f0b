// The vectors frozen by the Rust side, field by field: the page computes the same bytes from the same inputs.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { xwingPublic } from '../src/seal/hpke'
import { b64, concat, unb64, utf8 } from '../src/wire/bytes'
import { codeKeys, readCode, writeCode } from '../src/wire/code'
import { publicKey } from '../src/wire/ed25519'
import { lp } from '../src/wire/encode'
import { hkdf, sha256 } from '../src/wire/hash'
import { decodeInner, decodeOuter, encodeInner, encodeOuter, type Purpose } from '../src/wire/headers'
import { confirmMac, helloMac, inviteKeys, nonceMac, readQr, transcript, wordBytes, writeQr } from '../src/wire/invite'
import { makeIntroduction, readCard, wordsTranscript, writeCard } from '../src/wire/introduction'
import { readKeySet } from '../src/wire/keyset'
import { signChallenge } from '../src/wire/login'
import { readRoster } from '../src/wire/roster'
import { fourWords } from '../src/wire/words'

const read = (name: string) => JSON.parse(readFileSync(fileURLToPath(new URL(`../../../tests/vectors/${name}`, import.meta.url)), 'utf8'))

describe('introduction.json', () => {
  const v = read('introduction.json')
  const identity = unb64(v.client.identity)
  it('an introduction has the same bytes, and the rosters say what was fixed and what was told', async () => {
    const k = await readKeySet(unb64(v.colleague.keyset))
    expect(b64(await makeIntroduction(unb64(v.introducer.seed), unb64(v.client.mailbox), k, v.colleague.name))).toBe(v.introduction)
    const [fixed, told] = await Promise.all([v.rosters.fixed, v.rosters.told].map((r: string) => readRoster(unb64(r), unb64(v.client.mailbox), identity)))
    expect([fixed?.readers[0]?.commit, told?.readers[0]?.nonce].map((x) => x && b64(x))).toEqual([b64(await sha256(unb64(v.words.phone))), v.words.phone])
    expect(fixed?.readers[0]?.nonce).toBeUndefined()
  })
  it('the words', async () => {
    const script = wordsTranscript(unb64(v.client.mailbox), identity, unb64(v.colleague.account), unb64(v.colleague.identity))
    expect(b64(script)).toBe(v.words.transcript)
    expect(fourWords(await wordBytes(unb64(v.words.phone), script, unb64(v.words.reader)))).toEqual(v.words.words)
  })
  it('a card comes back as it was written, and no other text is one', () => {
    const card = { account: unb64(v.colleague.account), identity: unb64(v.colleague.identity), name: 'Noor' }
    expect(readCard(writeCard(card))).toEqual(card)
    for (const text of ['', 'Noor', 'HANDRAIL1.AAAA', writeCard(card).slice(0, -2), writeCard({ ...card, name: 'a\u202eb' })]) expect(() => readCard(text), text).toThrow()
  })
})

describe('headers.json', () => {
  const v = read('headers.json')
  it('outer and inner header', () => {
    const o = decodeOuter(unb64(v.outer.bytes))
    expect({ ...o, mailbox: b64(o.mailbox), sender: b64(o.sender), device: b64(o.device), recipient: b64(o.recipient) }).toEqual({
      purpose: v.outer.purpose as Purpose, mailbox: v.outer.mailbox, sender: v.outer.sender, device: v.outer.device, recipient: v.outer.recipient_key, sequence: v.outer.sequence,
    })
    expect(b64(encodeOuter(o))).toBe(v.outer.bytes)
    const i = decodeInner(unb64(v.inner.bytes))
    expect([i.epoch, i.from, i.until, i.part, i.of, b64(i.packet), b64(i.previous), i.readers.map(b64)]).toEqual([
      v.inner.epoch, v.inner.from, v.inner.until, v.inner.part, v.inner.of, v.inner.packet, v.inner.previous, v.inner.readers,
    ])
    expect(b64(encodeInner(i))).toBe(v.inner.bytes)
  })
  it('recovery code', async () => {
    const bytes = unb64(v.code.bytes)
    expect(await writeCode(bytes)).toBe(v.code.text)
    expect(b64(await readCode(v.code.text))).toBe(v.code.bytes)
    const k = await codeKeys(bytes)
    expect([b64(k.locator), b64(k.method), b64(k.wrap), b64(await publicKey(k.method))]).toEqual([v.code.locator, v.code.method, v.code.wrap, v.code.method_public])
  })
  it('key sets, roster and login', async () => {
    const [p, c] = [await readKeySet(unb64(v.keysets.practitioner)), await readKeySet(unb64(v.keysets.client))]
    expect([p.role, c.role, b64(p.hash)]).toEqual(['practitioner', 'client', v.keysets.practitioner_hash])
    for (const [n, seed] of (v.seeds.practitioner_subkeys as string[]).entries()) expect(b64(await xwingPublic(unb64(seed)))).toBe(b64(p.subkeys[n]!.key))
    const r = await readRoster(unb64(v.roster.object), unb64(v.roster.mailbox), unb64(v.roster.identity))
    expect(r.epoch).toBeGreaterThan(0)
    expect(b64(await sha256(unb64(v.roster.object)))).toBe(v.roster.hash)
    const signature = await signChallenge(unb64(v.seeds.phone), v.login.origin, unb64(v.login.account), unb64(v.login.challenge))
    expect(b64(signature)).toBe(v.login.signature)
  })
  it('invite: QR, transcript, MACs and words', async () => {
    const x = v.invite
    const i = readQr(x.qr)
    expect(writeQr(i)).toBe(x.qr)
    expect([i.origin, i.language, i.name, b64(i.invite), b64(i.seed), b64(i.keysetHash), b64(i.nonceHash), b64(i.certificate)]).toEqual([
      x.origin, x.language, x.display_name, x.invite, x.seed, x.keyset, x.nonce_hash, x.certificate,
    ])
    const keys = await inviteKeys(i.seed)
    expect(b64(keys.auth)).toBe(x.auth)
    const nonce = unb64(x.nonce)
    expect(b64(await sha256(nonce))).toBe(x.nonce_hash)
    const script = transcript(i, unb64(v.keysets.practitioner), unb64(v.keysets.client), unb64(x.mailbox))
    expect(b64(script)).toBe(x.transcript)
    expect([b64(await helloMac(keys.mac, script)), b64(await nonceMac(keys.mac, script, nonce)), b64(await confirmMac(keys.mac, script, nonce))]).toEqual([x.hello, x.reveal, x.confirm])
    expect(fourWords(await wordBytes(keys.mac, script, nonce))).toEqual(x.words)
  })
})

describe('words.json', () => {
  const v = read('words.json')
  it('the English list and every pairing', async () => {
    const en = v.lists.find((l: { language: string }) => l.language === 'en')
    expect(en).toBeDefined()
    for (const l of v.lists.filter((l: { language: string }) => l.language === 'en') as { numbers: number[]; words: string[] }[]) {
      let bits = 0n
      for (const n of l.numbers) bits = (bits << 11n) | BigInt(n)
      const bytes = Uint8Array.from({ length: 6 }, (_, i) => Number(((bits << 4n) >> BigInt(40 - 8 * i)) & 255n))
      expect(fourWords(bytes)).toEqual(l.words)
    }
    for (const p of v.pairings as { seed: string; transcript: string; nonce: string; words: string[] }[]) {
      const { mac } = await inviteKeys(unb64(p.seed))
      const [script, nonce] = [unb64(p.transcript), unb64(p.nonce)]
      expect(fourWords(await wordBytes(mac, script, nonce))).toEqual(p.words)
      // The same by hand, from the sentence in docs/protocol.md.
      const info = concat(utf8('handrail/v1/words'), await sha256(concat(script, lp(nonce))))
      expect(fourWords(await hkdf(mac, info, 6))).toEqual(p.words)
    }
  })
})
