import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { createAlarmDesk, type AlarmDesk } from '@ioc/server/alarms/desk'
import type { ReadExpectation } from '@ioc/server/alarms/foresight'
import type { AlarmJournal } from '@ioc/server/ports/alarm-journal'
import type { Alarm } from '@ioc/shared/alarm'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation, Quality } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { createManualClock } from './manual-clock.js'
import { silentEvents } from './silent-events.js'

export const START = Date.parse('2026-11-20T00:00:00Z')

const words = { version: 1, name: { vi: '.', en: '.' }, message: { vi: '{station} {value}', en: '{station} {value}' } }

/** A rule that is raised at once at `limit` and settles at once below it. */
export function limitRule(id: string, property: string, change: object = {}): Rule {
  const limits = { when: 'above', raise: 10, clear: 9, holdS: 0, restS: 0 }
  return ruleSchema.parse({ ...words, ...limits, id, kind: 'threshold', severity: 'high', property, ...change })
}

/** Two minutes of silence, or four intervals of the station. */
export function silenceRule(change: object = {}): Rule {
  return ruleSchema.parse({
    ...words,
    id: 'silence',
    kind: 'silence',
    severity: 'medium',
    intervals: 4,
    minS: 120,
    ...change,
  })
}

export function stationOf(id: string, change: Partial<Station> = {}): Station {
  const place = { lon: 107.5, lat: 16.4, area: 'x', agency: '' }
  return { id: id as StationId, name: id, kind: 'water', ...place, reportIntervalS: 30, ...change }
}

interface RoomOptions {
  rules: readonly Rule[]
  stations: readonly Station[]
  journal?: AlarmJournal
  expectationOf?: ReadExpectation
}

/** A desk over some stations, on a clock that stands still until it is told to go on. It can be shut and opened again. */
export async function alarmRoom(options: RoomOptions) {
  const { rules, stations: seed, journal = createAlarmJournal(), expectationOf } = options
  const clock = createManualClock(START)
  const stations = new Map(seed.map((station) => [station.id, station]))
  const newest = new Map<string, Observation>()
  const lastHeard = new Map<StationId, number>()
  const told: string[] = []

  async function openDesk(): Promise<AlarmDesk> {
    const desk = createAlarmDesk({
      rules,
      stations,
      journal,
      clock,
      properties: PROPERTIES,
      ...(expectationOf && { expectationOf }),
      events: silentEvents(),
      onChange: (alarms) => told.push(...alarms.map(({ rule, station, state }) => `${rule} ${station} ${state}`)),
    })
    await desk.open([...newest.values()], lastHeard)
    return desk
  }

  const room = {
    clock,
    stations,
    journal,
    /** What was told to the screens, in order. */
    told,
    desk: await openDesk(),
    async restart() {
      await room.desk.close()
      room.desk = await openDesk()
    },
    /** A station speaks, and says this of a property. */
    report(id: string, property: string, value: number, quality: Quality = 'good') {
      const station = id as StationId
      const key = property as PropertyKey
      const now = clock.now()
      const datastream = datastreamId(station, key)
      const observation: Observation = {
        datastream,
        station,
        property: key,
        at: now,
        value,
        quality,
        receivedAt: now,
        timeSource: 'device',
      }
      newest.set(datastream, observation)
      room.speak(id)
      room.desk.take([observation])
    },
    setRules: (next: readonly Rule[]) => room.desk.setRules(next, newest.values()),
    speak(...ids: string[]) {
      for (const id of ids) {
        lastHeard.set(id as StationId, clock.now())
        room.desk.heard(id as StationId, clock.now())
      }
    },
    /** Every alarm that is not over: `rule station` and its state. */
    states(): Record<string, string> {
      return Object.fromEntries(room.desk.ongoing().map((alarm) => [`${alarm.rule} ${alarm.station}`, alarm.state]))
    },
    /** The alarm of a rule at a station. */
    alarm(name: string): Alarm {
      const found = room.desk.ongoing().find(({ rule, station }) => `${rule} ${station}` === name)
      if (!found) throw new Error(`there is no ${name} among ${Object.keys(room.states()).join(', ')}`)
      return found
    },
  }
  return room
}
