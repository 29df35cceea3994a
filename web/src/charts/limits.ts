import type { Severity } from '@ioc/shared/alarm'
import { resolveLimit, valueLimits, watches } from '@ioc/shared/limits'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { BAO_DONG_SEVERITY } from '../stations/bao-dong.js'

export interface LimitLine {
  /** A key of `chart` in the words. */
  name: 'bd1' | 'bd2' | 'bd3' | 'mndbt' | 'nominalHigh' | 'nominalLow' | 'limit'
  value: number
  tone: Severity | 'normal'
}

const LEVELS = [
  ['bd1', BAO_DONG_SEVERITY[1]],
  ['bd2', BAO_DONG_SEVERITY[2]],
  ['bd3', BAO_DONG_SEVERITY[3]],
  ['mndbt', 'normal'],
] as const
const NOMINAL = [
  ['nominalHigh', 1.05],
  ['nominalLow', 0.95],
] as const

/** The limits that belong in a chart: what the station carries, what rules watch it for, what its alarms have passed. */
export function limitsOf(
  station: WireStation,
  property: string,
  { alarms, rules }: { alarms: readonly WireAlarm[]; rules: Iterable<Rule> },
): LimitLine[] {
  const lines: LimitLine[] = []
  const add = (line: LimitLine) => {
    if (!lines.some(({ value }) => value === line.value)) lines.push(line)
  }
  if (property === 'water_level') {
    for (const [name, tone] of LEVELS) {
      const value = station.attributes?.[name]
      if (typeof value === 'number') add({ name, value, tone })
    }
  }
  if (property.startsWith('voltage_')) {
    for (const [name, factor] of NOMINAL) {
      const value = resolveLimit({ attribute: 'nominalV', factor }, station.attributes)
      if (value !== null) add({ name, value, tone: 'medium' })
    }
  }
  for (const rule of rules) {
    if (rule.quiet || !watches(rule, station)) continue
    for (const { limit, severity } of valueLimits(rule, property)) {
      const value = resolveLimit(limit, station.attributes)
      if (value !== null) add({ name: 'limit', value, tone: severity })
    }
  }
  const looksBack = new Set([...rules].filter((rule) => 'over' in rule && rule.over !== undefined).map(({ id }) => id))
  for (const { rule, property: of, limit, severity } of alarms) {
    if (of === property && limit !== null && !looksBack.has(rule)) add({ name: 'limit', value: limit, tone: severity })
  }
  return lines
}
