/** Why bytes or texts of the protocol were refused. Codes only: never a piece of what was read. */
export type WireCode =
  | 'short'
  | 'trailing'
  | 'width'
  | 'version'
  | 'base64'
  | 'json'
  | 'signature'
  | 'role'
  | 'account'
  | 'subkeys'
  | 'low_order'
  | 'readers'
  | 'origin'
  | 'name'
  | 'name_too_long'
  | 'qr'
  | 'code_form'
  | 'code_check'
  | 'day'

export class WireError extends Error {
  constructor(readonly code: WireCode) {
    super(code)
    this.name = 'WireError'
  }
}
