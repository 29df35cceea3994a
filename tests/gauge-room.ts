import { expect } from 'vitest'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import type { AlarmJournal } from '@ioc/server/ports/alarm-journal'
import type { Alarm } from '@ioc/shared/alarm'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation, Quality } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { START } from './alarm-room.js'
import { createManualClock } from './manual-clock.js'

export const GAUGE = 'HUE-WL-05' as StationId

const words = { version: 1, name: { vi: '.', en: '.' } }
/** Above BĐ III for a minute. */
export const flood = ruleSchema.parse({
  ...words,
  id: 'bd3',
  kind: 'threshold',
  property: 'water_level',
  severity: 'critical',
  message: { vi: '{station} {value} {unit} ≥ {limit}', en: '{station} {value} {unit} ≥ {limit}' },
  when: 'above',
  raise: { attribute: 'bd3' },
  clear: { attribute: 'bd3', offset: -0.1 },
  holdS: 60,
  restS: 60,
})
export const silence = ruleSchema.parse({
  ...words,
  id: 'silence',
  kind: 'silence',
  severity: 'medium',
  message: { vi: '{station} im {minutes} phút', en: '{station} silent for {minutes} min' },
  intervals: 4,
  minS: 120,
})

export function gauge(change: Partial<Station> = {}): Station {
  return {
    id: GAUGE,
    name: 'Kim Long',
    kind: 'water',
    lon: 107.57,
    lat: 16.45,
    area: '19774',
    agency: 'Đài KTTV',
    reportIntervalS: 30,
    attributes: { bd3: 3.5 },
    ...change,
  }
}

/** A desk over one gauge, with a clock that stands still and words for what happens in the room. */
export async function gaugeRoom({
  rules = [flood],
  journal = createAlarmJournal(),
}: { rules?: Rule[]; journal?: AlarmJournal } = {}) {
  const clock = createManualClock(START)
  const stations = new Map([[GAUGE, gauge()]])
  const told: string[] = []
  const failures: unknown[] = []
  const desk = createAlarmDesk({
    rules,
    stations,
    journal,
    clock,
    properties: PROPERTIES,
    events: { alarmChanged: () => undefined, journalFailed: (cause) => failures.push(cause), warning: () => undefined },
    onChange: (alarms) => told.push(...alarms.map((alarm) => alarm.state)),
  })
  await desk.open([], new Map())

  function level(value: number, more: { ago?: number; quality?: Quality; property?: string } = {}): Observation {
    const { ago = 0, quality = 'good', property = 'water_level' } = more
    const at = clock.now() - ago
    const key = property as PropertyKey
    const datastream = datastreamId(GAUGE, key)
    return {
      datastream,
      station: GAUGE,
      property: key,
      at,
      value,
      quality,
      receivedAt: clock.now(),
      timeSource: 'device',
    }
  }

  const only = (): Alarm => {
    const [alarm, ...others] = desk.active()
    expect(others).toEqual([])
    return alarm!
  }
  return { clock, stations, journal, told, failures, desk, level, only }
}
