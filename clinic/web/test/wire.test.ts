import { describe, expect, it } from 'vitest'
import { counted } from '../src/node/vectors'
import { b64, concat, equal, hex, unb64, unhex, utf8 } from '../src/wire/bytes'
import { codeKeys, readCode, writeCode } from '../src/wire/code'
import { addDays, dayIn, isDay, monthNumber, monthStart } from '../src/wire/days'
import { native, portable } from '../src/wire/ed25519'
import { header, i64, lp, Reader, readHeader, readI64, readU16, readU64, u16, u64 } from '../src/wire/encode'
import { WireError } from '../src/wire/errors'
import { hkdf } from '../src/wire/hash'
import { decodeInner, decodeOuter, encodeInner, encodeOuter, type Inner, type Outer } from '../src/wire/headers'
import { readQr, transcript, writeQr } from '../src/wire/invite'
import { acceptKeySet, makeKeySet, readKeySet, subkeyFor } from '../src/wire/keyset'
import { readOrigin } from '../src/wire/login'
import { lowOrderPart } from '../src/wire/lowOrder'
import { makeRoster, readRoster } from '../src/wire/roster'
import { checkSigned, makeSigned, readSigned } from '../src/wire/signed'
import { fourWords } from '../src/wire/words'

const r = counted('wire tests')
const wireCode = async (work: () => unknown): Promise<string> => {
  try {
    await work()
  } catch (e) {
    if (e instanceof WireError) return e.code
    throw e
  }
  return 'accepted'
}

describe('bytes', () => {
  it('base64url comes back for every length, and one byte string has one text', () => {
    for (let n = 0; n < 70; n++) {
      const x = r(n)
      expect(equal(unb64(b64(x)), x)).toBe(true)
    }
  })
  it('refuses padding, other alphabets, odd lengths, loose bits and wrong sizes', async () => {
    for (const bad of ['QQ==', 'Q+', 'Q/', 'A', 'QR', 'AAB', 'A A', 7, null]) expect(await wireCode(() => unb64(bad)), String(bad)).toBe('base64')
    expect(await wireCode(() => unb64('AAAA', 16))).toBe('width')
  })
})

describe('headers', () => {
  it('numbers come back and keep their order as bytes', () => {
    for (const n of [0, 1, 255, 256, 65_535]) expect(readU16(u16(n))).toBe(n)
    for (const n of [0, 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) expect(readU64(u64(n))).toBe(n)
    for (const n of [0, -1, 1_772_323_200_000, -86_400_000]) expect(readI64(i64(n))).toBe(n)
  })
  it('every cut, every added byte and another version are refused', async () => {
    const bytes = header('abc', new Uint8Array(16), '')
    const widths = [undefined, 16, undefined]
    expect(readHeader(bytes, widths).map((f) => f.length)).toEqual([3, 16, 0])
    for (let n = 0; n < bytes.length; n++) expect(await wireCode(() => readHeader(bytes.slice(0, n), widths))).not.toBe('accepted')
    expect(await wireCode(() => readHeader(concat(bytes, Uint8Array.of(0)), widths))).toBe('trailing')
    expect(await wireCode(() => readHeader(bytes.map((b, i) => (i === 0 ? 2 : b)), widths))).toBe('version')
    expect(await wireCode(() => readHeader(bytes, [undefined, 17, undefined]))).toBe('width')
  })
  it('a length that promises more than there is does not read past the end', async () => {
    expect(await wireCode(() => new Reader(unhex('ffffffff00')).lp())).toBe('short')
  })
  it('outer and inner come back, and random changes never come back as something else', async () => {
    for (let n = 0; n < 60; n++) {
      const o: Outer = { purpose: ((n % 3) + 1) as 1 | 2 | 3, mailbox: r(16), sender: r(32), device: r(16), recipient: r(32), sequence: n * 7919 }
      const bytes = encodeOuter(o)
      expect(bytes.length).toBe(130)
      expect(decodeOuter(bytes)).toEqual(o)
      const i: Inner = { outer: bytes, previous: r(32), epoch: n, packet: r(16), part: 1, of: n + 1, from: 1 - n, until: n * 1e9, readers: Array.from({ length: (n % 5) + 1 }, () => r(32)) }
      const inner = encodeInner(i)
      expect(decodeInner(inner)).toEqual(i)
      const at = (r(1)[0] as number) % inner.length
      const changed = inner.map((b, k) => (k === at ? b ^ 0x40 : b))
      const code = await wireCode(() => expect(decodeInner(changed)).not.toEqual(i))
      expect(['accepted', 'short', 'trailing', 'width', 'version', 'readers']).toContain(code)
    }
  })
  it('part 0, part beyond the last, no reader and six readers are refused', async () => {
    const i: Inner = { outer: r(3), previous: r(32), epoch: 1, packet: r(16), part: 1, of: 1, from: 0, until: 0, readers: [r(32)] }
    expect(await wireCode(() => decodeInner(encodeInner({ ...i, part: 0 })))).toBe('width')
    expect(await wireCode(() => decodeInner(encodeInner({ ...i, part: 2 })))).toBe('width')
    expect(await wireCode(() => decodeInner(encodeInner({ ...i, readers: [] })))).toBe('readers')
    expect(await wireCode(() => decodeInner(encodeInner({ ...i, readers: Array.from({ length: 6 }, () => r(32)) })))).toBe('readers')
    expect(await wireCode(() => decodeOuter(encodeOuter({ purpose: 9 as 1, mailbox: r(16), sender: r(32), device: r(16), recipient: r(32), sequence: 1 })))).toBe('width')
  })
})

describe('keys and hashes', () => {
  it('HKDF-SHA256 gives the answer of RFC 5869 test 3 (no salt, no info)', async () => {
    expect(hex(await hkdf(new Uint8Array(22).fill(0x0b), '', 42))).toBe('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8')
  })
  // RFC 8032 section 7.1, tests 1 to 3.
  const rfc8032 = [
    ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '', 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
    ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72', '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
    ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82', '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'],
  ] as const
  for (const [name, ed] of [['WebCrypto', native], ['the package', portable]] as const) {
    it(`Ed25519 by ${name} gives the answers of RFC 8032 and refuses a changed message, signature and key`, async () => {
      for (const [seed, key, message, signature] of rfc8032) {
        const [k, m, s] = [unhex(key), unhex(message), unhex(signature)]
        const known = unhex(seed)
        expect(hex(await ed.publicKey(known))).toBe(hex(k))
        expect(hex(await ed.sign(known, m))).toBe(hex(s))
        expect(await ed.verify(k, m, s)).toBe(true)
        expect(await ed.verify(k, concat(m, Uint8Array.of(0)), s)).toBe(false)
        expect(await ed.verify(k, m, s.map((b, i) => (i === 40 ? b ^ 1 : b)))).toBe(false)
        expect(await ed.verify(k.map((b, i) => (i === 3 ? b ^ 1 : b)), m, s)).toBe(false)
      }
    })
  }
  it('knows every low-order X25519 value, with and without the top bit', () => {
    const low = ['00'.repeat(32), `01${'00'.repeat(31)}`, 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157', `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(30)}7f`]
    for (const l of low) {
      const part = unhex(l)
      expect(lowOrderPart(concat(r(1184), part))).toBe(true)
      part[31] = (part[31] as number) | 0x80
      expect(lowOrderPart(part)).toBe(true)
    }
    expect(lowOrderPart(concat(new Uint8Array(31), Uint8Array.of(9)))).toBe(false)
  })
})

describe('signed objects', () => {
  const seed = r(32)
  const month = monthNumber(Date.parse('2026-03-05'))
  const subkey = (number: number) => ({ number, from: monthStart(number), until: monthStart(number + 1), key: r(1216) })
  const body = async () => ({ role: 'practitioner' as const, account: r(16), identity: await native.publicKey(seed), subkeys: [subkey(month), subkey(month + 1)] })

  it('a flipped bit anywhere is refused', async () => {
    const bytes = await makeSigned(seed, 'handrail/v1/test', { v: 1, n: [1, 2, 3] })
    const key = await native.publicKey(seed)
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = bytes.map((b, i) => (i === at ? b ^ 1 : b))
      expect(await wireCode(async () => checkSigned(readSigned(changed), 'handrail/v1/test', key))).not.toBe('accepted')
    }
    expect(await wireCode(() => checkSigned(readSigned(bytes), 'handrail/v1/other', key))).toBe('signature')
  })
  it('a key set comes back and is pinned: other account, identity, role or a lower month are refused', async () => {
    const b = await body()
    const k = await makeKeySet(seed, { ...b, device: b.account })
    const pinned = { account: k.account, identity: k.identity, highest: month + 1, role: 'practitioner' as const }
    expect((await acceptKeySet(k.bytes, pinned)).subkeys.map((s) => s.number)).toEqual([month, month + 1])
    expect(await wireCode(() => acceptKeySet(k.bytes, { ...pinned, highest: month + 2 }))).toBe('subkeys')
    expect(await wireCode(() => acceptKeySet(k.bytes, { ...pinned, account: r(16) }))).toBe('account')
    expect(await wireCode(() => acceptKeySet(k.bytes, { ...pinned, identity: r(32) }))).toBe('account')
    expect(await wireCode(() => acceptKeySet(k.bytes, { ...pinned, role: 'client' }))).toBe('role')
  })
  it('a key set with no, four, falling or odd subkeys, a low-order key or another device is refused', async () => {
    const b = { ...(await body()) }
    const make = (change: object) => wireCode(() => makeKeySet(seed, { ...b, device: b.account, ...change }))
    expect(await make({})).toBe('accepted')
    expect(await make({ subkeys: [] })).toBe('subkeys')
    expect(await make({ subkeys: [0, 1, 2, 3].map((n) => subkey(month + n)) })).toBe('subkeys')
    expect(await make({ subkeys: [subkey(month + 1), subkey(month)] })).toBe('subkeys')
    expect(await make({ subkeys: [{ ...subkey(month), until: monthStart(month + 2) }] })).toBe('subkeys')
    expect(await make({ subkeys: [{ ...subkey(month), key: concat(r(1184), new Uint8Array(32)) }] })).toBe('low_order')
    expect(await make({ device: r(16) })).toBe('account')
    expect(await wireCode(() => readKeySet(utf8('{}')))).not.toBe('accepted')
  })
  it('the subkey of the day is used, else the highest, and none more than 60 days past its end', async () => {
    const b = await body()
    const k = await makeKeySet(seed, { ...b, device: b.account })
    expect(subkeyFor(k, '2026-03-31')?.number).toBe(month)
    expect(subkeyFor(k, '2026-04-01')?.number).toBe(month + 1)
    expect(subkeyFor(k, addDays('2026-05-01', 60))?.number).toBe(month + 1)
    expect(subkeyFor(k, addDays('2026-05-01', 61))).toBeNull()
  })
  it('a roster comes back only for its mailbox and identity', async () => {
    const mailbox = r(16)
    const key = await native.publicKey(seed)
    const bytes = await makeRoster(seed, { mailbox, epoch: 3, readers: [{ account: r(16), identity: r(32), keyset: r(32) }] })
    expect((await readRoster(bytes, mailbox, key)).epoch).toBe(3)
    expect(await wireCode(() => readRoster(bytes, r(16), key))).toBe('account')
    expect(await wireCode(async () => readRoster(bytes, mailbox, await native.publicKey(r(32))))).toBe('signature')
    const six = await makeRoster(seed, { mailbox, epoch: 1, readers: Array.from({ length: 6 }, () => ({ account: r(16), identity: r(32), keyset: r(32) })) })
    expect(await wireCode(() => readRoster(six, mailbox, key))).toBe('readers')
  })
})

describe('recovery codes', () => {
  it('come back, however they are typed', async () => {
    for (let n = 0; n < 40; n++) {
      const bytes = r(16)
      const code = await writeCode(bytes)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/)
      for (const typed of [code, code.toLowerCase(), code.replace(/-/g, ' '), code.replace(/-/g, ''), code.replace(/0/g, 'o').replace(/1/g, n % 2 ? 'l' : 'I'), ` ${code.replace(/-/g, ' – ')}\n`]) {
        expect(equal(await readCode(typed), bytes), typed).toBe(true)
      }
    }
  })
  it('a mistyped character is found by the check, in all but one of about a thousand', async () => {
    let [tried, missed] = [0, 0]
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    for (let n = 0; n < 12; n++) {
      const code = (await writeCode(r(16))).replace(/-/g, '')
      for (let at = 0; at < 28; at++) {
        const other = alphabet[(alphabet.indexOf(code[at] as string) + 1 + ((r(1)[0] as number) % 31)) % 32] as string
        tried++
        if ((await wireCode(() => readCode(code.slice(0, at) + other + code.slice(at + 1)))) === 'accepted') missed++
      }
    }
    expect(tried).toBe(336)
    expect(missed).toBeLessThanOrEqual(2)
  })
  it('two characters changed places, a missing one and a foreign one are refused', async () => {
    const code = await writeCode(unhex('00112233445566778899aabbccddeeff'))
    expect(await wireCode(() => readCode(code.slice(0, -1)))).toBe('code_form')
    expect(await wireCode(() => readCode(`${code.slice(0, -1)}U`))).toBe('code_form')
    expect(await wireCode(() => readCode(''))).toBe('code_form')
    expect(await wireCode(() => readCode(code.slice(1, 2) + code.slice(0, 1) + code.slice(2)))).toBe(code[0] === code[1] ? 'accepted' : 'code_check')
  })
  it('give three unlike keys', async () => {
    const k = await codeKeys(r(16))
    expect(new Set([hex(k.locator), hex(k.method).slice(0, 32), hex(k.wrap).slice(0, 32)]).size).toBe(3)
  })
})

describe('invites', () => {
  const invite = { origin: 'https://relay.example', invite: r(16), seed: r(16), keysetHash: r(32), nonceHash: r(32), certificate: new Uint8Array(0), language: 'en', name: 'Sam' }
  it('come back from their QR text and fit a comfortable code', () => {
    for (const change of [{}, { certificate: r(32) }, { name: 'Zoë van Dijk', language: 'nl' }, { origin: 'http://127.0.0.1:8080' }]) {
      const text = writeQr({ ...invite, ...change })
      expect(readQr(text)).toEqual({ ...invite, ...change })
      expect(text.length).toBeLessThan(400)
    }
  })
  it('refuse an address with a path or capitals, a long, blank or bent name, and text that is no invite', async () => {
    for (const origin of ['https://relay.example/', 'https://Relay.example', 'ftp://relay.example', 'relay']) expect(await wireCode(() => readQr(writeQr({ ...invite, origin }))), origin).toBe('origin')
    expect(await wireCode(() => writeQr({ ...invite, name: 'é'.repeat(21) }))).toBe('name_too_long')
    for (const name of ['', '  ', 'Sam\n', 'Sam\u202e']) expect(await wireCode(() => writeQr({ ...invite, name }))).toBe('name')
    expect(await wireCode(() => readQr('HANDRAIL2.AAAA'))).toBe('qr')
    expect(await wireCode(() => readQr('HANDRAIL1.AQ'))).toBe('short')
    expect(readOrigin('https://Relay.Example:443/x')).toBe('https://relay.example')
  })
  it('any changed part changes the transcript', () => {
    const [a, b, m] = [r(50), r(60), r(16)]
    const base = hex(transcript(invite, a, b, m))
    for (const change of [{ name: 'Sim' }, { origin: 'https://relay.exampl' }, { nonceHash: r(32) }, { certificate: r(32) }, { language: 'nl' }]) expect(hex(transcript({ ...invite, ...change }, a, b, m))).not.toBe(base)
    expect(hex(transcript(invite, b, a, m))).not.toBe(base)
    // Field borders count: a byte moved from one field to the next is another transcript.
    expect(hex(transcript(invite, concat(a, b.slice(0, 1)), b.slice(1), m))).not.toBe(base)
  })
  it('four words are read from the top, eleven bits each', () => {
    expect(fourWords(unhex('000000000000'))).toEqual(['abandon', 'abandon', 'abandon', 'abandon'])
    expect(fourWords(unhex('ffffffffffff'))).toEqual(['zoo', 'zoo', 'zoo', 'zoo'])
    expect(fourWords(unhex('00200400801f'))).toEqual(['ability', 'ability', 'ability', 'ability'])
  })
})

describe('days', () => {
  it('are civil days of a zone and refuse what is none', () => {
    expect(dayIn(Date.parse('2026-03-01T23:30:00Z'), 'Europe/Amsterdam')).toBe('2026-03-02')
    expect(dayIn(Date.parse('2026-03-01T03:30:00Z'), 'America/New_York')).toBe('2026-02-28')
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    for (const bad of ['2026-02-30', '2026-3-1', '', 'today', null]) expect(isDay(bad)).toBe(false)
    expect(lp('a').length).toBe(5)
  })
})
