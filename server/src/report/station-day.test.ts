import { expect, it } from 'vitest'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { HOUR } from '@ioc/shared/time'
import type { Bucket } from '../ports/observation-store.js'
import { agencyDays, judgeStationDay } from './station-day.js'

const FROM = Date.parse('2026-11-21T17:00:00Z')
const DAY_HOURS = { from: FROM, hours: 24 }
const station = (reportIntervalS: number, agency = 'Sở A') =>
  ({ id: 'A' as StationId, agency, reportIntervalS }) as Station
const counts = (perHour: readonly number[], property = 'ph', quality: Bucket['quality'] = 'good'): Bucket[] =>
  perHour.flatMap((value, hour) =>
    value === 0
      ? []
      : [{ at: FROM + hour * HOUR, value, quality, goodCount: value, property: property as PropertyKey }],
  )
const hours = (...runs: [times: number, value: number][]) =>
  runs.flatMap(([times, value]) => Array.from({ length: times }, () => value))

it('tells what came late from what never came', () => {
  // Half of the reports of six hours are missing, and six hours are empty.
  const day = judgeStationDay(station(60), counts(hours([12, 60], [6, 30], [6, 0])), DAY_HOURS)
  expect(day).toMatchObject({ onTime: 0.5, complete: 0.625, alive: 0.75, silentHours: 6, stillSilent: true })
})

it('takes the property that is reported most often for the report, and no more an hour than was owed', () => {
  const busy = [...counts(hours([1, 600], [23, 60])), ...counts(hours([24, 6]), 'turbidity', 'suspect')]
  const day = judgeStationDay(station(60), busy, DAY_HOURS)
  expect(day).toMatchObject({ complete: 1, onTime: 1, cleanHours: 24, measuredHours: 48, silentHours: 0 })
})

it('does not call a station silent that speaks every six hours', () => {
  const day = judgeStationDay(station(6 * 3_600), counts(hours([1, 1], [5, 0], [1, 1], [5, 0], [1, 1], [5, 0])), {
    from: FROM,
    hours: 18,
  })
  expect(day).toMatchObject({ onTime: 1, complete: 1, alive: 1, silentHours: 0, stillSilent: false })
})

it('puts the agency first whose stations spoke least', () => {
  const good = judgeStationDay(station(60), counts(hours([24, 60])), DAY_HOURS)
  const dead = judgeStationDay(station(60, 'Sở B'), [], DAY_HOURS)
  expect(agencyDays([good, dead])).toEqual([
    { agency: 'Sở B', stations: 1, onTime: 0, complete: 0, clean: null, alive: 0 },
    { agency: 'Sở A', stations: 1, onTime: 1, complete: 1, clean: 1, alive: 1 },
  ])
})
