import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { fitSeasonal } from '../../adapters/augurs.js'
import { autoregression, logAutoregression } from './autoregression.js'
import { until, type EvenSeries } from '../series/even-series.js'
import { pastOf, type Model } from './model.js'
import { dampedTrend } from './damped-trend.js'
import { allModels } from './models.js'
import { naiveDay, naiveWeek, persistence } from './naive.js'
import { recession } from './recession.js'
import { tides } from './tides.js'
import { usualDay, usualWeek } from './usual.js'
import { noise, wavy } from './wavy.fixture.js'
import { weeks } from './weeks.js'

/** Mean absolute error over the 24 hours after each of the last seven days. */
function errorOf({ forecast }: Model, series: EvenSeries): number {
  let sum = 0
  for (let back = 7; back >= 1; back--) {
    const origin = series.values.length - 1 - 24 * back
    const said = forecast(pastOf(until(series, origin)), 24)!
    said.forEach((value, i) => (sum += Math.abs(value - series.values[origin + 1 + i]!)))
  }
  return sum / (7 * 24)
}

function made(hours: number, valueAt: (hour: number) => number): EvenSeries {
  return { start: 0, stepMs: HOUR, values: Float64Array.from({ length: hours }, (_, hour) => valueAt(hour)) }
}

/** A wave of so many degrees an hour. */
function wave(hour: number, speed: number): number {
  return Math.cos((speed * hour * Math.PI) / 180)
}

/** A river at one metre; every tenth day it rises by three and falls again. */
function storm(hour: number): number {
  return 1 + (hour % 240 < 200 ? 0 : 3 * 0.95 ** ((hour % 240) - 200))
}

describe('every model', () => {
  it.each(allModels(fitSeasonal))(
    '$name says as much as is asked, from as little as it needs',
    ({ needs, forecast }) => {
      const past = pastOf({ ...wavy(60), values: wavy(60).values.subarray(0, needs(24)) })
      const said = forecast(past, 30)
      expect([undefined, 30]).toContain(said?.length)
      expect([...(said ?? [])].filter((value) => !Number.isFinite(value))).toEqual([])
    },
  )

  it.each([DAY, 2 * DAY, 10 * MINUTE])('gets along with steps of %d ms', (stepMs) => {
    const series = { start: 0, stepMs, values: wavy(250).values }
    const said = allModels(fitSeasonal).flatMap(({ needs, forecast }) => {
      const past = pastOf(series)
      return past.values.length < needs(past.day) ? [] : [...(forecast(past, 3) ?? [])]
    })
    expect(said.length).toBeGreaterThan(5 * 3)
    expect(said.every(Number.isFinite)).toBe(true)
  })
})

describe('the naive models', () => {
  const past = pastOf(made(24 * 8, (hour) => hour))

  it('repeat the last value, day and week', () => {
    const last = 24 * 8 - 1
    expect([...persistence.forecast(past, 2)!]).toEqual([last, last])
    expect([...naiveDay.forecast(past, 2)!]).toEqual([last - 23, last - 22])
    expect(naiveDay.forecast(past, 25)![24]).toBe(last - 23)
    expect([...naiveWeek.forecast(past, 1)!]).toEqual([last - 167])
  })
})

describe('the damped trend', () => {
  it('goes on as it rose, less with each step', () => {
    const rising = made(24 * 8, (hour) => 100 * (1 - 0.95 ** hour) + 5 * hour)
    const said = [...dampedTrend.forecast(pastOf(rising), 48)!]
    const steps = said.map((value, i) => value - (said[i - 1] ?? rising.values.at(-1)!))
    expect(steps[0]).toBeCloseTo(5, 0)
    expect(steps.every((step, i) => i === 0 || (step > 0 && step < steps[i - 1]!))).toBe(true)
    expect(
      errorOf(
        dampedTrend,
        made(24 * 30, (hour) => hour ** 1.5),
      ),
    ).toBeLessThan(
      errorOf(
        persistence,
        made(24 * 30, (hour) => hour ** 1.5),
      ),
    )
  })
})

describe('the usual day and week', () => {
  it('err less than the day and the week before where there is noise', () => {
    const series = wavy(90, { noisy: 4, weekend: 0 })
    expect(errorOf(usualDay, series)).toBeLessThan(0.85 * errorOf(naiveDay, series))
    const weekly = wavy(90, { noisy: 4, weekend: 8 })
    expect(errorOf(usualWeek, weekly)).toBeLessThan(0.85 * errorOf(naiveWeek, weekly))
  })
})

describe('the autoregression', () => {
  it('learns a day, a week and how long a deviation lasts', () => {
    const next = noise(5)
    let off = 0
    const base = wavy(90, { noisy: 0 })
    const series = { ...base, values: base.values.map((value) => value + (off = 0.97 * off + next())) }
    expect(errorOf(autoregression, series)).toBeLessThan(
      0.8 * Math.min(errorOf(naiveDay, series), errorOf(naiveWeek, series)),
    )
  })

  it('on a logarithmic scale is never negative, and silent where values are', () => {
    const next = noise(2)
    const bursts = made(24 * 60, () => Math.exp(3 * next()) - 0.3)
    expect(logAutoregression.forecast(pastOf(bursts), 24)).toBeNull()
    const above = { ...bursts, values: bursts.values.map((value) => Math.max(0, value)) }
    expect(logAutoregression.forecast(pastOf(above), 24)!.every((value) => value >= 0)).toBe(true)
  })
})

describe('the tide', () => {
  it('is told where a day before is not the same', () => {
    const next = noise(3)
    const series = made(24 * 60, (hour) => 2 * wave(hour, 28.984104) + wave(hour, 13.943036) + 0.05 * next())
    expect(errorOf(tides, series)).toBeLessThan(0.06)
    expect(errorOf(naiveDay, series)).toBeGreaterThan(0.4)
  })
})

/** Degrees an hour of the week. */
const WEEK = 360 / 168

describe('the week', () => {
  it('is told where noise hides it from the week before', () => {
    const next = noise(4)
    const series = made(
      24 * 80,
      (hour) => 3 * wave(hour, WEEK) + wave(hour, 7 * WEEK) * (2 + wave(hour, WEEK)) + 2 * next(),
    )
    expect(errorOf(weeks, series)).toBeLessThan(0.8 * errorOf(naiveWeek, series))
    expect(errorOf(weeks, series)).toBeLessThan(0.8 * errorOf(naiveDay, series))
  })
})

describe('the recession', () => {
  it('runs off as quickly as after earlier rain', () => {
    const said = recession.forecast(pastOf(made(240 * 3 + 205, storm)), 12)!
    said.forEach((value, i) => expect(value).toBeCloseTo(storm(240 * 3 + 205 + i), 2))
  })

  it('says nothing at the base', () => {
    expect(recession.forecast(pastOf(made(240 * 3 + 100, storm)), 12)).toBeNull()
  })
})
