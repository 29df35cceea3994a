import { expect, it } from 'vitest'
import { createTally } from './counts.js'
import { passes } from './filters.js'
import type { Row } from './row.js'
import { sampleAlarm, sampleLatest, sampleStation } from './sample.fixture.js'
import { standingOf } from './standing.js'

function row(id: string, kind: string, change: Parameters<typeof sampleLatest>[1], alarms = [] as string[]): Row {
  const latest = sampleLatest(id, change)
  const look = standingOf(
    latest,
    alarms.map((alarm) => sampleAlarm(alarm)),
  )
  return { station: sampleStation(id, { kind }), latest, look }
}

const rows = [
  row('a', 'water', {}, ['1', '2']),
  row('b', 'rain', { reporting: 'late' }),
  row('c', 'rain', { reporting: 'never' }),
]

function tallied() {
  const tally = createTally()
  for (const each of rows) tally.replace(undefined, each)
  return tally
}

it('reporting and silent add up to all', () => {
  const counts = tallied().counts()
  expect(counts).toMatchObject({ total: 3, reporting: 2, silent: 1, alarm: 1 })
  expect(counts.kinds.get('rain')).toBe(2)
  expect([...counts.standings]).toEqual([
    ['high', 1],
    ['normal', 1],
    ['silent', 1],
  ])
})

it('follows rows that change and go, and forgets what is there no more', () => {
  const tally = tallied()
  const [a, b, c] = rows
  tally.replace(c, row('c', 'rain', {}))
  tally.replace(a, undefined)
  tally.replace(b, undefined)
  expect(tally.counts()).toMatchObject({ total: 1, reporting: 1, silent: 0, alarm: 0 })
  expect([...tally.counts().standings]).toEqual([['normal', 1]])
  expect([...tally.counts().kinds]).toEqual([['rain', 1]])
})

it('stays the same object while only values change', () => {
  const tally = tallied()
  const before = tally.counts()
  tally.replace(rows[0], row('a', 'water', { at: null }, ['1', '2']))
  expect(tally.counts()).toBe(before)
})

it.each([
  [[], [], ['a', 'b', 'c']],
  [['rain'], [], ['b', 'c']],
  [['rain'], ['high'], []],
  [['rain'], ['silent'], ['c']],
] as const)('lets through what kinds %j and standings %j choose, and counts it so', (kinds, standings, ids) => {
  const filters = { kinds: new Set<string>(kinds), standings: new Set<'high' | 'silent'>(standings) }
  expect(rows.filter((each) => passes(each, filters)).map((each) => each.station.id)).toEqual(ids)
  expect(tallied().counts().passing(filters)).toBe(ids.length)
})
