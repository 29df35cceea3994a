import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openAlarmJournal } from '@ioc/server/adapters/duckdb/alarm-journal'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { createAlarmDesk, type AlarmDesk } from '@ioc/server/alarms/desk'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

const START = Date.parse('2026-11-20T00:00:00Z')
const LEVEL = 'water_level' as PropertyKey
const words = { version: 1, name: { vi: '.', en: '.' }, message: { vi: '.', en: '.' } }
const flood = ruleSchema.parse({
  ...words,
  id: 'bd3',
  kind: 'threshold',
  severity: 'critical',
  property: LEVEL,
  when: 'above',
  raise: 3.5,
  clear: 3.4,
  holdS: 60,
  restS: 60,
})
const silence = ruleSchema.parse({ ...words, id: 'silence', kind: 'silence', severity: 'low', intervals: 4, minS: 120 })

const stations = new Map<StationId, Station>()
for (let n = 1; n <= 50; n += 1) {
  const id = `G-${n}` as StationId
  stations.set(id, { id, name: id, kind: 'water', lon: 107, lat: 16, area: '1', agency: '', reportIntervalS: 30 })
}
const ids = [...stations.keys()]
const [A, B, C, D] = ids as [StationId, StationId, StationId, StationId]

let dataDir: string
let now: number
let server: Awaited<ReturnType<typeof boot>>
/** What the store remembers over a restart. */
let newest: Map<StationId, Observation>
let lastHeard: Map<StationId, number>

async function boot() {
  const clock = createManualClock(now)
  const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
  const journal = await openAlarmJournal(database)
  const changes: string[] = []
  const desk: AlarmDesk = createAlarmDesk({
    rules: [flood, silence],
    stations,
    journal,
    clock,
    properties: PROPERTIES,
    events: silentEvents(),
    onChange: (alarms) => changes.push(...alarms.map((alarm) => `${alarm.station} ${alarm.state}`)),
  })
  await desk.open([...newest.values()], lastHeard)
  return { clock, database, journal, desk, changes }
}

/** Ends the server, properly or as `kill -9` does, and starts it again. */
async function restart({ downMs = 0, killed = false } = {}): Promise<void> {
  if (killed) await server.desk.settled()
  else await server.desk.close()
  await server.journal.close()
  await server.database.close()
  now += downMs
  server = await boot()
}

function pass(ms: number): void {
  server.clock.advance(ms)
  now += ms
}

function stored(station: StationId, value: number): Observation {
  const observation: Observation = {
    datastream: datastreamId(station, LEVEL),
    station,
    property: LEVEL,
    at: now,
    value,
    quality: 'good',
    receivedAt: now,
    timeSource: 'device',
  }
  newest.set(station, observation)
  lastHeard.set(station, now)
  return observation
}

function report(station: StationId, value: number): void {
  const observation = stored(station, value)
  server.desk.heard(station, now)
  server.desk.take([observation])
}

/** Twice a minute until then, each of these says this. */
function keepReporting(ms: number, values: Record<StationId, number>): void {
  for (let passed = 0; passed < ms; passed += 30 * SECOND) {
    for (const [station, value] of Object.entries(values)) report(station as StationId, value)
    pass(30 * SECOND)
  }
}

async function states(): Promise<Record<string, string>> {
  const alarms = await server.desk.list({ states: ['all'] })
  return Object.fromEntries(alarms.map((alarm) => [`${alarm.rule} ${alarm.station}`, alarm.state]))
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-restart-'))
  now = START
  newest = new Map()
  lastHeard = new Map()
  server = await boot()
})

afterEach(async () => {
  await server.desk.close()
  await server.journal.close()
  await server.database.close()
  rmSync(dataDir, { recursive: true })
})

it.each([
  ['a stop', false],
  ['kill -9', true],
])('every alarm is as it was after %s, and nothing is told or written anew', async (_, killed) => {
  keepReporting(2 * MINUTE, { [A]: 4, [B]: 4, [C]: 4, [D]: 4 })
  const of = (station: StationId) => server.desk.active().find((alarm) => alarm.station === station)!.id
  await server.desk.acknowledge(of(B), 'lan', 'đã biết')
  await server.desk.shelve(of(D), 'lan', now + HOUR, 'bảo trì')
  keepReporting(2 * MINUTE, { [A]: 4, [B]: 4, [C]: 1, [D]: 4 })
  await server.desk.settled()
  const before = { list: await server.desk.list({ states: ['all'] }), seq: await server.journal.lastSeq() }
  expect(await states()).toEqual({
    [`bd3 ${A}`]: 'unacknowledged',
    [`bd3 ${B}`]: 'acknowledged',
    [`bd3 ${C}`]: 'returned',
    [`bd3 ${D}`]: 'shelved',
  })

  await restart({ downMs: 20 * SECOND, killed })
  expect(await server.desk.list({ states: ['all'] })).toEqual(before.list)
  keepReporting(5 * MINUTE, { [A]: 4, [B]: 4, [C]: 1, [D]: 4 })
  expect(await server.desk.list({ states: ['all'] })).toEqual(before.list)
  await server.desk.settled()
  expect([server.changes, await server.journal.lastSeq()]).toEqual([[], before.seq])

  keepReporting(HOUR, { [A]: 4, [B]: 1, [C]: 1, [D]: 4 })
  expect(await states()).toMatchObject({ [`bd3 ${B}`]: 'cleared', [`bd3 ${D}`]: 'unacknowledged' })
})

it('a hold that was running runs on, the time without a server included', async () => {
  report(A, 4)
  pass(20 * SECOND)
  await restart({ downMs: 20 * SECOND })
  pass(19 * SECOND)
  expect(server.desk.active()).toEqual([])
  pass(SECOND)
  expect(server.desk.active()).toMatchObject([
    { station: A, raisedAt: START + MINUTE, phenomenonTime: START, late: false },
  ])
})

it('a rest that was running runs on as well', async () => {
  report(A, 4)
  pass(MINUTE)
  report(A, 1)
  pass(20 * SECOND)
  await restart({ downMs: 20 * SECOND })
  pass(19 * SECOND)
  expect(await states()).toEqual({ [`bd3 ${A}`]: 'unacknowledged' })
  pass(SECOND)
  expect(await states()).toEqual({ [`bd3 ${A}`]: 'returned' })
})

it('a night without the server makes no storm of silent stations', async () => {
  for (const station of ids) report(station, 1)
  pass(MINUTE)
  await restart({ downMs: 8 * HOUR })
  pass(119 * SECOND)
  expect(server.desk.active()).toEqual([])
  for (const station of ids.slice(2)) report(station, 1)
  pass(SECOND)
  expect(server.desk.active().map((alarm) => `${alarm.rule} ${alarm.station}`)).toEqual([
    `silence ${A}`,
    `silence ${B}`,
  ])
})

it('a station that was silent stays so without a second word, until it speaks', async () => {
  report(A, 1)
  pass(5 * MINUTE)
  await server.desk.settled()
  const seq = await server.journal.lastSeq()
  await restart({ downMs: HOUR })
  pass(5 * MINUTE)
  expect(await states()).toEqual({ [`silence ${A}`]: 'unacknowledged' })
  expect(await server.journal.lastSeq()).toBe(seq)
  report(A, 1)
  pass(SECOND)
  expect(await states()).toEqual({ [`silence ${A}`]: 'returned' })
})

it('a value that was stored but not looked at before the end is not forgotten', async () => {
  stored(A, 4)
  await restart({ downMs: 30 * SECOND, killed: true })
  pass(30 * SECOND)
  expect(server.desk.active()).toMatchObject([{ station: A, rule: 'bd3', phenomenonTime: START }])
})

it('an alarm whose station was taken away meanwhile is over', async () => {
  keepReporting(2 * MINUTE, { [A]: 4 })
  const station = stations.get(A)!
  stations.delete(A)
  await restart()
  expect(await states()).toEqual({ [`bd3 ${A}`]: 'cleared' })
  stations.set(A, station)
})
