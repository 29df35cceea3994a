import { resolveLimit, watches } from './limits.js'
import { neededRules } from './needed-rules.js'
import { isIndexKey, type ObservedProperty } from './properties.js'
import { madeOf, type Limit, type Rule } from './rule.js'
import type { Area, Station } from './station.js'

export interface RuleFault {
  /** Path in the rule, such as `steps[1].from`. */
  at: string
  /** Stable. */
  code: RuleFaultCode
  /** What it is about: a name, a number. */
  about: string
  message: string
}

/** What a rule can say that cannot be; the last two are allowed and probably not meant. */
export type RuleFaultCode =
  | 'property-unknown'
  | 'area-unknown'
  | 'station-unknown'
  | 'rule-unknown'
  | 'explains-itself'
  | 'clear-and-deadband'
  | 'clear-past-raise'
  | 'step-not-worse'
  | 'made-of-nothing'
  | 'made-of-itself'
  | 'watches-nothing'
  | 'attribute-missing'

interface Known {
  properties: readonly Pick<ObservedProperty, 'key'>[]
  areas: readonly Pick<Area, 'id'>[]
  stations: readonly Station[]
  /** All rules, the one that is asked about among them. */
  rules: readonly Rule[]
}

type Note = (at: string, code: RuleFaultCode, about: string, message: string) => void

/** What a rule of the right form says that cannot be: it names what does not exist, or contradicts itself. */
export function ruleFaults(rule: Rule, { properties, areas, stations, rules }: Known): RuleFault[] {
  const faults: RuleFault[] = []
  const fault: Note = (at, code, about, message) => void faults.push({ at, code, about, message })

  if ('property' in rule && rule.property !== undefined) {
    const { property } = rule
    if (!isIndexKey(property) && !properties.some(({ key }) => key === property)) {
      fault('property', 'property-unknown', property, `there is no property "${property}"`)
    }
  }
  for (const [index, id] of (rule.stations?.areas ?? []).entries()) {
    if (!areas.some((area) => area.id === id))
      fault(`stations.areas[${index}]`, 'area-unknown', id, `there is no area "${id}"`)
  }
  for (const [index, id] of (rule.stations?.ids ?? []).entries()) {
    if (!stations.some((station) => station.id === id))
      fault(`stations.ids[${index}]`, 'station-unknown', id, `there is no station "${id}"`)
  }
  for (const [index, id] of (rule.inhibitedBy ?? []).entries()) {
    const at = `inhibitedBy[${index}]`
    if (!rules.some((other) => other.id === id)) fault(at, 'rule-unknown', id, `there is no rule "${id}"`)
    if (id === rule.id) fault(at, 'explains-itself', id, 'a rule does not explain itself')
  }
  limitFaults(rule, fault)
  for (const { rule: id, station } of madeOf(rule)) {
    const at = rule.kind === 'count' ? 'of' : 'all, any, none'
    if (!rules.some((other) => other.id === id)) fault(at, 'rule-unknown', id, `there is no rule "${id}"`)
    if (station !== undefined && !stations.some((other) => other.id === station)) {
      fault(at, 'station-unknown', station, `there is no station "${station}"`)
    }
  }
  if (rule.kind === 'combined' && !rule.all && !rule.any)
    fault('all', 'made-of-nothing', '', 'name at least one rule that must stand')
  if (goesInCircles(rule, rules))
    fault(rule.kind === 'count' ? 'of' : 'all, any, none', 'made-of-itself', rule.id, 'the rule is made of itself')
  return faults
}

/** What is allowed and probably not meant: stations that the rule watches but cannot judge. */
export function ruleWarnings(rule: Rule, { stations }: Pick<Known, 'stations'>): RuleFault[] {
  const warnings: RuleFault[] = []
  const watched = stations.filter((station) => watches({ ...rule, enabled: true }, station))
  if (watched.length === 0) {
    return [{ at: 'stations', code: 'watches-nothing', about: '', message: 'no station is watched' }]
  }
  for (const [at, limit] of limitsOf(rule)) {
    if (typeof limit === 'number') continue
    const without = watched.filter(({ attributes, properties }) => {
      const measures = !('property' in rule) || !properties || properties.includes(rule.property as never)
      return measures && resolveLimit(limit, attributes) === null
    })
    if (without.length === 0) continue
    const some = without.slice(0, 5).map(({ id }) => id)
    const names = without.length > some.length ? `${some.join(', ')} …` : some.join(', ')
    const about = `${limit.attribute}: ${names}`
    warnings.push({
      at,
      code: 'attribute-missing',
      about,
      message: `${without.length} stations have no attribute "${limit.attribute}": ${names}`,
    })
  }
  return warnings
}

/** Every limit of a rule and where it stands. */
export function limitsOf(rule: Rule): [at: string, limit: Limit][] {
  switch (rule.kind) {
    case 'threshold':
      return [['raise', rule.raise], ...(rule.clear === undefined ? [] : [['clear', rule.clear] as [string, Limit]])]
    case 'band':
    case 'forecast':
      return rule.steps.map(({ from }, index) => [`steps[${index}].from`, from])
    case 'rate':
      return [['by', rule.by]]
    default:
      return []
  }
}

function limitFaults(rule: Rule, fault: Note): void {
  if (rule.kind === 'threshold') {
    const { raise, clear, deadband, when } = rule
    if (clear !== undefined && deadband !== undefined)
      fault('deadband', 'clear-and-deadband', '', 'say either clear or deadband')
    if (typeof raise === 'number' && typeof clear === 'number' && (when === 'above' ? clear > raise : clear < raise)) {
      fault('clear', 'clear-past-raise', String(raise), `must not lie past the limit of ${raise}`)
    }
  }
  if ('steps' in rule) {
    for (const [index, { from }] of rule.steps.entries()) {
      const before = rule.steps[index - 1]?.from
      if (typeof from !== 'number' || typeof before !== 'number') continue
      if (rule.when === 'above' ? from <= before : from >= before) {
        fault(
          `steps[${index}].from`,
          'step-not-worse',
          String(before),
          `must be worse than the step before it (${before})`,
        )
      }
    }
  }
}

function goesInCircles(rule: Rule, rules: readonly Rule[]): boolean {
  return [rule, ...neededRules(rule, rules)].some((each) =>
    madeOf(each).some((reference) => reference.rule === rule.id),
  )
}
