import { describe, expect, it } from 'vitest'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import type { AlarmJournal } from '@ioc/server/ports/alarm-journal'
import type { Alarm } from '@ioc/shared/alarm'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import { QUALITIES, type Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { redo } from '../redo.js'
import { seededRandom } from '../seeded-random.js'
import { silentEvents } from '../silent-events.js'

const START = Date.parse('2026-11-20T00:00:00Z')
const LENGTH = 12 * HOUR
const LEVEL = 'water_level' as PropertyKey

const words = { version: 1, name: { vi: '.', en: '.' } }
const message = { vi: '{station} {value} {limit} {minutes}', en: '.' }
const limits = { kind: 'threshold', property: LEVEL, when: 'above', restS: 90, message }
const rules = [
  ruleSchema.parse({ ...words, ...limits, id: 'bd1', severity: 'medium', raise: 1, clear: 0.9, holdS: 0 }),
  ruleSchema.parse({ ...words, ...limits, id: 'bd2', severity: 'high', raise: 2, clear: 1.9, holdS: 75 }),
]
const stations = new Map<StationId, Station>()
for (const name of ['A', 'B', 'C', 'D', 'E']) {
  const id = name as StationId
  stations.set(id, { id, name, kind: 'water', lon: 107, lat: 16, area: '1', agency: '', reportIntervalS: 30 })
}

interface Happening {
  at: number
  observation?: Observation
  deed?: 'acknowledge' | 'shelve'
}

/** Rivers that rise and fall, devices that fail, fall silent and come back late, and an operator who answers. */
function dayOf(seed: number): Happening[] {
  const random = seededRandom(seed)
  const happenings: Happening[] = []
  for (const [index, station] of [...stations.keys()].entries()) {
    let lastMeasured = 0
    for (let at = START + index * SECOND; at < START + LENGTH; at += 30 * SECOND) {
      if (random() < 0.2) continue
      const late = random() < 0.01 ? Math.floor(random() * 2 * HOUR) : 0
      const measured = at - late
      if (measured <= lastMeasured) continue
      lastMeasured = measured
      const value = 1.3 + 1.2 * Math.sin((at - START) / (20 * MINUTE) + index) + 0.3 * random()
      const quality = random() < 0.05 ? QUALITIES[Math.floor(random() * QUALITIES.length)]! : 'good'
      const observation: Observation = {
        datastream: datastreamId(station, LEVEL),
        station,
        property: LEVEL,
        at: measured,
        value,
        quality,
        receivedAt: at,
        timeSource: 'device',
      }
      happenings.push({ at, observation })
    }
  }
  for (let at = START; at < START + LENGTH; at += 7 * MINUTE) {
    happenings.push({ at, deed: random() < 0.8 ? 'acknowledge' : 'shelve' })
  }
  return happenings.sort((a, b) => a.at - b.at)
}

/** Plays a day through the desk; with `restartEvery`, through one desk after another over the same journal. */
async function play(happenings: readonly Happening[], restartEvery = Infinity): Promise<AlarmJournal> {
  const clock = createManualClock(START)
  const journal = createAlarmJournal()
  const newest = new Map<StationId, Observation>()
  const options = { rules, stations, journal, clock, properties: PROPERTIES, events: silentEvents() }
  const openDesk = async () => {
    const desk = createAlarmDesk({ ...options, onChange: () => undefined })
    await desk.open([...newest.values()], new Map())
    return desk
  }
  let desk = await openDesk()
  let restartAt = START + restartEvery
  for (const { at, observation, deed } of happenings) {
    clock.advance(at - clock.now())
    if (at >= restartAt) {
      restartAt += restartEvery
      await desk.close()
      desk = await openDesk()
    }
    if (observation) {
      newest.set(observation.station, observation)
      desk.take([observation])
    }
    const [alarm] = (await desk.list({ states: ['unacknowledged', 'returned'] })).slice(-1)
    if (alarm && deed === 'acknowledge') await desk.acknowledge(alarm.id, 'lan', null)
    if (alarm && deed === 'shelve') await desk.shelve(alarm.id, 'lan', at + 10 * MINUTE, 'bảo trì')
  }
  await desk.close()
  return journal
}

async function told(journal: AlarmJournal): Promise<string[]> {
  const events = await journal.events({})
  return events.map(({ at, type, alarm }) => `${at} ${alarm.id} ${type} ${alarm.state}`).sort()
}

describe('replaying a day', () => {
  it('gives the journal of that day, event by event', async () => {
    const day = dayOf(1)
    const first = await (await play(day)).events({})
    expect(await (await play(day)).events({})).toEqual(first)
    expect(await (await play(dayOf(2))).events({})).not.toEqual(first)
    // A day in which everything happens, or this test would say little.
    const types = new Set(first.map((event) => event.type))
    expect([...types].sort()).toEqual(['acknowledged', 'cleared', 'raised', 'returned', 'shelved', 'unshelved'])
    expect(first.some((event) => event.alarm.late)).toBe(true)
    expect(first.length).toBeGreaterThan(100)
  })

  it('gives the same journal however often the server was restarted on the way', async () => {
    const day = dayOf(3)
    expect(await told(await play(day, 10 * MINUTE))).toEqual(await told(await play(day)))
  })
})

describe('replaying the journal from the start', () => {
  it('gives every alarm the state it has', async () => {
    const journal = await play(dayOf(4))
    const alarms = new Map<string, Alarm>()
    for (const event of await journal.events({})) {
      expect(redo(alarms.get(event.alarm.id), event)).toEqual(event.alarm)
      alarms.set(event.alarm.id, event.alarm)
    }
    const states = [...alarms.values()].map(({ id, state }) => [id, state]).sort()
    const kept = (await journal.raised(0, Infinity)).map(({ alarm }) => [alarm.id, alarm.state]).sort()
    expect(states).toEqual(kept)
    expect(states.length).toBeGreaterThan(20)
  })
})
