// A small reader for JSON of a known shape: takes what the schema names, drops the rest, refuses what breaks it.
import { isDay } from '../wire/days'

export class ShapeError extends Error {
  constructor(readonly field: string) {
    super(field)
    this.name = 'ShapeError'
  }
}

export type Read<T> = (x: unknown, field: string) => T

export const string =
  (max: number, min = 0): Read<string> =>
  (x, field) => {
    if (typeof x !== 'string' || [...x].length > max || x.length < min) throw new ShapeError(field)
    return x
  }
export const number =
  (min = -Infinity, max = Infinity): Read<number> =>
  (x, field) => {
    if (typeof x !== 'number' || !Number.isFinite(x) || x < min || x > max) throw new ShapeError(field)
    return x
  }
export const integer =
  (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Read<number> =>
  (x, field) => {
    if (!Number.isSafeInteger(x) || (x as number) < min || (x as number) > max) throw new ShapeError(field)
    return x as number
  }
export const boolean: Read<boolean> = (x, field) => {
  if (typeof x !== 'boolean') throw new ShapeError(field)
  return x
}
export const day: Read<string> = (x, field) => {
  if (!isDay(x)) throw new ShapeError(field)
  return x
}
export const matching =
  (pattern: RegExp): Read<string> =>
  (x, field) => {
    if (typeof x !== 'string' || !pattern.test(x)) throw new ShapeError(field)
    return x
  }
export const oneOf =
  <const T extends readonly (string | number)[]>(...values: T): Read<T[number]> =>
  (x, field) => {
    if (!values.includes(x as T[number])) throw new ShapeError(field)
    return x as T[number]
  }
export const list =
  <T>(item: Read<T>, max = 100_000): Read<T[]> =>
  (x, field) => {
    if (!Array.isArray(x) || x.length > max) throw new ShapeError(field)
    return x.map((y, i) => item(y, `${field}/${i}`))
  }

/** Marks a field that may be left out. */
export interface Optional<T> {
  readonly optional: Read<T>
}
export const maybe = <T>(read: Read<T>): Optional<T> => ({ optional: read })

type Fields = Record<string, Read<unknown> | Optional<unknown>>
export type Shape<F extends Fields> = { [K in keyof F as F[K] extends Optional<unknown> ? never : K]: F[K] extends Read<infer T> ? T : never } & {
  [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: F[K] extends Optional<infer T> ? T : never
}

export const object =
  <F extends Fields>(fields: F): Read<Shape<F>> =>
  (x, field) => {
    if (typeof x !== 'object' || x === null || Array.isArray(x)) throw new ShapeError(field)
    const out: Record<string, unknown> = {}
    for (const [name, read] of Object.entries(fields)) {
      const value = Object.hasOwn(x, name) ? (x as Record<string, unknown>)[name] : undefined
      if (typeof read === 'function') out[name] = read(value, `${field}/${name}`)
      else if (value !== undefined) out[name] = read.optional(value, `${field}/${name}`)
    }
    return out as Shape<F>
  }
