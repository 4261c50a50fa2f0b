// One request to the relay: only to its own origin, no redirect followed, retried with back-off where a try again can help.
import type { Bytes } from '../wire/bytes'
import type { Random } from '../wire/random'
import { RelayError, readProblem } from './problem'

export interface HttpPorts {
  readonly fetch: typeof globalThis.fetch
  readonly random: Random
  /** Waits so many milliseconds; injected, so that tests do not. */
  readonly sleep: (ms: number) => Promise<void>
}

export interface Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  readonly path: string
  readonly token?: string | undefined
  readonly json?: unknown
  readonly bytes?: Bytes
  readonly ifMatch?: string
}

export interface Answer {
  readonly status: number
  readonly etag: string | null
  readonly bytes: Bytes
}

export const TRIES = 4
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 15_000
/** An answer longer than this is none of the relay's: the largest is an inbox page of 100 messages, 2.4 MB. */
export const ANSWER_LIMIT = 8 * 1024 * 1024

export class Http {
  constructor(
    readonly origin: string,
    private readonly ports: HttpPorts,
  ) {}

  async call(call: Call): Promise<Answer> {
    for (let n = 1; ; n++) {
      try {
        return await this.once(call)
      } catch (e) {
        if (!(e instanceof RelayError) || !e.passing || n >= TRIES) throw e
        await this.ports.sleep(this.wait(n, e.retryAfter))
      }
    }
  }

  async json(call: Call): Promise<Record<string, unknown>> {
    const { bytes } = await this.call(call)
    let value: unknown
    try {
      value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    } catch {
      throw new RelayError('nonsense')
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RelayError('nonsense')
    return value as Record<string, unknown>
  }

  /** Doubling, with jitter, so that a ward of pages does not come back in step. */
  private wait(n: number, retryAfter: number | undefined): number {
    const jitter = 0.5 + (this.ports.random(1)[0] as number) / 256
    return Math.min(LONGEST_WAIT_MS, Math.max((retryAfter ?? 0) * 1000, FIRST_WAIT_MS * 2 ** (n - 1) * jitter))
  }

  private async once(call: Call): Promise<Answer> {
    const headers: Record<string, string> = {}
    if (call.token) headers.authorization = `Bearer ${call.token}`
    if (call.ifMatch !== undefined) headers['if-match'] = `"${call.ifMatch}"`
    let body: BodyInit | undefined
    if (call.bytes) {
      headers['content-type'] = 'application/octet-stream'
      body = call.bytes
    } else if (call.json !== undefined) {
      headers['content-type'] = 'application/json'
      body = JSON.stringify(call.json)
    }
    let response: Response
    try {
      response = await this.ports.fetch(this.origin + call.path, {
        method: call.method,
        headers,
        ...(body === undefined ? {} : { body }),
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      })
    } catch {
      throw new RelayError('offline')
    }
    if (!response.ok) throw await readProblem(response)
    if (Number(response.headers.get('content-length') ?? 0) > ANSWER_LIMIT) throw new RelayError('nonsense', response.status)
    try {
      return { status: response.status, etag: response.headers.get('etag')?.replace(/^(W\/)?"|"$/g, '') ?? null, bytes: new Uint8Array(await response.arrayBuffer()) }
    } catch {
      throw new RelayError('offline')
    }
  }
}
