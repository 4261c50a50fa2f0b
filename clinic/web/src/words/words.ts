// Message ids to plain text. A text may hold {variables} and may have plural forms chosen by `n`. Never markup: what comes out is a text node.
import { en } from './en'

export type Plural = { readonly one: string; readonly other: string; readonly zero?: string; readonly two?: string; readonly few?: string; readonly many?: string }
export type Messages = Readonly<Record<string, string | Plural>>
export type MessageId = keyof typeof en
export type Vars = Readonly<Record<string, string | number>>

export class Words {
  private readonly plurals: Intl.PluralRules
  private readonly numbers: Intl.NumberFormat
  constructor(
    readonly language: string = 'en',
    private readonly messages: Record<MessageId, string | Plural> = en,
  ) {
    this.plurals = new Intl.PluralRules(language)
    this.numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  }

  readonly t = (id: MessageId, vars: Vars = {}): string => {
    const m = this.messages[id]
    const text = typeof m === 'string' ? m : this.choose(m, Number(vars.n ?? 0))
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const v = vars[name]
      return v === undefined ? whole : typeof v === 'number' ? this.numbers.format(v) : v
    })
  }

  private choose(m: Plural, n: number): string {
    // An own text for nothing at all reads better than "0 things" in every language, so it may stand beside the language's own forms.
    if (n === 0 && m.zero !== undefined) return m.zero
    return m[this.plurals.select(n)] ?? m.other
  }

  readonly number = (n: number): string => this.numbers.format(n)

  /** Civil days, so they are formatted in UTC, where they were parsed. "Tuesday 3 March", "Tue 3 Mar", "3 Mar", "T". */
  readonly day = (day: string): string => this.format(day, { weekday: 'long', day: 'numeric', month: 'long' })
  readonly shortDay = (day: string): string => this.format(day, { weekday: 'short', day: 'numeric', month: 'short' })
  readonly dayOnly = (day: string): string => this.format(day, { day: 'numeric', month: 'short' })
  readonly withYear = (day: string): string => this.format(day, { day: 'numeric', month: 'short', year: 'numeric' })
  readonly letter = (day: string): string => this.format(day, { weekday: 'narrow' })

  private format(day: string, parts: Intl.DateTimeFormatOptions): string {
    const english = this.language === 'en'
    // Day before month: the English of this page is British. Some engines put a comma after the weekday and some do not.
    const text = new Intl.DateTimeFormat(english ? 'en-GB' : this.language, { timeZone: 'UTC', ...parts }).format(new Date(`${day}T00:00:00Z`))
    return english ? text.replace(',', '') : text
  }
}

export const words = new Words()
