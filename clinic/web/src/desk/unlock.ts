// Unlock by a recovery code: the code logs in, fetches the sealed key blob, opens it, and is forgotten.
import { RelayError } from '../relay/problem'
import { Relay } from '../relay/relay'
import { openBlob } from '../vault/blob'
import { emptyState, openState } from '../vault/state'
import { codeKeys, readCode } from '../wire/code'
import { signChallenge } from '../wire/login'
import type { Ports } from './ports'
import { DeskError, Session } from './session'
import { refreshSubkeys } from './subkeys'

export async function unlock(ports: Ports, origin: string, codeText: string): Promise<Session> {
  const relay = new Relay(origin, ports)
  const keys = await codeKeys(await readCode(codeText))
  let method: Awaited<ReturnType<Relay['token']>>
  try {
    const challenge = await relay.challenge(keys.locator)
    method = await relay.token(keys.locator, challenge, await signChallenge(keys.method, origin, keys.locator, challenge))
  } catch (e) {
    // The relay says the same for a code it never knew and for a wrong signature.
    if (e instanceof RelayError && (e.code === 'unauthorised' || e.code === 'forbidden' || e.code === 'not_found')) throw new DeskError('unknown_code')
    throw e
  }
  const stored = await relay.getObject(method.token, method.account, 'blob')
  if (!stored) throw new DeskError('no_blob')
  const blob = await openBlob(stored.bytes, method.account, keys)

  const session = new Session(relay, ports, blob, stored.etag, emptyState('', 0), '0')
  const state = await session.withToken((t) => relay.getObject(t, blob.account, 'state'))
  if (state) session.adopt((await openState(state.bytes, blob.secrets.stateKey, blob.account)).state, state.etag)
  await session.loadSeeds()
  if (blob.version < session.state.blob_version) session.notices.add('older_blob')
  await refreshSubkeys(session)
  return session
}
