import type { StationId } from '@ioc/shared/ids'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../stations/sample.fixture.js'
import { gatherCauses } from './gather-causes.js'
import { groupAlarms } from './group-alarms.js'
import { layRows } from './lay-rows.js'

const alarms = [
  sampleAlarm('1', { severity: 'critical' }),
  sampleAlarm('2', { station: 'b' as StationId }),
  sampleAlarm('3', { station: 'b' as StationId, state: 'suppressed', suppressedBy: '2' }),
  sampleAlarm('4', { rule: 'rain', property: null, severity: 'low' }),
]
const causes = gatherCauses(groupAlarms(alarms, new Map()), () => 'commune')
const kinds = (...opened: string[]) => layRows(causes, new Set(opened)).map(({ kind }) => kind)

it('shows a heading for many and the entry itself for one', () => {
  expect(kinds()).toEqual(['cause', 'line'])
})

it('shows what is beneath when it is opened', () => {
  const [heading, ...rest] = layRows(causes, new Set())
  expect(rest).toHaveLength(1)
  expect(kinds(heading!.key)).toEqual(['cause', 'line', 'line', 'line'])
  const second = causes[0]!.lines[1]!.id
  expect(kinds(heading!.key, second)).toEqual(['cause', 'line', 'line', 'other', 'line'])
})

it('gives no two rows one key', () => {
  const keys = layRows(causes, new Set(causes.flatMap(({ id, lines }) => [`cause ${id}`, ...lines.map((l) => l.id)])))
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length)
})
