import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../design/sample-things.js'
import { groupAlarms } from './group-alarms.js'

const level1 = (change: Partial<WireAlarm> = {}) => sampleAlarm('I', { severity: 'medium', limit: 1, ...change })
const level2 = (change: Partial<WireAlarm> = {}) => sampleAlarm('II', { severity: 'high', limit: 2, ...change })
const level3 = (change: Partial<WireAlarm> = {}) => sampleAlarm('III', { severity: 'critical', limit: 3.5, ...change })

const rule = (id: string, when: 'above' | 'below') => [id, { id, kind: 'threshold', when } as Rule] as const

function ids(alarms: WireAlarm[], rules: ReadonlyMap<string, Rule> = new Map()): string[][] {
  return groupAlarms(alarms, rules).map(({ alarm, others }) => [alarm, ...others].map(({ id }) => id))
}

it('makes one entry of a gauge above all its levels, the worst first', () => {
  expect(ids([level1(), level3(), level2()])).toEqual([['III', 'II', 'I']])
})

it('keeps stations, properties and the two sides of a limit apart', () => {
  const elsewhere = sampleAlarm('elsewhere', { station: 'b' as StationId })
  const flow = sampleAlarm('flow', { property: 'discharge' as PropertyKey })
  const dry = sampleAlarm('dry', { value: 0.1, limit: 0.2 })
  const silence = sampleAlarm('silence', { property: null, value: null, limit: null })
  expect(ids([level3(), elsewhere, flow, dry, silence])).toHaveLength(5)
})

it('asks the rule for the side where it is known: a value may stand on its limit', () => {
  const rules = new Map([rule('full', 'above'), rule('dry', 'below')])
  const at = { value: 2, limit: 2 }
  const full = sampleAlarm('full', { rule: 'full', ...at })
  const dry = sampleAlarm('dry', { rule: 'dry', ...at })
  expect(ids([full, dry], rules)).toHaveLength(2)
  expect(ids([full, dry])).toHaveLength(1)
})

it('lets what still stands speak before what is over, however bad that was', () => {
  expect(ids([level3({ state: 'returned' }), level2({ state: 'acknowledged' }), level1()])).toEqual([
    ['II', 'I', 'III'],
  ])
})

it('does not hide what was put aside behind what was not', () => {
  expect(ids([level3({ state: 'shelved' }), level1()])).toEqual([['I'], ['III']])
})

it('puts entries in the order of those that speak', () => {
  const worse = sampleAlarm('worse', { station: 'b' as StationId, severity: 'critical' })
  expect(ids([level1(), level2(), worse])).toEqual([['worse'], ['II', 'I']])
})

it('keeps the name of an entry when a worse alarm comes to speak for it', () => {
  expect(groupAlarms([level1()], new Map())[0]?.id).toBe(groupAlarms([level1(), level2()], new Map())[0]?.id)
})

it('lays what is explained under its cause, however far behind it is', () => {
  const cut = sampleAlarm('cut', { station: 'gateway~g' as StationId, property: null, value: null, limit: null })
  const silent = sampleAlarm('silent', { property: null, state: 'suppressed', suppressedBy: 'cut' })
  const behind = sampleAlarm('behind', { state: 'suppressed', suppressedBy: 'silent' })
  const [group, ...more] = groupAlarms([behind, silent, cut], new Map())
  expect(group?.alarm.id).toBe('cut')
  expect(group?.consequences.map(({ id }) => id).sort()).toEqual(['behind', 'silent'])
  expect(more).toEqual([])
})

it('hides nothing whose cause is not here, or that would explain itself', () => {
  const lost = sampleAlarm('lost', { state: 'suppressed', suppressedBy: 'elsewhere' })
  expect(ids([lost])).toEqual([['lost']])
  const a = sampleAlarm('a', { state: 'suppressed', suppressedBy: 'b' })
  const b = sampleAlarm('b', { station: 'b' as StationId, state: 'suppressed', suppressedBy: 'a' })
  expect(ids([a, b]).flat().sort()).toEqual(['a', 'b'])
})
