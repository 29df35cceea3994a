import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { missingAtEnd, stepsADay, toEvenSeries, type Over } from './even-series.js'

function even(readings: [minute: number, value: number][], over: Over = 'mean') {
  const times = Float64Array.from(readings, ([minute]) => minute * MINUTE)
  return toEvenSeries({ times, values: Float64Array.from(readings, ([, value]) => value) }, HOUR, over)
}

const quarters = (from: number, count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [from + 15 * i, i + 1])

const missingOf = (values: number[]) => missingAtEnd({ start: 0, stepMs: HOUR, values: Float64Array.from(values) })

describe('even steps', () => {
  it('are means of what fell into them, named by their start', () => {
    const series = even(quarters(60, 8))
    expect(series.start).toBe(HOUR)
    expect([...series.values]).toEqual([2.5, 6.5])
  })

  it('leave gaps where nothing was measured', () => {
    expect([...even([...quarters(0, 4), ...quarters(180, 4)]).values]).toEqual([2.5, NaN, NaN, 2.5])
  })

  it('leave out a last step that is still growing', () => {
    expect([...even(quarters(0, 7)).values]).toEqual([2.5])
    expect([...even(quarters(0, 8)).values]).toEqual([2.5, 6.5])
  })

  it('scale a sum up to a full step, and leave it unknown below half', () => {
    const half: [number, number][] = [...quarters(-60, 8), [60, 3], [75, 5], [120, 9], ...quarters(180, 4)]
    expect([...even(half, 'sum').values]).toEqual([10, 26, 16, NaN, 10])
  })

  it('take what a full step is from the past alone', () => {
    const hourly = Array.from({ length: 40 }, (_, hour): [number, number] => [hour * 60, 600 + hour])
    const byMinute = Array.from({ length: 40 * 60 }, (_, minute): [number, number] => [(40 + minute / 60) * 60, 10])
    const [cut, whole] = [even(hourly, 'sum').values, even([...hourly, ...byMinute], 'sum').values]
    expect([...cut]).toEqual(hourly.map(([, value]) => value))
    expect([...whole.subarray(0, 40)]).toEqual([...cut])
    expect([...whole.subarray(40)]).toEqual(Array(40).fill(600))
  })

  it('sum up what happens as it happened: a quiet step is no half measured one', () => {
    const day = Array.from({ length: 24 }, (_, hour) => (hour < 10 ? 4 : 40))
    const counts = [...day, 4, 3, 0, 5, 38, 41, 0, 0, 0, 39]
    const events = counts.flatMap((count, hour) =>
      Array.from({ length: count }, (_, i): [number, number] => [hour * 60 + (i * 60) / count, 1]),
    )
    // Of an hour in which nothing happened nobody knows after the second one that somebody was there to see it.
    const sums = [...even([...events, [60 * counts.length, 1]], 'sum').values].slice(24)
    expect(sums).toEqual([4, 3, 0, 5, 38, 41, 0, NaN, NaN, 39])
  })

  it('have whole sums of readings that come in bursts', () => {
    const bursts = Array.from({ length: 60 }, (_, i): [number, number] => [Math.floor(i / 6) * 60 + (i % 6) / 6, 2])
    expect([...even(bursts, 'sum').values]).toEqual(Array(9).fill(12))
  })

  it('keep what is already so as it is, to the last reading', () => {
    expect([...even([0, 60, 120, 180].map((minute) => [minute, minute])).values]).toEqual([0, 60, 120, 180])
  })

  it('know how much is missing at their end', () => {
    expect([[1, NaN, 3], [1, NaN, NaN], [NaN, NaN], []].map(missingOf)).toEqual([0, 2, 2, 0])
  })

  it('know their day', () => {
    expect([10 * MINUTE, HOUR, DAY, 2 * DAY].map(stepsADay)).toEqual([144, 24, 1, 1])
  })
})
