import { expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { createTally } from './counts.js'
import { passes, type Choice } from './filters.js'
import type { Row } from './row.js'
import { sampleAlarm, sampleLatest, sampleStation } from '../design/sample-things.js'
import { standingOf } from './standing.js'

const early = { at: '2026-11-22T07:00:00.000Z', probability: 0.8 }
const only = (...standings: Choice[]) => ({ kinds: new Set<string>(), standings: new Set(standings) })
const WARNING = sampleAlarm('early', { severity: 'critical', early })

function row(id: string, kind: string, change: Parameters<typeof sampleLatest>[1], alarms: WireAlarm[] = []): Row {
  const latest = sampleLatest(id, change)
  const look = standingOf(latest, alarms)
  return { station: sampleStation(id, { kind }), latest, look }
}

const rows = [
  row('a', 'water', {}, [sampleAlarm('1'), sampleAlarm('2')]),
  row('b', 'rain', { reporting: 'late' }),
  row('c', 'rain', { reporting: 'silent' }),
  row('lost', 'water', { reporting: 'silent' }, [sampleAlarm('3')]),
  row('new', 'rain', { reporting: 'never' }),
]

function tallied() {
  const tally = createTally()
  for (const each of rows) tally.replace(undefined, each)
  return tally
}

it('those that report, are silent or wait to be heard add up to all', () => {
  const counts = tallied().counts()
  expect(counts).toMatchObject({ total: 5, reporting: 2, silent: 2, waiting: 1, alarm: 2 })
  expect(counts.kinds.get('rain')).toBe(3)
  expect([...counts.standings]).toEqual([
    ['high', 2],
    ['normal', 1],
    ['silent', 1],
    ['waiting', 1],
  ])
})

it('follows rows that change and go, and forgets what is there no more', () => {
  const tally = tallied()
  const [a, b, c, lost, fresh] = rows
  tally.replace(c, row('c', 'rain', {}))
  tally.replace(a, undefined)
  for (const each of [b, lost, fresh]) tally.replace(each, undefined)
  expect(tally.counts()).toMatchObject({ total: 1, reporting: 1, silent: 0, alarm: 0 })
  expect([...tally.counts().standings]).toEqual([['normal', 1]])
  expect([...tally.counts().kinds]).toEqual([['rain', 1]])
})

it('stays the same object while only values change', () => {
  const tally = tallied()
  const before = tally.counts()
  tally.replace(rows[0], row('a', 'water', { at: null }, [sampleAlarm('1')]))
  expect(tally.counts()).toBe(before)
})

it.each([
  [[], [], ['a', 'b', 'c', 'lost', 'new']],
  [['rain'], [], ['b', 'c', 'new']],
  [['rain'], ['high'], []],
  [['rain'], ['silent'], ['c']],
  // What fell silent in alarm is one of both.
  [[], ['silent'], ['c', 'lost']],
  [[], ['high'], ['a', 'lost']],
  [[], ['waiting'], ['new']],
] as const)('lets through what kinds %j and standings %j choose, and counts it so', (kinds, standings, ids) => {
  const filters = { kinds: new Set<string>(kinds), standings: new Set<Choice>(standings) }
  expect(rows.filter((each) => passes(each, filters)).map((each) => each.station.id)).toEqual(ids)
  expect(tallied().counts().passing(filters)).toBe(ids.length)
})

it('counts an early warning for itself, and the station by what is so', () => {
  const all = [...rows, row('d', 'water', {}, [WARNING]), row('e', 'water', {}, [WARNING, sampleAlarm('3')])]
  const tally = createTally()
  for (const each of all) tally.replace(undefined, each)
  const counts = tally.counts()
  expect(counts).toMatchObject({ alarm: 3, foretold: 2 })
  expect([counts.standings.get('critical'), counts.standings.get('high')]).toEqual([undefined, 3])
  for (const [choice, ids] of [
    ['early', 'd e'],
    ['critical', ''],
    ['high', 'a lost e'],
    ['normal', 'b d'],
  ] as const) {
    const passing = all.filter((each) => passes(each, only(choice))).map((each) => each.station.id)
    expect(passing.join(' ')).toBe(ids)
    expect(counts.passing(only(choice))).toBe(passing.length)
  }
  tally.replace(all[5], row('d', 'water', {}))
  expect(tally.counts().foretold).toBe(1)
})
