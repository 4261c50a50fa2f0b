// Only in the demo's build: one clock for phones, relay and page, and an unlock link on this machine alone.
import { type Clock, systemClock } from '../desk/ports'

/** The demo's moment, going on from when the page was opened; the system's clock where there is no demo behind the page. */
export async function demoClock(): Promise<Clock> {
  try {
    const answer = await fetch('/demo.json', { cache: 'no-store', redirect: 'error' })
    const { now_ms, zone } = (await answer.json()) as { now_ms: number; zone: string }
    if (!Number.isFinite(now_ms)) return systemClock
    const opened = performance.now()
    return { now: () => Math.round(now_ms + performance.now() - opened), zone: () => zone }
  } catch {
    return systemClock
  }
}

/** The code of an unlock link, taken out of the address bar and the history before anything else happens. */
export function takeCode(): string | null {
  if (location.hostname !== '127.0.0.1' || !location.hash.startsWith('#code=')) return null
  const code = decodeURIComponent(location.hash.slice('#code='.length))
  history.replaceState(null, '', location.pathname)
  return code
}
