import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '@ioc/shared/time'
import type { EvenSeries } from '../series/even-series.js'
import { riverAhead, type RiverInput } from './river.js'

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

const only = (rain: Float64Array) => ({ rain, above: null, prior: null })
const tell = (level: EvenSeries, input: Omit<RiverInput, 'level'>, horizon = 18) =>
  riverAhead({ level, ...input }, { from: level.start + level.values.length * STEP, stepMs: STEP, horizon })
const ahead = (...known: Parameters<typeof tell>) => tell(...known)?.steps

it('says nothing while it is dry', () => {
  const { series, rain } = riverOf(() => 0)
  expect(tell(series, only(rain), 18)).toBeNull()
})

it('says nothing where rain never moved the level', () => {
  const { series, rain } = riverOf((hour) => (hour > -1 ? 30 : 0))
  const unmoved = { ...series, values: series.values.map((_, i) => Math.sin(i / 9)) }
  expect(tell(unmoved, only(rain), 18)).toBeNull()
  expect(tell(series, only(rain.map(() => 0)), 18)).toBeNull()
})

it('sees a flood come from half an hour of heavy rain', () => {
  const { series, rain } = riverOf((hour) => (hour > -0.5 ? 30 : 0))
  const steps = ahead(series, only(rain))!
  const now = series.values.at(-1)!
  expect(steps).toHaveLength(18)
  expect(steps.at(-1)![2]).toBeGreaterThan(now + 0.8)
  for (const step of steps) expect([...step]).toEqual(step.toSorted((a, b) => a - b))
  // If the rain stops now, what has fallen still comes down.
  expect(Math.max(...steps.map(([low]) => low))).toBeLessThan(Math.max(...steps.map(([, , middle]) => middle)))
})

it('expects more of rain that grows than of rain that has fallen so for long', () => {
  const grown = riverOf((hour) => (hour > -0.5 ? 12 : 0))
  const steady = riverOf((hour) => (hour > -1.5 ? 12 : 0))
  const likely = ({ series, rain }: typeof grown) => {
    const rise = ahead(series, only(rain))!.at(-1)![3] - series.values.at(-1)!
    return rise
  }
  expect(likely(grown)).toBeGreaterThan(1.2 * likely(steady))
})

it('goes down after the rain', () => {
  const { series, rain } = riverOf((hour) => (hour > -8 && hour < -2 ? 30 : 0))
  expect(ahead(series, only(rain))!.at(-1)![2]).toBeLessThan(series.values.at(-1)! - 0.3)
})

it('goes down to where it is without rain, and not below', () => {
  const { series, rain } = riverOf((hour) => ((hour > -104 && hour < -96) || (hour > -2 && hour < -0.5) ? 30 : 0))
  // This time most of it is held back above: it stands lower than its course says.
  const today = series.values.length - 3 * 6
  const held = series.values.map((level, i) => (i < today ? level : 0.5 + (level - 0.5) / 4))
  const falling = tell({ ...series, values: held }, only(rain), 144)!.steps
  expect(falling.at(-1)![2]).toBeLessThan(held.at(-1)! - 0.2)
  expect(falling.at(-1)![2]).toBeGreaterThan(0.35)
})

it('knows nothing of what follows', () => {
  const { series, rain } = riverOf((hour) => (hour > -2 ? 30 : 0))
  const until = series.values.length - 6
  const cut = { ...series, values: series.values.subarray(0, until) }
  const other = rain.map((mm, i) => (i < until ? mm : 0))
  expect(ahead(cut, only(rain.subarray(0, until)), 6)).toEqual(ahead(cut, only(other.subarray(0, until)), 6))
})

it('sees at the gauge above what comes without rain of its own', () => {
  const { series, rain } = riverOf((hour) => (hour > -0.2 ? 6 : 0))
  const late = 6
  // Water let out of a dam: above it is there, here it comes an hour later.
  const above = series.values.map(
    (_, i, all) => all[Math.min(i + late, all.length - 1)]! + (i > all.length - 5 ? 2 : 0),
  )
  const [alone, warned] = [ahead(series, only(rain))!, ahead(series, { ...only(rain), above })!]
  expect(warned[late - 1]![2] - alone[late - 1]![2]).toBeGreaterThan(0.7)
  expect(warned[0]![2] - alone[0]![2]).toBeLessThan(0.3)
})

describe('of a river that was never seen in flood', () => {
  const { series, rain } = riverOf((hour) => (hour > -0.7 ? 25 : 0))
  const dry = rain.map((mm, i) => (i < rain.length - 4 ? 0 : mm))
  const flat = { ...series, values: series.values.map((_, i) => 0.5 + 0.02 * Math.sin(i / 9)) }
  const prior = { level: 3.5, runoff: 25, lagH: 2 }

  it('what is declared of it stands in, and the forecast says so', () => {
    expect(tell(flat, only(dry), 18)).toBeNull()
    const { model, steps } = tell(flat, { ...only(dry), prior }, 18)!
    expect(model).toBe('river-presumed')
    expect(steps.at(-1)![3]).toBeGreaterThan(2)
    // It is less sure than one that has learned.
    expect(steps.at(-1)![4] - steps.at(-1)![0]).toBeGreaterThan(2)
  })

  it('is quiet in a drizzle', () => {
    const drizzle = dry.map((mm) => mm / 20)
    expect(tell(flat, { ...only(drizzle), prior }, 18)).toBeNull()
  })

  it('gives way to what its own past shows', () => {
    expect(tell(series, { ...only(rain), prior }, 18)!.model).toBe('river-presumed')
    const flooded = riverOf((hour) => (hour > -3 ? 25 : 0))
    expect(tell(flooded.series, { ...only(flooded.rain), prior }, 18)!.model).toBe('river')
  })
})

it('goes on from the last level known where the newest is missing', () => {
  const { series, rain } = riverOf((hour) => (hour > -2 ? 30 : 0))
  const last = series.values.length - 1
  const late = { ...series, values: series.values.map((value, i) => (i > last - 2 ? NaN : value)) }
  const steps = ahead(late, only(rain))!
  expect(steps).toHaveLength(18)
  expect(steps[0]![2]).toBeGreaterThan(series.values[last - 2]!)
  expect(steps[0]![2]).toBeCloseTo(ahead(series, only(rain))![0]![2], 0)
})

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

it('makes an hour of what is known of it and what is expected of the rest', () => {
  const { series, rain } = riverOf((hour) => (hour > -1.5 ? 30 : 0))
  const known = { level: series, ...only(rain) }
  const end = series.values.length * STEP
  const fine = riverAhead(known, { from: end, stepMs: STEP, horizon: 10 })!.steps
  // Two steps of the first hour are over.
  const [first, second] = riverAhead(known, { from: end - 2 * STEP, stepMs: HOUR, horizon: 2 })!.steps
  const middles = fine.map((step) => step[2])
  expect(first![2]).toBeCloseTo(mean([...series.values.slice(-2), ...middles.slice(0, 4)]), 9)
  expect(second![2]).toBeCloseTo(mean(middles.slice(4, 10)), 9)
})

it('says how far it was off in the rain before, and nothing where there was none', () => {
  const first = riverOf((hour) => (hour > -0.4 ? 30 : 0))
  const quiet = { ...first.series, values: first.series.values.map(() => 0.5) }
  const prior = { level: 3.5, runoff: 25, lagH: 2 }
  const dry = first.rain.map((mm, i) => (i < first.rain.length - 2 ? 0 : mm))
  expect(tell(quiet, { ...only(dry), prior })!.usualError).toBeNull()
  const { usualError } = tell(first.series, only(first.rain))!
  expect(usualError).toBeGreaterThan(0)
  expect(usualError).toBeLessThan(1)
})
