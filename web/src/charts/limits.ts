import type { Severity } from '@ioc/shared/alarm'
import type { Limit, Rule } from '@ioc/shared/rule'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'

export interface LimitLine {
  /** A key of `chart` in the words. */
  name: 'bd1' | 'bd2' | 'bd3' | 'mndbt' | 'nominalHigh' | 'nominalLow' | 'limit'
  value: number
  tone: Severity | 'normal'
}

const LEVELS = [
  ['bd1', 'normal'],
  ['bd2', 'medium'],
  ['bd3', 'critical'],
  ['mndbt', 'normal'],
] as const

/** The limits that belong in a chart: what the station carries, what rules watch it for, what its alarms have passed. */
export function limitsOf(
  station: WireStation,
  property: string,
  { alarms, rules }: { alarms: readonly WireAlarm[]; rules: Iterable<Rule> },
): LimitLine[] {
  const lines: LimitLine[] = []
  const add = (line: LimitLine) => {
    if (!lines.some(({ value }) => isNear(value, line.value))) lines.push(line)
  }
  if (property === 'water_level') {
    for (const [name, tone] of LEVELS) {
      const value = station.attributes?.[name]
      if (typeof value === 'number') add({ name, value, tone })
    }
  }
  const nominal = station.attributes?.['nominalV']
  if (property.startsWith('voltage_') && typeof nominal === 'number') {
    add({ name: 'nominalHigh', value: nominal * 1.05, tone: 'medium' })
    add({ name: 'nominalLow', value: nominal * 0.95, tone: 'medium' })
  }
  for (const rule of rules) {
    if (rule.kind !== 'threshold' || rule.property !== property || !watches(rule, station)) continue
    const value = resolve(rule.raise, station)
    if (value !== null) add({ name: 'limit', value, tone: rule.severity })
  }
  for (const { property: of, limit, severity } of alarms) {
    if (of === property && limit !== null) add({ name: 'limit', value: limit, tone: severity })
  }
  return lines
}

function watches({ stations, enabled }: Rule, station: WireStation): boolean {
  if (enabled === false) return false
  const { kinds, areas, ids } = stations ?? {}
  return (
    (kinds?.includes(station.kind) ?? true) &&
    (areas?.includes(station.area) ?? true) &&
    (ids?.includes(station.id) ?? true)
  )
}

function resolve(limit: Limit, { attributes }: WireStation): number | null {
  if (typeof limit === 'number') return limit
  const base = attributes?.[limit.attribute]
  return typeof base === 'number' ? base * (limit.factor ?? 1) + (limit.offset ?? 0) : null
}

/** The same limit written twice, once as an attribute and once as a product of it. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
}
