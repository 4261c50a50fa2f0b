// Civil days as YYYY-MM-DD texts, which sort by themselves. No time zone enters here but in `dayIn`.
import { WireError } from './errors'

export const DAY_MS = 86_400_000

export function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && dayOf(Date.parse(`${text}T00:00:00Z`)) === text
}

/** The UTC day of an instant. */
export const dayOf = (instantMs: number): string => new Date(instantMs).toISOString().slice(0, 10)

/** The civil day of an instant in a zone (IANA name). */
export function dayIn(instantMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date(instantMs))
  const get = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  return `${get('year').padStart(4, '0')}-${get('month')}-${get('day')}`
}

export const dayMs = (day: string): number => {
  if (!isDay(day)) throw new WireError('day')
  return Date.parse(`${day}T00:00:00Z`)
}
export const addDays = (day: string, n: number): string => dayOf(dayMs(day) + n * DAY_MS)
/** Whole days from `a` to `b`. */
export const daysBetween = (a: string, b: string): number => Math.round((dayMs(b) - dayMs(a)) / DAY_MS)

/** Number of the calendar month (UTC) a subkey is named by: year * 12 + month - 1. */
export const monthNumber = (instantMs: number): number => {
  const d = new Date(instantMs)
  return d.getUTCFullYear() * 12 + d.getUTCMonth()
}
/** First day of a numbered month. */
export const monthStart = (n: number): string => `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}-01`
