// One request to the relay: only to its own origin, no redirect followed, retried with back-off where a try again can help.
import { type Bytes, concat } from '../wire/bytes'
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
const PROBLEM_LIMIT = 64 * 1024

/** A request without an answer after this long is given up and, where it can help, made again. */
const TIMEOUT_MS = 30_000

/** The body, given up at the first byte over `limit`: whoever answers decides neither how long nor how much. */
export async function readBody(response: Response, limit: number): Promise<Bytes> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > limit) {
      await reader.cancel().catch(() => undefined)
      throw new RelayError('nonsense', response.status)
    }
    parts.push(value)
  }
  return concat(...parts)
}

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
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch {
      throw new RelayError('offline')
    }
    let bytes: Bytes
    try {
      bytes = await readBody(response, response.ok ? ANSWER_LIMIT : PROBLEM_LIMIT)
    } catch (e) {
      throw e instanceof RelayError ? e : new RelayError('offline')
    }
    if (!response.ok) throw readProblem(response, bytes)
    return { status: response.status, etag: response.headers.get('etag')?.replace(/^(W\/)?"|"$/g, '') ?? null, bytes }
  }
}
