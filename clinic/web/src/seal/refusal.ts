/** Why a sealed message was refused, in the order in which it is opened. The bytes stay where they are; one status line says so. */
export type RefusalCode =
  | 'size'
  | 'header'
  | 'version'
  | 'not_asked_for'
  | 'other_reader'
  | 'low_order'
  | 'seal'
  | 'padding'
  | 'inner'
  | 'signature'
  | 'mismatch'
  | 'replayed'
  | 'previous_hash'
  | 'inflate'
  | 'json'

export class Refusal extends Error {
  constructor(readonly code: RefusalCode) {
    super(code)
    this.name = 'Refusal'
  }
}
