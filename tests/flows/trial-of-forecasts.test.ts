import { expect, it } from 'vitest'
import { createMemoryForecastStore } from '@ioc/server/adapters/memory/forecast-store'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { tryRule } from '@ioc/server/alarms/try-rule'
import type { IssuedForecast } from '@ioc/server/ports/forecasts'
import { readForetold } from '@ioc/server/forecasts/foretold'
import { TOGETHER } from '@ioc/shared/chance'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { alarmRoom, START, stationOf } from '../alarm-room.js'

const GAUGE = stationOf('G', { attributes: { bd1: 2, bd2: 2.3 } })
const LEVEL = 'water_level' as PropertyKey
const words = { version: 1, name: { vi: '.', en: '.' }, message: { vi: '{value}', en: '{value}' } }
const step = (attribute: string, severity: string) => ({ from: { attribute }, severity, name: { vi: '.', en: '.' } })
const ahead: Rule = ruleSchema.parse({
  ...words,
  id: 'ahead',
  kind: 'forecast',
  property: LEVEL,
  when: 'above',
  holdS: 0,
  restS: 0,
  horizonS: 10_800,
  probability: 0.5,
  steps: [step('bd1', 'low'), step('bd2', 'medium')],
})

/** A river that rises by half a metre an hour for four hours, then falls as fast. */
const levelAt = (at: number) => 0.4 + 0.5 * (4 - Math.abs((at - START) / HOUR - 4))

/** The next three hours as they will be, half a metre to either side. */
function forecastAt(issuedAt: number): IssuedForecast {
  const steps = Array.from({ length: 18 }, (_, n) => levelAt(issuedAt + (n + 0.5) * 10 * MINUTE))
  const quantiles = Float32Array.from(steps.flatMap((value) => [-0.5, -0.2, 0, 0.2, 0.5].map((each) => value + each)))
  const place = { station: GAUGE.id, property: LEVEL, span: 'hours' as const, model: 'm' }
  return { ...place, issuedAt, start: issuedAt, stepMs: 10 * MINUTE, scale: 1, quantiles, extremal: TOGETHER }
}

async function past() {
  const forecasts = createMemoryForecastStore()
  const observations: Observation[] = []
  for (let at = START + MINUTE; at < START + 8 * HOUR; at += 5 * MINUTE) {
    const datastream = datastreamId(GAUGE.id, LEVEL)
    const device = { station: GAUGE.id, property: LEVEL, quality: 'good' as const, timeSource: 'device' as const }
    observations.push({ ...device, datastream, at, value: levelAt(at), receivedAt: at })
  }
  for (let at = START; at < START + 8 * HOUR; at += 10 * MINUTE) await forecasts.put([forecastAt(at)])
  const store = createMemoryStore()
  await store.commit({ observations, outcomes: observations.map(() => 'stored' as const), rejections: [], tallies: [] })
  const range = { from: START, to: START + 8 * HOUR }
  const trial = (rule: Rule, change: object = {}) =>
    tryRule({
      ...range,
      rule,
      rules: [rule],
      stations: new Map([[GAUGE.id, GAUGE]]),
      areas: [],
      properties: PROPERTIES,
      read: (station: StationId, property, from, to) =>
        store.read(datastreamId(station, property as PropertyKey), from, to),
      readForetold: (property, from, to) => readForetold(forecasts, { property, from, to }),
      readDoubts: async () => [],
      pause: async () => undefined,
      signal: new AbortController().signal,
      ...change,
    })
  return { forecasts, observations, trial }
}

it('a rule on forecasts is tried on what was foretold then, and warns when the desk did', async () => {
  const { forecasts, observations, trial } = await past()
  const room = await alarmRoom({ rules: [ahead], stations: [GAUGE] })
  const foretold = await readForetold(forecasts, { property: LEVEL, from: START, to: START + 8 * HOUR })
  const happened = [
    ...foretold.map(({ expectation }) => [expectation.issuedAt, () => room.desk.foresee(GAUGE.id, LEVEL, expectation)]),
    ...observations.map(({ at, value }) => [at, () => room.report(GAUGE.id, LEVEL, value)]),
  ] as [number, () => void][]
  for (const [at, happen] of happened.toSorted(([a], [b]) => a - b)) {
    room.clock.advance(at - room.clock.now())
    happen()
  }
  room.clock.advance(START + 8 * HOUR - room.clock.now())
  await room.desk.settled()
  const told = (await room.journal.events({})).filter(({ type }) => type === 'raised')

  const { alarms, after, forecastsFrom } = await trial(ahead)
  expect(alarms.map(({ raisedAt }) => raisedAt)).toEqual(told.map(({ at }) => at))
  expect(alarms).toMatchObject([{ station: 'G', worst: 'medium' }])
  expect(after).toMatchObject({ alarms: 1, stations: 1 })
  expect(forecastsFrom).toBe(START)
  // Level I is passed after 3 h 12 min.
  expect(alarms[0]!.raisedAt).toBeLessThan(START + HOUR)
})

it('a rule that trusts less tells later, beside the rule as it is', async () => {
  const { trial } = await past()
  const { alarms } = await trial(ahead)
  const sure = await trial({ ...ahead, probability: 0.75 } as Rule, { rules: [ahead] })
  expect(sure.before).toMatchObject({ alarms: 1 })
  expect(sure.alarms[0]!.raisedAt).toBeGreaterThan(alarms[0]!.raisedAt)
})

it('where no forecast is on record it says so, by a code', async () => {
  const { trial } = await past()
  const earlier = { from: START - 9 * HOUR, to: START - HOUR }
  await expect(trial(ahead, earlier)).rejects.toMatchObject({ code: 'trial.no-forecasts' })
})
