import type { StationId } from '@ioc/shared/ids'
import { HOUR } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { NOON, sampleAlarm, sampleStation } from '../design/sample-things.js'
import { EVERYTHING, filterAlarms, readFilter, writeFilter, type AlarmFilter } from './filter-alarms.js'

const stations = new Map([
  ['a', sampleStation('a', { area: 'north' })],
  ['b', sampleStation('b', { area: 'south', kind: 'air' })],
])
const cause = sampleAlarm('cause', { agency: 'Sở Xây dựng' })
const alarms = [
  cause,
  sampleAlarm('held', { station: 'b' as StationId, severity: 'low', state: 'latched' }),
  sampleAlarm('group', { station: 'area~south' as StationId, stations: ['b'] as StationId[], state: 'returned' }),
  sampleAlarm('behind', { station: 'b' as StationId, state: 'suppressed', suppressedBy: 'cause' }),
  sampleAlarm('away', { state: 'shelved', raisedAt: new Date(NOON - 2 * HOUR).toISOString() }),
]
const ids = (change: Partial<AlarmFilter>) =>
  filterAlarms(alarms, { ...EVERYTHING, ...change }, { stations, now: NOON }).map(({ id }) => id)

it.each<[Partial<AlarmFilter>, string[]]>([
  [{}, ['cause', 'held', 'group', 'behind']],
  [{ view: 'open' }, ['cause', 'group', 'behind']],
  [{ view: 'held' }, ['held']],
  [{ view: 'suppressed' }, ['behind']],
  [{ view: 'shelved' }, ['away']],
  [{ view: 'shelved', within: '1h' }, []],
  [{ view: 'shelved', within: '6h' }, ['away']],
  [{ view: 'out_of_service' }, []],
  [{ severities: new Set(['low']) }, ['held']],
  [{ area: 'south' }, ['held', 'group']],
  [{ kind: 'air' }, ['held', 'group']],
  [{ agency: 'Sở Xây dựng' }, ['cause', 'behind']],
])('finds by %j: %j', (change, expected) => {
  expect(ids(change)).toEqual(expected)
})

it('comes back from an address as it went in', () => {
  const filter: AlarmFilter = {
    view: 'held',
    severities: new Set(['critical', 'low']),
    area: 'north',
    agency: 'Sở Y tế',
    kind: 'air',
    within: '24h',
  }
  expect(readFilter(writeFilter(filter))).toEqual(filter)
  expect(writeFilter(EVERYTHING)).toEqual({})
  expect(readFilter({ state: 'angry', severity: 'huge', within: ['1h'] })).toEqual(EVERYTHING)
})
