// Stands where @hpke looks for Node's crypto. Never reached: every browser that runs the page has `globalThis.crypto`.
export const webcrypto = undefined
