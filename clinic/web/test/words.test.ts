import { describe, expect, it } from 'vitest'
import { noteText } from '../src/desk/note'
import { PacketError, readPacket } from '../src/desk/packet'
import { utf8 } from '../src/wire/bytes'
import { en } from '../src/words/en'
import { Words, words } from '../src/words/words'
import { id, packet } from './support'

const all = Object.entries(en as Record<string, string | Record<string, string>>).flatMap(([k, m]) => (typeof m === 'string' ? [[k, m] as const] : Object.values(m).map((t) => [k, t] as const)))

describe('words', () => {
  it('never say "we", "watch", "monitor", "overdue", "failed", nor name risk or relapse', () => {
    const never = /\b(we|our|us|watch\w*|monitor\w*|overdue|failed|failure|risk\w*|danger\w*|relapse\w*|episode\w*|predict\w*|alarm\w*|alert\w*|score\w*|complian\w*|adherence|non-?adherent)\b/i
    for (const [k, text] of all) expect(never.test(text), `${k}: ${text}`).toBe(false)
  })
  it('are plain text: no markup, and every variable is closed', () => {
    for (const [k, text] of all) {
      expect(/[<>&]|\{\w*[^\w}]/.test(text), `${k}: ${text}`).toBe(false)
      expect(text.trim(), k).toBe(text)
    }
  })
  it('choose the plural of their language, and leave an unknown variable standing', () => {
    expect(words.t('news.missing', { n: 1 })).toBe('Something did not arrive')
    expect(words.t('news.missing', { n: 3 })).toBe('3 things did not arrive')
    expect(words.t('status.looked', { n: 0 })).toBe('Nothing new.')
    expect(words.t('seen.label')).toBe('One line to {name}')
    const pl = new Words('pl', { ...en, 'news.missing': { one: '{n} rzecz', few: '{n} rzeczy', many: '{n} rzeczy!', other: '{n} rzeczy?' } })
    expect([1, 2, 5].map((n) => pl.t('news.missing', { n }))).toEqual(['1 rzecz', '2 rzeczy', '5 rzeczy!'])
  })
  it('a name that looks like a variable or markup is shown as it is', () => {
    expect(words.t('seen.label', { name: '<b>{n}</b> $& $1' })).toBe('One line to <b>{n}</b> $& $1')
  })
})

describe('the note', () => {
  const p = packet(1, {
    talk_about: [{ id: id(60), text: 'The flat' }],
    goals: [
      { id: id(2), title: 'Live on my own', state: 'active', short_term: [{ id: id(3), title: 'See two flats', state: 'active', steps: [
        { id: id(4), title: 'Call the agency', state: 'reached', results: [{ id: id(5), day: '2026-03-01', result: 'done', what_helped: 'Mum sat beside me', next_step: 'Ask about the deposit' }] },
        { id: id(6), title: 'Visit Mill Street', state: 'active', results: [{ id: id(7), day: '2026-03-02', result: 'not_yet', got_in_the_way: 'No bus' }] },
      ] }] },
      { id: id(8), title: 'Old goal', state: 'let_go', short_term: [] },
    ],
    homework: [{ id: id(9), title: 'Walk', origin: 'agreed', results: [
      { id: id(10), day: '2026-02-25', result: 'done' }, { id: id(11), day: '2026-02-26', result: 'done', smaller: true }, { id: id(12), day: '2026-02-27', result: 'not_yet', obstacle: 'no_time', note: 'Work ran late' },
    ] }],
    coping: [{ strategy: 'Music', tries: { not: 1, a_little: 2, a_lot: 2, unrated: 0 }, entries: [] }, { strategy: 'Breathing', tries: { not: 0, a_little: 1, a_lot: 0, unrated: 1 }, entries: [] }],
  })
  it('says goal, what was tried, what got in the way and what is next, and nothing about signs', () => {
    expect(noteText(p, 'Robin', [{ packet: id(20), kind: 'homework', title: 'Sleep diary', day: '2026-03-02' }], words)).toBe(
      [
        'IMR meeting: Robin, Tue 24 Feb to Tue 3 Mar', '',
        'Wants to talk about:', '- The flat', '',
        'Goal:', '- Live on my own', '',
        'What was tried:', '- Walk: done 2, not yet 1, 1 in the smaller version', '- Step "Call the agency": done (Mum sat beside me)', '- Step "Visit Mill Street": not yet',
        '- Music: tried 5 times, helped 4 of 5', '- Breathing: tried 2 times', '',
        'What got in the way:', '- Walk: no time; Work ran late', '- Visit Mill Street: No bus', '',
        'What is next:', '- Step: Visit Mill Street', '- Step: Ask about the deposit', '- Suggested: Sleep diary (no answer yet)', '',
      ].join('\n'),
    )
  })
  it('of an empty packet has its headings and says that nothing was noted', () => {
    expect(noteText(packet(1, { talk_about: [] }), 'Robin', [], words).match(/nothing noted/g)?.length).toBe(4)
  })
})

describe('packets', () => {
  const bytes = (x: unknown) => utf8(JSON.stringify(x))
  const field = (x: unknown) => {
    try {
      return readPacket(bytes(x)).kind
    } catch (e) {
      if (e instanceof PacketError) return e.field
      throw e
    }
  }
  it('are read by their schema, and what it does not name is dropped', () => {
    const read = readPacket(bytes({ ...packet(1), extra: { x: 1 }, __proto__: { evil: true } }))
    expect(read.kind).toBe('review')
    expect(read.kind === 'review' && 'extra' in read.packet).toBe(false)
  })
  it('another type or version is kept for later; anything else is refused by the field\'s name', () => {
    expect(field({ ...packet(1), version: 2 })).toBe('newer')
    expect(field({ type: 'letter', version: 1 })).toBe('newer')
    expect(field([])).toBe('')
    expect(field(null)).toBe('/')
    expect(field({ ...packet(1), period: { ...packet(1).period, until_day: '2026-13-01' } })).toBe('/period/until_day')
    expect(field({ ...packet(1), talk_about: [{ id: id(1), text: 'x'.repeat(8001) }] })).toBe('/talk_about/0/text')
    expect(field({ ...packet(1), trends: { homework: [], coping: [], signs: Array.from({ length: 13 }, () => ({ week: '2026-03-02', ratings: 0, mean: 0, max: 3 })) } })).toBe('/trends/signs')
    expect(field({ ...packet(1), signs: [{ id: id(1), text: 'x', max: 5, ratings: [] }] })).toBe('/signs/0/max')
    expect(() => readPacket(utf8('{"type":'))).toThrow(PacketError)
    expect(() => readPacket(Uint8Array.of(0xff, 0xfe))).toThrow(PacketError)
  })
  it('carry other sheets in the words of the client, known here or not', () => {
    const sheet = { sheet: 'of_next_year', title: 'Lo que sueño', lines: [{ label: 'Qué', text: 'el mar', day: '2026-03-02' }, { label: 'Con quién', text: '' }] }
    const read = readPacket(bytes({ ...packet(1), sheets: [sheet] }))
    expect(read.kind === 'review' && read.packet.sheets).toEqual([{ title: sheet.title, lines: sheet.lines }])
    expect(readPacket(bytes(packet(1))).kind).toBe('review')
    expect(field({ ...packet(1), sheets: [{ ...sheet, lines: [{ label: 'x' }] }] })).toBe('/sheets/0/lines/0/text')
    expect(field({ ...packet(1), sheets: [{ ...sheet, lines: [{ label: 'x', text: 'x', day: '2026-02-30' }] }] })).toBe('/sheets/0/lines/0/day')
    expect(field({ ...packet(1), sheets: Array.from({ length: 41 }, () => sheet) })).toBe('/sheets')
  })
  it('carry the months, the good time and what sheets say besides, and one of before has none of it', () => {
    const more = [{ label: 'Who can help', text: 'Mia' }]
    const months = { max: 3 as const, good_level: 0.4, good_times: [{ id: id(7), from: '2025-02-01', until: '2025-02-20' }], months: [{ month: '2026-02-01', mean: 0.5, days: 12 }, { month: '2026-03-01', mean: 1, days: 2 }] }
    const goal = { id: id(8), title: 'a job in a garden', state: 'active', more, short_term: [] }
    const read = readPacket(bytes({ ...packet(1), goals: [goal], months, check_in_notes: [{ id: id(9), day: '2026-03-02', text: 'a loud night' }] }))
    expect(read.kind === 'review' && [read.packet.months, read.packet.goals[0]?.more, read.packet.check_in_notes?.length]).toEqual([months, more, 1])
    const before = readPacket(bytes(packet(1)))
    expect(before.kind === 'review' && ['months', 'check_in_notes', 'sheets'].filter((f) => f in before.packet)).toEqual([])
    const month = months.months[0]!
    expect(field({ ...packet(1), months: { ...months, months: Array.from({ length: 13 }, () => month) } })).toBe('/months/months')
    expect(field({ ...packet(1), months: { ...months, good_level: 11 } })).toBe('/months/good_level')
    expect(field({ ...packet(1), months: { ...months, months: [{ ...month, days: 0 }] } })).toBe('/months/months/0/days')
    expect(field({ ...packet(1), goals: [{ ...goal, more: [{ label: 'x' }] }] })).toBe('/goals/0/more/0/text')
  })
  it('nested ten thousand deep are refused without a fall', () => {
    expect(() => readPacket(utf8(`${'['.repeat(10_000)}${']'.repeat(10_000)}`))).toThrow(PacketError)
  })
})

