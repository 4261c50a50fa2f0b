// One plain sentence for whatever stopped something. It names what to do next, never a key, a code or an attack.
import { DeskError } from '../desk/session'
import { ShapeError } from '../desk/shape'
import { RelayError } from '../relay/problem'
import { Refusal } from '../seal/refusal'
import { VaultError } from '../vault/aead'
import { WireError } from '../wire/errors'
import type { MessageId } from '../words/words'

const RELAY: Partial<Record<RelayError['code'], MessageId>> = {
  offline: 'problem.offline',
  rate_limited: 'problem.slow_down',
  internal: 'problem.relay',
  nonsense: 'problem.relay',
  quota: 'problem.quota',
  unauthorised: 'problem.not_let_in',
  forbidden: 'problem.not_let_in',
}
const DESK: Partial<Record<DeskError['code'], MessageId>> = {
  unknown_code: 'problem.unknown_code',
  stale_keys: 'problem.stale_keys',
  rolled_back: 'problem.rolled_back',
  not_paired: 'problem.not_paired',
  unknown_packet: 'problem.no_longer_there',
  missing_parts: 'problem.missing_parts',
  newer: 'problem.newer',
  left: 'people.left',
  busy: 'problem.busy',
  locked: 'status.locked',
}

export function explain(e: unknown): MessageId {
  if (e instanceof RelayError) return RELAY[e.code] ?? 'problem.unexpected'
  if (e instanceof DeskError) return DESK[e.code] ?? 'problem.unexpected'
  if (e instanceof WireError) {
    if (e.code === 'code_form') return 'problem.code_form'
    if (e.code === 'code_check') return 'problem.code_check'
    if (e.code === 'qr') return 'problem.card'
    if (e.code === 'name' || e.code === 'name_too_long') return 'problem.name'
    return 'problem.relay'
  }
  if (e instanceof VaultError) return 'problem.blob'
  if (e instanceof Refusal) return 'problem.refused'
  if (e instanceof ShapeError) return 'problem.field'
  return 'problem.unexpected'
}
