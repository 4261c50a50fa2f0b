// "Copy as note": goal, what was tried, what got in the way, what is next, as plain text for the clinic's own record.
import type { SentProposal } from '../vault/state'
import type { MessageId, Words } from '../words/words'
import type { Homework, Packet } from './packet'

/** How often each result was given, in the order done, partly, not yet, not today; results never given are left out. */
export function resultCounts(h: Homework): { result: 'done' | 'partly' | 'not_yet' | 'not_today'; n: number }[] {
  return (['done', 'partly', 'not_yet', 'not_today'] as const).map((result) => ({ result, n: h.results.filter((r) => r.result === result).length })).filter((c) => c.n > 0)
}

/** A state in which something is still on the way. */
export const isOpen = (state: string): boolean => state === 'active' || state === 'idea' || state === 'proposed'

export function noteText(p: Packet, name: string, proposals: readonly SentProposal[], w: Words): string {
  const { t } = w
  const section = (id: MessageId, lines: readonly string[]): string[] => [`${t(id)}:`, ...(lines.length > 0 ? lines : [t('note.nothing')]).map((l) => `- ${l}`), '']
  const steps = p.goals.flatMap((g) => g.short_term.flatMap((s) => s.steps))

  const tried = [
    ...p.homework
      .filter((h) => h.results.length > 0)
      .map((h) => {
        const counts = resultCounts(h).map((c) => t('note.count', { what: t(`homework.result.${c.result}`), n: c.n }))
        const smaller = h.results.filter((r) => r.smaller).length
        if (smaller > 0) counts.push(t('note.smaller', { n: smaller }))
        return t('note.homework_line', { title: h.title, counts: counts.join(', ') })
      }),
    ...steps.flatMap((s) => s.results.map((r) => t('note.step_line', { title: s.title, result: t(`step.result.${r.result}`) }) + (r.what_helped ? ` (${r.what_helped})` : ''))),
    ...p.coping.map((c) => {
      const helped = c.tries.a_little + c.tries.a_lot
      const rated = helped + c.tries.not
      const all = rated + c.tries.unrated
      return rated === 0 || rated !== all ? t('note.coping_unrated', { strategy: c.strategy, n: all }) : t('note.coping_line', { strategy: c.strategy, n: all, helped })
    }),
  ]
  const way = [
    ...p.homework.flatMap((h) => {
      const named = new Set(h.results.flatMap((r) => (r.obstacle ? [t(`obstacle.${r.obstacle}`)] : [])))
      const notes = h.results.flatMap((r) => (r.note && r.result !== 'done' ? [r.note] : []))
      return named.size + notes.length > 0 ? [t('note.obstacle_line', { title: h.title, obstacle: [...named, ...notes].join('; ') })] : []
    }),
    ...steps.flatMap((s) => s.results.flatMap((r) => (r.got_in_the_way ? [t('note.obstacle_line', { title: s.title, obstacle: r.got_in_the_way })] : []))),
  ]
  const next = [
    ...steps.filter((s) => isOpen(s.state)).map((s) => t('note.step_next', { title: s.title })),
    ...steps.flatMap((s) => s.results.flatMap((r) => (r.next_step ? [t('note.step_next', { title: r.next_step })] : []))),
    ...proposals
      .filter((x) => x.kind !== 'seen' && x.kind !== 'introduce' && !x.withdrawn && x.day >= p.period.from_day)
      .map((x) => t('note.suggested', { title: x.title, answer: t(x.answer ? `answer.${x.answer.answer}` : 'answer.none') })),
  ]
  return [
    t('note.title', { name, from: w.shortDay(p.period.from_day), until: w.shortDay(p.period.until_day) }),
    '',
    ...(p.talk_about.length > 0 ? section('note.talk', p.talk_about.map((x) => x.text)) : []),
    ...section('note.goal', p.goals.filter((g) => g.state !== 'let_go' && g.state !== 'changed').map((g) => g.title)),
    ...section('note.tried', tried),
    ...section('note.in_the_way', way),
    ...section('note.next', [...new Set(next)]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}
