// What can go wrong on the way to the relay, as the few things a screen can do about it.

/** The relay's own codes (docs/protocol.md section 7) and three of ours: no answer, an answer that is none of the relay's, an answer from elsewhere. */
export type RelayCode =
  | 'bad_request'
  | 'unauthorised'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'expired'
  | 'epoch_changed'
  | 'precondition_failed'
  | 'too_large'
  | 'quota'
  | 'rate_limited'
  | 'unsupported_version'
  | 'internal'
  | 'offline'
  | 'nonsense'

const CODES: ReadonlySet<string> = new Set<RelayCode>([
  'bad_request', 'unauthorised', 'forbidden', 'not_found', 'conflict', 'expired', 'epoch_changed', 'precondition_failed', 'too_large', 'quota',
  'rate_limited', 'unsupported_version', 'internal',
])

const BY_STATUS: Readonly<Record<number, RelayCode>> = {
  400: 'bad_request', 401: 'unauthorised', 403: 'forbidden', 404: 'not_found', 409: 'conflict', 410: 'expired', 412: 'precondition_failed',
  413: 'too_large', 429: 'rate_limited', 507: 'quota',
}

export class RelayError extends Error {
  constructor(
    readonly code: RelayCode,
    readonly status: number = 0,
    /** Seconds to wait, where the relay said so. */
    readonly retryAfter?: number,
  ) {
    super(code)
    this.name = 'RelayError'
  }

  /** Worth the same request again: every write of the protocol is idempotent. */
  get passing(): boolean {
    return this.code === 'offline' || this.code === 'rate_limited' || this.code === 'internal'
  }
}

/** Reads an error answer; a body that is no problem document leaves the status to speak. */
export function readProblem(response: Response, bytes: Uint8Array): RelayError {
  const after = Number(response.headers.get('retry-after') ?? '')
  let code: RelayCode | undefined
  try {
    const body = JSON.parse(new TextDecoder().decode(bytes)) as { code?: unknown } | null
    if (typeof body?.code === 'string' && CODES.has(body.code)) code = body.code as RelayCode
  } catch {
    code = undefined
  }
  code ??= BY_STATUS[response.status] ?? (response.status >= 500 ? 'internal' : 'nonsense')
  return new RelayError(code, response.status, Number.isFinite(after) && after > 0 ? after : undefined)
}
