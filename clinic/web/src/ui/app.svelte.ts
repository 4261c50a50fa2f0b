// What the screens share: the session, which screen is shown, and one status line. Screens call; the desk does.
import { tick } from 'svelte'
import { caseload, type CaseloadLine } from '../desk/caseload'
import { takeIn } from '../desk/intake'
import { openPerson, type Person } from '../desk/person'
import { type Clock, type Ports, systemClock, systemPorts } from '../desk/ports'
import type { Session } from '../desk/session'
import { ownCard } from '../desk/suggest'
import { unlock } from '../desk/unlock'
import { readOrigin } from '../wire/login'
import { type MessageId, words } from '../words/words'
import { demoClock, takeCode } from './demo'
import { explain } from './explain'

export type View = { readonly name: 'unlock' | 'enrol' | 'caseload' | 'pair' } | { readonly name: 'person'; readonly client: string; readonly packet?: string }

/** Look for new reviews when the caseload is shown again after this long. */
const LOOK_AGAIN_MS = 60_000

class App {
  view = $state.raw<View>({ name: 'unlock' })
  session = $state.raw<Session | null>(null)
  lines = $state.raw<CaseloadLine[]>([])
  person = $state.raw<Person | null>(null)
  /** Said aloud and shown in one place. */
  status = $state('')
  /** What is being done, while it takes time. */
  busy = $state<MessageId | null>(null)
  problem = $state<MessageId | null>(null)
  lookedAt = $state(0)
  /** What colleagues introduce this practitioner by. */
  card = $state('')
  /** Counts up when the session's state changed, so that what is derived from it is read again. */
  version = $state(0)
  demo = __DEMO__
  private clock: Clock = systemClock
  /** What is being done; going to another screen waits for it instead of getting lost. */
  private idle: Promise<unknown> = Promise.resolve()
  /** Counts the locks: work that began before the last one no longer speaks, and does not keep the door shut. */
  private sitting = 0
  ports: Ports = systemPorts()
  readonly origin = readOrigin(location.origin)

  async start(): Promise<void> {
    window.addEventListener('popstate', (e) => {
      const view = (e.state as { view?: View } | null)?.view
      if (this.session && view) void this.idle.then(() => this.show(view))
    })
    if (__DEMO__) {
      this.clock = await demoClock()
      this.ports = systemPorts(this.clock)
      const code = takeCode()
      if (code) await this.unlock(code)
    }
  }

  get today(): string {
    return this.session?.today ?? ''
  }

  /** Runs work with a word of what is happening, and says in plain words what stopped it. True when it was done. */
  run(what: MessageId, work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return Promise.resolve(false)
    const doing = this.working(what, work)
    this.idle = doing
    return doing
  }

  private async working(what: MessageId, work: () => Promise<void>): Promise<boolean> {
    const sitting = this.sitting
    this.busy = what
    this.problem = null
    try {
      await work()
      return true
    } catch (e) {
      // What the lock cut short is nobody's problem any more.
      if (sitting === this.sitting) this.problem = explain(e)
      return false
    } finally {
      if (sitting === this.sitting) {
        this.busy = null
        this.refresh()
      }
    }
  }

  say(id: MessageId, vars: Record<string, string | number> = {}): void {
    // Emptied first, so that the same sentence twice is also read twice.
    this.status = ''
    void tick().then(() => (this.status = words.t(id, vars)))
  }

  refresh(): void {
    this.version++
    if (this.session) this.lines = caseload(this.session.state, this.session.today)
  }

  async unlock(code: string): Promise<boolean> {
    return this.run('busy.unlock', async () => {
      await this.begin(await unlock(this.ports, this.origin, code))
    })
  }

  /** Takes over an open session and shows the caseload as it was left, then what has come since. */
  async begin(session: Session): Promise<void> {
    this.session = session
    this.lookedAt = session.now
    this.card = await ownCard(session)
    history.replaceState({ view: { name: 'caseload' } }, '')
    await this.show({ name: 'caseload' })
    if (this.session !== session) return
    this.busy = 'busy.look'
    await takeIn(session)
  }

  async look(): Promise<void> {
    const s = this.session
    if (!s) return
    const before = this.lines.reduce((n, l) => n + l.news.length, 0)
    await this.run('busy.look', async () => {
      await takeIn(s)
      this.lookedAt = s.now
      this.refresh()
      const n = Math.max(0, this.lines.reduce((k, l) => k + l.news.length, 0) - before)
      this.say('status.looked', { n })
    })
  }

  async go(view: View): Promise<void> {
    await this.idle
    if (!this.session) return
    history.pushState({ view }, '')
    await this.show(view)
  }

  private async show(view: View): Promise<void> {
    this.problem = null
    this.status = ''
    const s = this.session
    if (view.name === 'person' && s) {
      this.person = null
      await this.run('busy.open', async () => {
        const person = s.client(view.client).latest ? await openPerson(s, view.client, view.packet) : null
        if (this.session === s) this.person = person
      })
      if (this.session !== s) return
    }
    this.view = view
    this.refresh()
    await tick()
    window.scrollTo(0, 0)
    document.querySelector<HTMLElement>('h1')?.focus()
    if (view.name === 'caseload' && s && s.now - this.lookedAt > LOOK_AGAIN_MS) await this.look()
  }

  lock(): void {
    this.sitting++
    this.busy = null
    this.idle = Promise.resolve()
    this.session?.lock()
    this.session = null
    this.person = null
    this.lines = []
    this.problem = null
    this.view = { name: 'unlock' }
    history.replaceState(null, '')
    this.say('status.locked')
    void tick().then(() => document.querySelector<HTMLElement>('h1')?.focus())
  }
}

export const app = new App()
