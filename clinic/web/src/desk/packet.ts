// The review packet as docs/schema/review-packet-1.schema.json describes it.
import { fromUtf8 } from '../wire/bytes'
import { boolean, day, integer, list, matching, maybe, number, object, oneOf, type Read, ShapeError, string } from './shape'

const id = matching(/^[A-Za-z0-9_-]{22}$/)
const hash = matching(/^[A-Za-z0-9_-]{43}$/)
const line = string(280)
const text = string(8000)
const scale = oneOf(3, 10)
/** What else a sheet says, in words. */
const lines = list(object({ label: text, text, day: maybe(day) }))
const more = maybe(lines)
const state = oneOf('proposed', 'idea', 'active', 'paused', 'reached', 'changed', 'let_go')

const stepResult = object({
  id, day, result: oneOf('done', 'partly', 'not_yet', 'changed'), what_helped: maybe(text), got_in_the_way: maybe(text), next_step: maybe(text),
})
const step = object({ id, title: line, state, by_about: maybe(day), more, results: list(stepResult) })
const shortTerm = object({ id, title: line, state, how_will_we_know: maybe(text), by_about: maybe(day), more, steps: list(step) })
const goal = object({
  id, title: line, state, why: maybe(text), how_will_we_know: maybe(text), by_about: maybe(day), more, short_term: list(shortTerm),
  reviews: maybe(list(object({ day, progress: text, what_next: maybe(text), more }))),
})
const homeworkResult = object({
  id, day, result: oneOf('done', 'partly', 'not_yet', 'not_today'),
  obstacle: maybe(oneOf('forgot', 'too_big', 'no_time', 'symptoms', 'money_or_transport', 'other_person', 'not_important_to_me', 'other')),
  note: maybe(text), helpfulness: maybe(integer(0, 4)), smaller: maybe(boolean),
})
const homework = object({
  id, title: line, module: maybe(line), why: maybe(text), origin: oneOf('agreed', 'self_chosen', 'proposed'), proposal: maybe(id), how_often: maybe(line),
  with_whom: maybe(line), confidence: maybe(integer(0, 10)), smaller_version: maybe(text), more, results: list(homeworkResult),
  reviews: maybe(list(object({ id, day, with_whom: maybe(line), note: maybe(text) }))),
})
const coping = object({
  strategy: line,
  tries: object({ not: integer(0), a_little: integer(0), a_lot: integer(0), unrated: integer(0) }),
  comparison: maybe(text),
  more,
  entries: list(
    object({ id, day, situation: maybe(text), helped: maybe(oneOf('not', 'a_little', 'a_lot')), before: maybe(integer(0, 10)), after: maybe(integer(0, 10)), note: maybe(text), more }),
  ),
})
const sign = object({ id, text: line, max: scale, key_sign: maybe(boolean), more, ratings: list(object({ day, value: integer(0, 10) })) })
const usual = object({
  state: oneOf('learning', 'about_usual', 'higher_than_usual', 'not_enough_ratings'), for_now: maybe(boolean), max: scale, level: maybe(number(0, 10)),
  days: list(object({ day, value: number(0, 10) })), openings: list(object({ opened: day, closed: maybe(day) })), resets: maybe(list(day)),
})

const months = object({
  max: scale, good_level: maybe(number(0, 10)), good_times: maybe(list(object({ id, from: day, until: day }))),
  months: list(object({ month: day, mean: number(0, 10), days: integer(1) }), 12),
})

const review = object({
  type: oneOf('review'),
  version: oneOf(1),
  packet: id,
  name: maybe(string(80)),
  demo: maybe(boolean),
  language: string(35),
  made: object({ instant_ms: integer(), zone: string(64), offset_min: integer(-1440, 1440) }),
  period: object({ from: integer(), until: integer(), from_day: day, until_day: day, since_meeting: boolean }),
  next_meeting: maybe(object({ day, time: maybe(matching(/^[0-2][0-9]:[0-5][0-9]$/)) })),
  head: maybe(hash),
  last_proposal: integer(0),
  talk_about: list(object({ id, text })),
  goals: list(goal),
  homework: list(homework),
  coping: list(coping),
  signs: list(sign),
  usual: maybe(usual),
  months: maybe(months),
  check_in_notes: maybe(list(object({ id, day, text }))),
  rules: list(object({ id, sentence: text, opened: list(day) })),
  plan: maybe(
    object({
      version_day: maybe(day),
      parts: list(object({ part: oneOf('triggers', 'signs', 'what_helps', 'who_helps', 'contacts', 'wishes'), lines: list(text), more: maybe(list(lines)) })),
      more,
    }),
  ),
  sheets: maybe(list(object({ title: line, lines }), 40)),
  answers: list(object({ proposal: id, answer: oneOf('accepted', 'changed', 'declined'), day })),
  trends: object({
    homework: list(object({ week: day, done: integer(0), partly: integer(0), not_yet: integer(0) }), 12),
    coping: list(object({ week: day, tries: integer(0), helped: integer(0) }), 12),
    signs: list(object({ week: day, ratings: integer(0), mean: number(0, 10), max: scale }), 12),
  }),
})

type Result<R> = R extends Read<infer T> ? T : never
export type Packet = Result<typeof review>
export type Goal = Result<typeof goal>
export type ShortTerm = Result<typeof shortTerm>
export type Homework = Result<typeof homework>
export type Coping = Result<typeof coping>
export type Sign = Result<typeof sign>
export type Usual = Result<typeof usual>
export type Lines = Result<typeof lines>
export type Trends = Packet['trends']

/** A client's half of a recovery code, kept for them: what a person would read aloud. */
const share = matching(/^P[0-9A-Z]{4}(-[0-9A-Z]{5}){6}-[0-9A-Z]{3}$/)

export type ReadPacket = { readonly kind: 'review'; readonly packet: Packet } | { readonly kind: 'newer' } | { readonly kind: 'share'; readonly share: string }

/** The body is not what its schema says; `field` is a JSON pointer, never a value. */
export class PacketError extends Error {
  override readonly name = 'PacketError'
  constructor(readonly field: string) {
    super('packet')
  }
}

/** Reads an opened body. Another type or version is `newer`: kept, and shown after an update. */
export function readPacket(body: Uint8Array): ReadPacket {
  let json: unknown
  try {
    json = JSON.parse(fromUtf8(body))
  } catch {
    throw new PacketError('/')
  }
  const j = json as { type?: unknown; version?: unknown; share?: unknown } | null
  if (typeof j !== 'object' || j === null) throw new PacketError('/')
  const isShare = j.type === 'share' && j.version === 1
  if (!isShare && typeof j.type === 'string' && Number.isSafeInteger(j.version) && (j.type !== 'review' || j.version !== 1)) return { kind: 'newer' }
  try {
    if (isShare) return { kind: 'share', share: share(j.share, '/share') }
    return { kind: 'review', packet: review(json, '') }
  } catch (e) {
    if (e instanceof ShapeError) throw new PacketError(e.field)
    throw e
  }
}
