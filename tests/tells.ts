import type { Alarm } from '@ioc/shared/alarm'
import { resolveLimit, watches } from '@ioc/shared/limits'
import { OVER_MS, type Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { SECOND } from '@ioc/shared/time'
import type { TruthEntry } from '@ioc/simulators/truth/truth-of'

/** Rules by their id and stations by theirs. */
export interface Province {
  rules: ReadonlyMap<string, Rule>
  stations: ReadonlyMap<string, Station>
}

/** Whether a rule is there to tell this of a station. */
export function tells({ rules, stations }: Province, rule: Rule, id: string, entry: TruthEntry): boolean {
  const station = stations.get(id)
  if (!station || !watches(rule, station)) return false
  const { what, property, overMs, limit } = entry
  switch (rule.kind) {
    case 'silence':
      return what === 'station.silent'
    case 'stuck':
      return what === 'station.stuck' && property === rule.property
    case 'range':
      return what === 'station.implausible' && (rule.property === undefined || property === rule.property)
    case 'threshold':
    case 'band': {
      if (property !== rule.property || overMs !== (rule.over ? OVER_MS[rule.over] : null)) return false
      return levelsOf(rule, station).some((level) => isSame(level, limit))
    }
    case 'count': {
      const member = rules.get(rule.of)
      // One state of the whole province; what is true of one station alone, a count does not owe.
      return entry.stations.length > 1 && member !== undefined && tells({ rules, stations }, member, id, entry)
    }
    case 'forecast':
    case 'anomaly':
    case 'rate':
    case 'combined':
      return false
  }
}

/** Whether an alarm says this, at this limit or (with `orWorse`) at one further on. */
export function isAbout(province: Province, alarm: Alarm, entry: TruthEntry, orWorse: boolean): boolean {
  const rule = province.rules.get(alarm.rule)
  const at = (alarm.stations ?? [alarm.station]).filter((id) => entry.stations.includes(id))
  if (!rule || !at.some((id) => tells(province, rule, id, entry))) return false
  if (alarm.property !== null && alarm.property !== entry.property) return false
  if (rule.kind !== 'band' || isSame(alarm.limit, entry.limit)) return true
  const side = rule.when === 'above' ? 1 : -1
  return orWorse && side * ((alarm.limit ?? 0) - (entry.limit ?? 0)) > 0
}

/** How long a rule waits before it tells, ms. */
export function waitMs({ rules, stations }: Province, rule: Rule, id: string): number {
  const intervalS = stations.get(id)?.reportIntervalS ?? 0
  switch (rule.kind) {
    case 'silence':
      return Math.max(rule.intervals * intervalS, rule.minS) * SECOND
    case 'stuck':
      return rule.forS * SECOND
    case 'range':
      return (rule.times - 1) * intervalS * SECOND
    case 'count': {
      const member = rules.get(rule.of)
      return rule.holdS * SECOND + (member ? waitMs({ rules, stations }, member, id) : 0)
    }
    case 'anomaly':
      return 0
    default:
      return rule.holdS * SECOND
  }
}

function levelsOf(rule: Extract<Rule, { kind: 'threshold' | 'band' }>, { attributes }: Station): (number | null)[] {
  const limits = rule.kind === 'band' ? rule.steps.map(({ from }) => from) : [rule.raise]
  return limits.map((limit) => resolveLimit(limit, attributes))
}

function isSame(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) < 1e-6
}
