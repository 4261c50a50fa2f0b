// What the desk is given from outside: the network, chance, waiting and time. Nothing under src/desk takes any of these by itself.
import type { HttpPorts } from '../relay/http'
import { systemRandom } from '../wire/random'

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number
  /** IANA name of the practitioner's time zone. */
  zone(): string
}

export interface Ports extends HttpPorts {
  readonly clock: Clock
}

export const systemClock: Clock = {
  now: () => Date.now(),
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
}

export const systemPorts = (clock: Clock = systemClock): Ports => ({
  fetch: (input, init) => globalThis.fetch(input, init),
  random: systemRandom,
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  clock,
})
