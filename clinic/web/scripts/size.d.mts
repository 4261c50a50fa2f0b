export const BUDGET: number
export function sizes(dir: string): { file: string; gzip: number }[]
