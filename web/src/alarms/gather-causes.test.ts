import type { StationId } from '@ioc/shared/ids'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../stations/sample.fixture.js'
import { alarmsOf, gatherCauses } from './gather-causes.js'
import { groupAlarms } from './group-alarms.js'

const AREAS: Record<string, string> = { a: 'north', b: 'north', c: 'south' }
const at = (station: string, change: Partial<WireAlarm> = {}) =>
  sampleAlarm(`${change.rule ?? 'flood'}-${station}`, { station: station as StationId, ...change })

function gather(...alarms: WireAlarm[]): string[][] {
  const causes = gatherCauses(groupAlarms(alarms, new Map()), (station) => AREAS[station] ?? null)
  return causes.map((cause) => [cause.place, ...alarmsOf(cause).map(({ id }) => id)])
}

it('gathers a rule in a commune, and nothing wider', () => {
  expect(gather(at('a'), at('b'), at('c'), at('a', { rule: 'rain', property: null }))).toEqual([
    ['north', 'flood-a', 'flood-b'],
    ['south', 'flood-c'],
    ['north', 'rain-a'],
  ])
})

it('puts the commune with the worst first, however many stand elsewhere', () => {
  const [first] = gather(at('a'), at('b'), at('c', { severity: 'critical' }))
  expect(first).toEqual(['south', 'flood-c'])
})

it('leaves out nothing', () => {
  const alarms = [at('a'), at('b', { state: 'returned' }), at('c', { state: 'shelved' }), at('unknown')]
  const listed = gather(...alarms).flatMap(([, ...ids]) => ids)
  expect(listed.sort()).toEqual(alarms.map(({ id }) => id).sort())
})

it('keeps what was put aside, and every group alarm, apart', () => {
  const group = at('area~north', { stations: ['a', 'b'] as StationId[] })
  expect(gather(at('a'), at('b', { state: 'shelved' }), group)).toHaveLength(3)
})
