import { describe, expect, it } from 'vitest'
import { PROPERTIES } from './properties.js'
import { ruleFaults, ruleWarnings } from './rule-faults.js'
import { ruleSchema, type Rule } from './rule.js'
import type { Station } from './station.js'

const words = { version: 1, name: { vi: '.', en: '.' }, message: { vi: '.', en: '.' }, holdS: 0, restS: 0 }
const level = { ...words, id: 'level', severity: 'high', kind: 'threshold', property: 'water_level', when: 'above' }
const station = (id: string, attributes: Station['attributes'] = {}) =>
  ({ id, name: id, kind: 'water', area: 'x', attributes }) as unknown as Station

const step = (from: number) => ({ from, severity: 'low', name: words.name })

function faults(rule: object, others: object[] = []) {
  const rules = [rule, ...others].map((each) => ruleSchema.parse(each)) as [Rule, ...Rule[]]
  const known = { properties: PROPERTIES, areas: [{ id: 'x' }], stations: [station('A')], rules }
  return ruleFaults(rules[0], known).map(({ at, message }) => `${at}: ${message}`)
}

describe('a rule that cannot be', () => {
  it('is told every fault at once', () => {
    const stations = { areas: ['x', 'y'], ids: ['A', 'B'] }
    expect(faults({ ...level, property: 'mud', raise: 2, clear: 3, stations, inhibitedBy: ['none'] })).toEqual([
      'property: there is no property "mud"',
      'stations.areas[1]: there is no area "y"',
      'stations.ids[1]: there is no station "B"',
      'inhibitedBy[0]: there is no rule "none"',
      'clear: must not lie past the limit of 2',
    ])
    expect(faults({ ...level, raise: 2, clear: 1, deadband: 1 })).toEqual(['deadband: say either clear or deadband'])
    expect(faults({ ...level, raise: 2, clear: 1 })).toEqual([])
  })

  it('has steps that do not get worse', () => {
    const { severity: _, ...band } = { ...level, kind: 'band' }
    expect(faults({ ...band, steps: [step(1), step(3), step(2)] })).toEqual([
      'steps[2].from: must be worse than the step before it (3)',
    ])
    expect(faults({ ...band, when: 'below', steps: [step(3), step(2)] })).toEqual([])
  })

  it('is made of itself, or of nothing', () => {
    const both = { ...words, id: 'both', severity: 'high', kind: 'combined', all: [{ rule: 'many' }] }
    const many = { ...words, id: 'many', severity: 'high', kind: 'count', of: 'both', per: 'area', atLeast: 2 }
    expect(faults(both, [many])).toEqual(['all, any, none: the rule is made of itself'])
    expect(faults({ ...many, of: 'gone' })).toEqual(['of: there is no rule "gone"'])
    const { all: _, ...none } = both
    expect(faults({ ...none, none: [{ rule: 'level', station: 'Z' }] }, [{ ...level, raise: 1 }])).toEqual([
      'all, any, none: there is no station "Z"',
      'all: name at least one rule that must stand',
    ])
  })
})

it('warns of stations that lack what a limit is taken from', () => {
  const rule = ruleSchema.parse({ ...level, raise: { attribute: 'bd1' } })
  const stations = [station('A', { bd1: 1 }), station('B'), { ...station('C'), properties: [] }]
  expect(ruleWarnings(rule, { stations })).toEqual([
    { at: 'raise', code: 'attribute-missing', about: 'bd1: B', message: '1 stations have no attribute "bd1": B' },
  ])
  expect(ruleWarnings({ ...rule, stations: { kinds: ['air'] } }, { stations })).toEqual([
    { at: 'stations', code: 'watches-nothing', about: '', message: 'no station is watched' },
  ])
})
