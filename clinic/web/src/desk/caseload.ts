// The caseload: by next meeting, soonest first, with what is new and nothing about how anybody is.
import { type ClientState, type PageState, unchecked } from '../vault/state'
import { missing } from './intake'

export type News =
  | { readonly kind: 'review'; readonly day: string }
  | { readonly kind: 'missing'; readonly count: number }
  | { readonly kind: 'refused'; readonly count: number }
  | { readonly kind: 'newer' }
  | { readonly kind: 'answer'; readonly answer: 'accepted' | 'changed' | 'declined'; readonly title: string }

export interface CaseloadLine {
  readonly client: string
  readonly name: string
  /** Introduced by a colleague, and the words were not compared yet. */
  readonly unchecked: boolean
  readonly pairing: ClientState['paired']['state']
  /** The next meeting, from today on; `null` when none is set. */
  readonly meeting: { readonly day: string; readonly time?: string } | null
  readonly news: readonly News[]
  /** Whether anything was ever received. */
  readonly hasPacket: boolean
  readonly openedMs: number
}

export function newsOf(c: ClientState): News[] {
  const news: News[] = []
  if (c.latest && c.latest.packet !== c.opened.packet) {
    const latest = c.latest
    if (c.inbox.some((m) => m.packet === latest.packet && m.newer)) news.push({ kind: 'newer' })
    else news.push({ kind: 'review', day: latest.day })
  }
  for (const p of c.proposals) if (p.answer && !p.answer.seen) news.push({ kind: 'answer', answer: p.answer.answer, title: p.title })
  const gone = missing(c).length
  if (gone > 0) news.push({ kind: 'missing', count: gone })
  if (c.refused.length > 0) news.push({ kind: 'refused', count: c.refused.length })
  return news
}

export function caseload(state: PageState, today: string): CaseloadLine[] {
  const when = (l: CaseloadLine) => (l.meeting ? `${l.meeting.day} ${l.meeting.time ?? '99:99'}` : '9999')
  return Object.values(state.clients)
    .map((c) => ({
      client: c.mailbox,
      name: c.name.value,
      unchecked: unchecked(c),
      pairing: c.paired.state,
      meeting: c.meeting.value && c.meeting.value.day >= today ? c.meeting.value : null,
      news: newsOf(c),
      hasPacket: c.latest !== null,
      openedMs: c.opened.at,
    }))
    .sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : a.name.localeCompare(b.name)))
}
