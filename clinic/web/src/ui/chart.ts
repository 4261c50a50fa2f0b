// Numbers for the small trends: 12 weeks side by side, oldest first, on one baseline. Units are those of the SVG's own view box.
export const WIDTH = 240
export const BASE = 58
const TOP = 6
export const COLUMN = 20
export const BAR = 12
export const VIEW = `0 0 ${WIDTH} 74`

/** Left edge of a week's bar; fewer than twelve weeks stand at the right, where the latest always is. */
export const left = (i: number, weeks: number): number => (12 - weeks + i) * COLUMN + (COLUMN - BAR) / 2
export const middle = (i: number, weeks: number): number => left(i, weeks) + BAR / 2
/** Height of a value on a scale to `top`. */
export const height = (value: number, top: number): number => (value / top) * (BASE - TOP)
/** The scale of a count: never under 4, so that one single try does not fill the picture. */
export const topOf = (values: readonly number[]): number => Math.max(4, ...values)

/** Points in runs without a gap, as SVG polyline texts. */
export function runs(points: readonly ({ x: number; y: number } | null)[]): string[] {
  const out: string[][] = [[]]
  for (const p of points) {
    if (p) out.at(-1)?.push(`${p.x.toFixed(1)},${p.y.toFixed(1)}`)
    else if (out.at(-1)?.length) out.push([])
  }
  return out.filter((r) => r.length > 1).map((r) => r.join(' '))
}
