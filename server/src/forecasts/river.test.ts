import { expect, it } from 'vitest'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { riverAhead } from './river.js'

const STEP = 10 * MINUTE
const DAYS = 10

/** A river whose level follows its rain through two stores of an hour, and a shower each day. */
function riverOf(storm: (hour: number) => number) {
  const count = (DAYS * 24 * HOUR) / STEP
  const rain = Float64Array.from({ length: count }, (_, i) => {
    const hour = (i * STEP) / HOUR
    const shower = hour % 24 >= 14 && hour % 24 < 15.5 ? 4 + (Math.floor(hour / 24) % 3) : 0
    return ((shower + storm(hour - DAYS * 24)) * STEP) / HOUR
  })
  let [hills, river] = [0, 0]
  const values = rain.map((mm, i) => {
    hills += (1 - Math.exp(-1 / 6)) * ((mm * HOUR) / STEP - hills)
    river += (1 - Math.exp(-1 / 6)) * (hills - river)
    return 0.5 + 0.1 * river + 0.004 * Math.sin(i)
  })
  return { series: { start: 0, stepMs: STEP, values }, rain }
}

it('says nothing while it is dry', () => {
  const { series, rain } = riverOf(() => 0)
  expect(riverAhead(series, rain, 18)).toBeNull()
})

it('says nothing where rain never moved the level', () => {
  const { series, rain } = riverOf((hour) => (hour > -1 ? 30 : 0))
  expect(riverAhead({ ...series, values: series.values.map((_, i) => Math.sin(i / 9)) }, rain, 18)).toBeNull()
  expect(
    riverAhead(
      series,
      rain.map(() => 0),
      18,
    ),
  ).toBeNull()
})

it('sees a flood come from half an hour of heavy rain', () => {
  const { series, rain } = riverOf((hour) => (hour > -0.5 ? 30 : 0))
  const ahead = riverAhead(series, rain, 18)!
  const now = series.values.at(-1)!
  expect(ahead).toHaveLength(18)
  expect(ahead.at(-1)![2]).toBeGreaterThan(now + 1)
  for (const step of ahead) expect([...step]).toEqual(step.toSorted((a, b) => a - b))
  // If the rain stops now, what has fallen still comes down.
  expect(Math.max(...ahead.map(([low]) => low))).toBeLessThan(ahead.at(-1)![2])
})

it('goes down after the rain', () => {
  const { series, rain } = riverOf((hour) => (hour > -8 && hour < -2 ? 30 : 0))
  const ahead = riverAhead(series, rain, 18)!
  expect(ahead.at(-1)![2]).toBeLessThan(series.values.at(-1)! - 0.3)
})

it('knows nothing of what follows', () => {
  const { series, rain } = riverOf((hour) => (hour > -2 ? 30 : 0))
  const until = series.values.length - 6
  const cut = { ...series, values: series.values.subarray(0, until) }
  const other = rain.map((mm, i) => (i < until ? mm : 0))
  expect(riverAhead(cut, rain.subarray(0, until), 6)).toEqual(riverAhead(cut, other.subarray(0, until), 6))
})

it('goes on from the last level known where the newest is missing', () => {
  const { series, rain } = riverOf((hour) => (hour > -2 ? 30 : 0))
  const last = series.values.length - 1
  const late = { ...series, values: series.values.map((value, i) => (i > last - 2 ? NaN : value)) }
  const ahead = riverAhead(late, rain, 18)!
  expect(ahead).toHaveLength(18)
  expect(ahead[0]![2]).toBeGreaterThan(series.values[last - 2]!)
  expect(ahead[0]![2]).toBeCloseTo(riverAhead(series, rain, 18)![0]![2], 0)
})
