import type { StationId } from '@ioc/shared/ids'
import type { WireAlarm } from '@ioc/shared/wire'
import { expect, it } from 'vitest'
import { sampleAlarm } from '../design/sample-things.js'
import { alarmsOf, gatherCauses } from './gather-causes.js'
import { groupAlarms } from './group-alarms.js'
import { layRows } from './lay-rows.js'

const at = (id: string, station: string, change: Partial<WireAlarm> = {}) =>
  sampleAlarm(id, { station: station as StationId, ...change })
/** The first letter of a station is its commune. */
const causesOf = (...alarms: WireAlarm[]) => gatherCauses(groupAlarms(alarms, new Map()), ([commune = '']) => commune)
const kinds = (causes: ReturnType<typeof causesOf>, ...opened: string[]) =>
  layRows(causes, new Set(opened)).map(({ kind, depth }) => `${kind} ${depth}`)

const commune = causesOf(
  at('1', 'a1'),
  at('2', 'a2'),
  at('3', 'a2', { state: 'suppressed', suppressedBy: '2' }),
  at('4', 'a1', { rule: 'rain', property: null, severity: 'low' }),
)

it('shows a heading for many and the entry itself for one', () => {
  expect(kinds(commune)).toEqual(['cause 0', 'line 0'])
})

it('shows what is beneath when it is opened', () => {
  const [heading] = layRows(commune, new Set())
  expect(kinds(commune, heading!.key)).toEqual(['cause 0', 'line 1', 'line 1', 'line 0'])
  const explaining = commune[0]!.lines.find(({ consequences }) => consequences.length > 0)!.id
  expect(kinds(commune, heading!.key, explaining).filter((kind) => kind === 'other 1')).toHaveLength(1)
})

it('shows one rain over ten communes as one row that opens to its communes', () => {
  const rain = Array.from({ length: 10 }, (_, n) => at(`${n}`, `${n}x`, { rule: 'rain', severity: 'high' }))
  const causes = causesOf(...rain, at('more', '3y', { rule: 'rain', severity: 'high' }))
  const [row, ...rest] = layRows(causes, new Set())
  expect(rest).toEqual([])
  expect(row?.kind === 'cause' && alarmsOf(row.causes)).toHaveLength(11)
  const opened = kinds(causes, row!.key)
  expect(opened).toHaveLength(11)
  expect(opened.filter((kind) => kind === 'line 1')).toHaveLength(9)
  expect(opened.filter((kind) => kind === 'cause 1')).toHaveLength(1)
})

it('gives no two rows one key', () => {
  const causes = causesOf(at('1', 'a1'), at('2', 'a2'), at('3', 'b1'), at('4', 'b1', { severity: 'low' }))
  const names = causes.flatMap(({ id, kin, lines }) => [`kin ${kin}`, `cause ${id}`, ...lines.map((line) => line.id)])
  const keys = layRows(causes, new Set(names))
  expect(keys.length).toBeGreaterThan(5)
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length)
})
