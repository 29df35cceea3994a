import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema } from '@ioc/shared/rule'
import { ruleFaults } from '@ioc/shared/rule-faults'
import { stationSchema, type Station } from '@ioc/shared/station'
import { DAY, HOUR, SECOND } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

const file = (name: string) => JSON.parse(readFileSync(`provinces/hue/${name}`, 'utf8')) as unknown
const rules = z.array(ruleSchema).parse(file('rules.json'))
const stations = z.array(stationSchema).parse(file('stations.json')) as Station[]
const areas = [...new Set(stations.map(({ area }) => area))].map((id) => ({ id }))
const START = Date.parse('2026-11-20T00:00:00Z')

const CALM: Record<string, number> = {
  rain: 0.4,
  vn_aqi: 80,
  vn_aqi_day: 90,
  flood_level: 0,
  speed: 42,
  voltage_l1: 222,
  voltage_l2: 215,
  voltage_l3: 229,
  frequency: 50.03,
}

function calmAt({ attributes }: Station, property: string): number | undefined {
  if (property !== 'water_level') return CALM[property]
  return typeof attributes?.mndbt === 'number' ? attributes.mndbt - 1 : 0.6
}

/** Reports one value of everything every station measures, every 30 s for ten minutes. */
async function raisedBy(valueAt: (station: Station, property: string) => number | undefined): Promise<string[]> {
  const clock = createManualClock(START)
  const byId = new Map(stations.map((station) => [station.id, station]))
  const desk = createAlarmDesk({
    rules,
    stations: byId,
    journal: createAlarmJournal(),
    clock,
    properties: PROPERTIES,
    events: silentEvents(),
    onChange: () => undefined,
  })
  await desk.open([], new Map())
  for (let report = 0; report < 20; report += 1) {
    for (const station of stations) {
      desk.heard(station.id, clock.now())
      const keys = [...(station.properties ?? []), 'vn_aqi', 'vn_aqi_day', 'flood_level'] as PropertyKey[]
      for (const property of keys) {
        const value = valueAt(station, property)
        if (value === undefined) continue
        const now = clock.now()
        const at = property === 'vn_aqi' ? Math.floor(now / HOUR) * HOUR : property === 'vn_aqi_day' ? now - DAY : now
        const observation: Observation = {
          datastream: datastreamId(station.id, property),
          station: station.id,
          property,
          at,
          value,
          quality: 'good',
          receivedAt: now,
          timeSource: 'device',
        }
        desk.take([observation])
      }
    }
    clock.advance(30 * SECOND)
  }
  const raised = new Set(desk.active().map((alarm) => alarm.rule))
  await desk.close()
  return [...raised].sort()
}

/** The blanks of a message. */
const blanks = (text: string) => [...new Set(text.match(/\{\w*\}/g))].sort()

describe('the rules of Huế', () => {
  it('have ids of their own, name properties that exist and cite where their limits come from', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
    for (const rule of rules) {
      expect(rule.source).toBeTruthy()
      expect(ruleFaults(rule, { properties: PROPERTIES, areas, stations, rules })).toEqual([])
    }
  })

  it('leave only known blanks in their messages, in both languages alike', () => {
    for (const { message } of rules) {
      expect(blanks(message.vi)).toEqual(blanks(message.en))
      for (const blank of blanks(message.vi))
        expect(['{station}', '{value}', '{limit}', '{unit}', '{minutes}']).toContain(blank)
    }
  })

  it('raise nothing on a calm day', async () => {
    expect(await raisedBy(calmAt)).toEqual([])
  })

  it.each<[string, string, number, string[]]>([
    ['a river just above báo động I', 'water_level', 1.6, ['flood-level-1']],
    ['a river above báo động III', 'water_level', 5, ['flood-level-1', 'flood-level-2', 'flood-level-3']],
    [
      'a reservoir above its normal level',
      'water_level',
      100.1,
      ['flood-level-1', 'flood-level-2', 'flood-level-3', 'reservoir-full'],
    ],
    ['a cloudburst', 'rain', 12, ['rain-burst']],
    ['poor air', 'vn_aqi', 101, ['air-poor']],
    ['very bad air', 'vn_aqi', 230, ['air-bad', 'air-poor', 'air-very-bad']],
    ['a traffic jam', 'speed', 15, ['traffic-jam']],
    ['a sagging voltage', 'voltage_l1', 205, ['voltage-low']],
    ['a swelling voltage', 'voltage_l1', 233, ['voltage-high']],
    ['a grid that loses generation', 'frequency', 49.7, ['frequency-low']],
    ['a grid that loses load', 'frequency', 50.3, ['frequency-high']],
  ])('see %s', async (_, property, value, expected) => {
    expect(await raisedBy((station, key) => (key === property ? value : calmAt(station, key)))).toEqual(expected)
  })

  it('see a station that falls silent', async () => {
    const clock = createManualClock(START)
    const byId = new Map(stations.map((station) => [station.id, station]))
    const desk = createAlarmDesk({
      rules,
      stations: byId,
      journal: createAlarmJournal(),
      clock,
      properties: PROPERTIES,
      events: silentEvents(),
      onChange: () => undefined,
    })
    await desk.open([], new Map())
    desk.heard(stations[0]!.id, START)
    clock.advance(HOUR)
    expect(desk.active().map((alarm) => [alarm.rule, alarm.station])).toEqual([['silence', stations[0]!.id]])
    await desk.close()
  })
})
