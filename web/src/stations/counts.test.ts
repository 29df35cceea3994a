import { expect, it } from 'vitest'
import { countRows } from './counts.js'
import { passes } from './filters.js'
import type { Row } from './row.js'
import { sampleAlarm, sampleLatest, sampleStation } from './sample.fixture.js'
import { standingOf } from './standing.js'

function row(id: string, kind: string, change: Parameters<typeof sampleLatest>[1], alarms = [] as string[]): Row {
  const latest = sampleLatest(id, change)
  return {
    station: sampleStation(id, { kind }),
    latest,
    look: standingOf(
      latest,
      alarms.map((alarm) => sampleAlarm(alarm)),
    ),
  }
}

const rows = [
  row('a', 'water', {}, ['1', '2']),
  row('b', 'rain', { reporting: 'late' }),
  row('c', 'rain', { reporting: 'never' }),
]

function ids(kinds: string[], standings: ('high' | 'silent')[]): string[] {
  const filters = { kinds: new Set(kinds), standings: new Set(standings) }
  return rows.filter((each) => passes(each, filters)).map((each) => each.station.id)
}

it('reporting and silent add up to all', () => {
  const counts = countRows(rows)
  expect(counts).toMatchObject({ total: 3, reporting: 2, silent: 1, alarm: 1 })
  expect(counts.kinds.get('rain')).toBe(2)
  expect([...counts.standings]).toEqual([
    ['high', 1],
    ['normal', 1],
    ['silent', 1],
  ])
})

it('an empty filter lets everything through, a chosen one only its own', () => {
  expect(ids([], [])).toEqual(['a', 'b', 'c'])
  expect(ids(['rain'], [])).toEqual(['b', 'c'])
  expect(ids(['rain'], ['high'])).toEqual([])
  expect(ids(['rain'], ['silent'])).toEqual(['c'])
})
