import { expect, it } from 'vitest'
import { TOGETHER } from '@ioc/shared/chance'
import type { StationId } from '@ioc/shared/ids'
import type { Followed } from './followed.js'
import { toWireForecast } from './wire-forecast.js'

const NOW = Date.parse('2026-11-22T00:00:00Z')
const PLACE = { station: 'WL-1' as StationId, property: 'water_level', span: 'day' } as const

function followed(model: string): Followed {
  const issued = {
    ...PLACE,
    issuedAt: NOW,
    model,
    start: NOW,
    stepMs: 3_600_000,
    scale: 1,
    quantiles: Float32Array.of(1, 2, 3, 4, 5),
    extremal: TOGETHER,
  }
  return {
    ...PLACE,
    begunAt: NOW,
    choice: null,
    chosenAt: NOW,
    stepMs: null,
    without: null,
    triedTo: NOW,
    triedAt: NOW,
    usualError: 0.02,
    rainError: 0.4,
    issued,
  }
}

it('tells a river in the rain by what it was off in the rain', () => {
  expect(toWireForecast(followed('tides'), undefined, NOW)!.usualError).toBe(0.02)
  expect(toWireForecast(followed('river-presumed'), undefined, NOW)!.usualError).toBe(0.4)
  expect(toWireForecast({ ...followed('river'), rainError: null }, undefined, NOW)!.usualError).toBeNull()
})

it('tells a model by its own record where it has one', () => {
  const week = { days: 7, count: 99, mase: 1, pinball: 1, coverage50: 0.5, coverage90: 0.9, naive: 1, error: 0.1 }
  const models = [{ model: 'river', week: { ...week, error: 0.3 }, month: null }]
  const record = { ...PLACE, week, month: week, models, reliable: true }
  expect(toWireForecast(followed('river'), record, NOW)!.usualError).toBe(0.3)
  expect(toWireForecast(followed('tides'), record, NOW)!.usualError).toBe(0.1)
})
