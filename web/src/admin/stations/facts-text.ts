import { limitsOf } from '@ioc/shared/rule-faults'
import type { Rule } from '@ioc/shared/rule'
import type { WireStation } from '@ioc/shared/wire'

export type Fact = string | number | boolean | null
type Facts = Readonly<Record<string, Fact>>

/** What cannot be taken as it was written. */
export interface FactFault {
  name: string
  text: string
  /** What it may stand for where it could be either; null: it is no number and should be one. */
  either: readonly [number, number] | null
}

/** Facts as people write them: one a line. */
export function factsText(facts: Facts): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} = ${written(value)}`)
    .join('\n')
}

/**
 * The same back: what looks like a number is one, and a line without a sign of equality is no fact. What still stands as
 * it was `before` is what it was: a telephone number of digits alone stays one.
 */
export function parseFacts(text: string, before: Facts = {}): Record<string, Fact> {
  return Object.fromEntries(readLines(text).map(([name, value]) => [name, parseFact(value, before[name])]))
}

/** What has to be written otherwise before it is kept. */
export function faultsOf(
  text: string,
  { before, numbers }: { before: Facts; numbers: ReadonlySet<string> },
): FactFault[] {
  return readLines(text).flatMap(([name, value]) => {
    const fact = parseFact(value, before[name])
    const stands = before[name] !== undefined && written(before[name]) === value
    const either = stands ? null : eitherOf(value)
    return either || (numbers.has(name) && typeof fact !== 'number') ? [{ name, text: value, either }] : []
  })
}

/** The facts that are numbers: a rule reads them as its limit, or they are numbers at other stations. */
export function numberFacts(stations: Iterable<WireStation>, rules: Iterable<Rule>): Set<string> {
  const names = new Set<string>()
  for (const { attributes = {} } of stations) {
    for (const [name, value] of Object.entries(attributes)) if (typeof value === 'number') names.add(name)
  }
  for (const rule of rules) {
    for (const [, limit] of limitsOf(rule)) if (typeof limit === 'object') names.add(limit.attribute)
  }
  return names
}

function readLines(text: string): [name: string, value: string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*([^=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    return name && value ? [[name, value]] : []
  })
}

/** A number may have its thousands apart, by spaces or (before a comma) by dots, and its decimals after either sign. */
function parseFact(text: string, before: Fact | undefined): Fact {
  if (before !== undefined && written(before) === text) return before
  if (text === 'true' || text === 'false') return text === 'true'
  const plain = isGrouped(text) ? text.replace(/[.\s]/g, '') : text
  const dotted = plain.replace(',', '.')
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(dotted) ? Number(dotted) : text
}

function isGrouped(text: string): boolean {
  return /^-?[1-9]\d{0,2}(\s\d{3})+(,\d+)?$|^-?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})$/.test(text)
}

/** "40.000" is forty to some and forty thousand to others. */
function eitherOf(text: string): readonly [number, number] | null {
  return /^-?[1-9]\d{0,2}\.\d{3}$/.test(text) ? [Number(text), Number(text.replace('.', ''))] : null
}

/** With a comma for the decimals, which cannot be taken for thousands. */
export function written(fact: Fact): string {
  if (typeof fact === 'number') return String(fact).replace('.', ',')
  return String(fact)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}
