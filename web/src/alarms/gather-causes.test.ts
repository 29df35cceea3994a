import type { StationId } from '@ioc/shared/ids'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../design/sample-things.js'
import { alarmsOf, gatherCauses } from './gather-causes.js'
import { groupAlarms } from './group-alarms.js'

const AREAS: Record<string, string> = { a: 'north', b: 'north', c: 'south' }
const at = (station: string, change: Partial<WireAlarm> = {}) =>
  sampleAlarm(`${change.rule ?? 'flood'}-${station}`, { station: station as StationId, ...change })

function gather(...alarms: WireAlarm[]): string[][] {
  const causes = gatherCauses(groupAlarms(alarms, new Map()), (station) => AREAS[station] ?? null)
  return causes.map((cause) => [cause.place, ...alarmsOf([cause]).map(({ id }) => id)])
}

it('gathers a rule at one severity, commune by commune', () => {
  const causes = gatherCauses(
    groupAlarms([at('a'), at('c'), at('b'), at('a', { rule: 'rain', property: null })], new Map()),
    (station) => AREAS[station] ?? null,
  )
  expect(causes.map(({ kin, place }) => [kin, place])).toEqual([
    ['flood/high/shown', 'north'],
    ['flood/high/shown', 'south'],
    ['rain/high/shown', 'north'],
  ])
  expect(gather(at('a'), at('b'), at('c'), at('a', { rule: 'rain', property: null }))).toEqual([
    ['north', 'flood-a', 'flood-b'],
    ['south', 'flood-c'],
    ['north', 'rain-a'],
  ])
})

it('keeps what is worse before what is less bad, also of one rule in one commune', () => {
  expect(
    gather(at('a', { severity: 'low' }), at('b', { severity: 'critical' }), at('c', { severity: 'medium' })),
  ).toEqual([
    ['north', 'flood-b'],
    ['south', 'flood-c'],
    ['north', 'flood-a'],
  ])
})

it('an answer to many communes leaves out what is not as bad any more, and what has ended', () => {
  const [north, south] = gatherCauses(groupAlarms([at('a'), at('b'), at('c')], new Map()), (id) => AREAS[id] ?? null)
  const [one, two] = north!.lines
  const held = { ...north!, lines: [{ ...one!, alarm: { ...one!.alarm, severity: 'critical' as const } }, two!] }
  const ended = { ...south!, lines: south!.lines.map((line) => ({ ...line, ended: true })) }
  expect(alarmsOf([held, south!]).map(({ id }) => id)).toEqual([two!.alarm.id, 'flood-c'])
  expect(alarmsOf([held]).map(({ id }) => id)).toEqual([one!.alarm.id, two!.alarm.id])
  expect(alarmsOf([north!, ended]).map(({ id }) => id)).toEqual(['flood-a', 'flood-b'])
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
