import { DAY, HOUR } from '@ioc/shared/time'
import { expect, it } from 'vitest'
import { fitSeasonal } from '../../adapters/augurs.js'
import type { EvenSeries } from '../series/even-series.js'
import { chooseFrom, rangeOf, forecastsOf, issueNow } from './issue.js'
import { allModels, quickModels } from '../models/models.js'
import { persistence } from '../models/naive.js'
import { roll } from './roll.js'

const STEP = HOUR / 6
const RANGE = { min: -Infinity, max: Infinity }

/** A river between 0.3 and 0.5 m with the tide, that rises a quarter of a metre an hour since so many hours. */
function rising(hours: number, stepMs: number): EvenSeries {
  const count = Math.round((28 * DAY) / stepMs)
  const values = Float64Array.from({ length: count }, (_, i) => {
    const hour = ((i + 1 - count) * stepMs) / HOUR
    return 0.4 + 0.1 * Math.sin((2 * Math.PI * hour) / 12.42) + 0.25 * Math.max(0, hour + hours)
  })
  return { start: 0, stepMs, values }
}

/** The same without the newest steps. */
function without(series: EvenSeries, missing: number): EvenSeries {
  const values = series.values.slice()
  values.fill(NaN, values.length - missing)
  return { ...series, values }
}

it.each([
  ['three hours', STEP, 18, quickModels(fitSeasonal), 6],
  ['a day', HOUR, 24, allModels(fitSeasonal), 2],
] as const)('goes on from the last level known over %s, however many newest steps are missing', (...given) => {
  const [, stepMs, horizon, models, most] = given
  const series = rising(14, stepMs)
  const choice = chooseFrom([], models, rangeOf(series.values))
  const [first] = issueNow(series, models, horizon, choice)!.steps
  for (let missing = 1; missing <= most; missing++) {
    const { steps } = issueNow(without(series, missing), models, horizon, choice)!
    expect(steps).toHaveLength(horizon)
    // A quarter of a metre an hour was not seen to rise; a day ago it was three metres lower.
    expect(Math.abs(steps[0]![2] - first![2])).toBeLessThan((0.5 * (missing * stepMs)) / HOUR)
  }
})

it('draws bands as wide as so long after the last step known', () => {
  const points = new Map([['persistence', Float64Array.of(5, 5, 5)]])
  const edges = { persistence: [1, 2, 3].map((width) => [-2 * width, -width, 0, width, 2 * width]) }
  const choice = { chosen: 'persistence', weights: {}, edges }
  const bandsOf = (missing: number) => {
    const [forecast] = forecastsOf(
      { origin: 9, missing, last: 5, spread: Float64Array.of(1, 1, 1), points },
      choice,
      RANGE,
    )
    return forecast!.steps.map(([low, , , , high]) => high - low)
  }
  expect(bandsOf(0)).toEqual([4, 8, 12])
  expect(bandsOf(1)).toEqual([8, 12, 12])
})

it('says of a series what it said before its newest steps went missing', () => {
  const series = rising(14, HOUR)
  const early = roll(series, series.values.length - 4, allModels(fitSeasonal), 27)
  const late = roll(without(series, 3), series.values.length - 1, allModels(fitSeasonal), 24)
  expect(late.missing).toBe(3)
  expect([...late.points.keys()]).toEqual([...early.points.keys()])
  for (const [name, points] of late.points) expect([...points]).toEqual([...early.points.get(name)!.subarray(3)])
  expect([...late.spread]).toEqual([...early.spread.subarray(3)])
})

it('fills a gap of more than a day as any other', () => {
  const series = without(rising(60, HOUR), 25)
  const { missing, points } = roll(series, series.values.length - 1, [persistence], 2)
  expect(missing).toBe(0)
  expect(points.get('persistence')![0]).toBe(series.values.at(-49))
})
