import { resolveLimit, watches } from './limits.js'
import { isIndexKey, type ObservedProperty } from './properties.js'
import { madeOf, type Limit, type Rule } from './rule.js'
import type { Area, Station } from './station.js'

export interface RuleFault {
  /** Path in the rule, such as `steps[1].from`. */
  at: string
  message: string
}

interface Known {
  properties: readonly Pick<ObservedProperty, 'key'>[]
  areas: readonly Pick<Area, 'id'>[]
  stations: readonly Station[]
  /** All rules, the one that is asked about among them. */
  rules: readonly Rule[]
}

/** What a rule of the right form says that cannot be: it names what does not exist, or contradicts itself. */
export function ruleFaults(rule: Rule, { properties, areas, stations, rules }: Known): RuleFault[] {
  const faults: RuleFault[] = []
  const fault = (at: string, message: string) => void faults.push({ at, message })

  if ('property' in rule && rule.property !== undefined) {
    const { property } = rule
    if (!isIndexKey(property) && !properties.some(({ key }) => key === property)) {
      fault('property', `there is no property "${property}"`)
    }
  }
  for (const [index, id] of (rule.stations?.areas ?? []).entries()) {
    if (!areas.some((area) => area.id === id)) fault(`stations.areas[${index}]`, `there is no area "${id}"`)
  }
  for (const [index, id] of (rule.stations?.ids ?? []).entries()) {
    if (!stations.some((station) => station.id === id)) fault(`stations.ids[${index}]`, `there is no station "${id}"`)
  }
  for (const [index, id] of (rule.inhibitedBy ?? []).entries()) {
    if (!rules.some((other) => other.id === id)) fault(`inhibitedBy[${index}]`, `there is no rule "${id}"`)
    if (id === rule.id) fault(`inhibitedBy[${index}]`, 'a rule does not explain itself')
  }
  limitFaults(rule, fault)
  for (const { rule: id, station } of madeOf(rule)) {
    const at = rule.kind === 'count' ? 'of' : 'all, any, none'
    if (!rules.some((other) => other.id === id)) fault(at, `there is no rule "${id}"`)
    if (station !== undefined && !stations.some((other) => other.id === station)) {
      fault(at, `there is no station "${station}"`)
    }
  }
  if (rule.kind === 'combined' && !rule.all && !rule.any) fault('all', 'name at least one rule that must stand')
  if (goesInCircles(rule, rules)) fault(rule.kind === 'count' ? 'of' : 'all, any, none', 'the rule is made of itself')
  return faults
}

/** What is allowed and probably not meant: stations that the rule watches but cannot judge. */
export function ruleWarnings(rule: Rule, { stations }: Pick<Known, 'stations'>): RuleFault[] {
  const warnings: RuleFault[] = []
  const watched = stations.filter((station) => watches({ ...rule, enabled: true }, station))
  if (watched.length === 0) return [{ at: 'stations', message: 'no station is watched' }]
  for (const [at, limit] of limitsOf(rule)) {
    if (typeof limit === 'number') continue
    const without = watched.filter(({ attributes, properties }) => {
      const measures = !('property' in rule) || !properties || properties.includes(rule.property as never)
      return measures && resolveLimit(limit, attributes) === null
    })
    if (without.length === 0) continue
    const some = without.slice(0, 5).map(({ id }) => id)
    const names = without.length > some.length ? `${some.join(', ')} …` : some.join(', ')
    warnings.push({ at, message: `${without.length} stations have no attribute "${limit.attribute}": ${names}` })
  }
  return warnings
}

/** Every limit of a rule and where it stands. */
export function limitsOf(rule: Rule): [at: string, limit: Limit][] {
  switch (rule.kind) {
    case 'threshold':
      return [['raise', rule.raise], ...(rule.clear === undefined ? [] : [['clear', rule.clear] as [string, Limit]])]
    case 'band':
      return rule.steps.map(({ from }, index) => [`steps[${index}].from`, from])
    case 'rate':
      return [['by', rule.by]]
    default:
      return []
  }
}

function limitFaults(rule: Rule, fault: (at: string, message: string) => void): void {
  if (rule.kind === 'threshold') {
    const { raise, clear, deadband, when } = rule
    if (clear !== undefined && deadband !== undefined) fault('deadband', 'say either clear or deadband')
    if (typeof raise === 'number' && typeof clear === 'number' && (when === 'above' ? clear > raise : clear < raise)) {
      fault('clear', `must not lie past the limit of ${raise}`)
    }
  }
  if (rule.kind === 'band') {
    for (const [index, { from }] of rule.steps.entries()) {
      const before = rule.steps[index - 1]?.from
      if (typeof from !== 'number' || typeof before !== 'number') continue
      if (rule.when === 'above' ? from <= before : from >= before) {
        fault(`steps[${index}].from`, `must be worse than the step before it (${before})`)
      }
    }
  }
}

function goesInCircles(rule: Rule, rules: readonly Rule[]): boolean {
  const seen = new Set<string>()
  const ahead = madeOf(rule).map((reference) => reference.rule)
  for (;;) {
    const id = ahead.pop()
    if (id === undefined) return false
    if (id === rule.id) return true
    if (seen.has(id)) continue
    seen.add(id)
    const other = rules.find((candidate) => candidate.id === id)
    if (other) ahead.push(...madeOf(other).map((reference) => reference.rule))
  }
}
