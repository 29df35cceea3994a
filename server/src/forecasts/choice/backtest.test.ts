import { describe, expect, it } from 'vitest'
import { fitSeasonal } from '../../adapters/augurs.js'
import { backtest } from './backtest.js'
import { until } from '../series/even-series.js'
import { chooseFrom, issueNow, rangeOf, recordNow } from './issue.js'
import { allModels } from '../models/models.js'
import { layoutOf } from '../plan.js'
import { wavy } from '../models/wavy.fixture.js'

const models = allModels(fitSeasonal)
const simple = models.filter(({ name }) => name === 'persistence' || name === 'naive-24h')
const at = { plan: layoutOf('day', 0), count: 4 }

describe('a back-test', () => {
  const series = wavy(40)
  const issued = backtest(series, models, at)

  it('has its origins a horizon apart and ends with the series', () => {
    expect(issued.map(({ origin }) => origin)).toEqual([4, 3, 2, 1].map((k) => 40 * 24 - 1 - 24 * k))
    expect([...issued.at(-1)!.truth]).toEqual([...series.values.subarray(-24)])
  })

  it('issues one forecast an origin', () => {
    for (const { forecasts, without } of issued) {
      expect(without).toBeNull()
      expect(forecasts.filter(({ chosen }) => chosen)).toHaveLength(1)
      expect(forecasts.every(({ steps }) => steps.length === 24)).toBe(true)
    }
  })

  it('has quantiles in order', () => {
    const steps = issued.flatMap(({ forecasts }) => forecasts.flatMap((forecast) => forecast.steps))
    expect(steps.length).toBeGreaterThan(100)
    for (const quantiles of steps) expect([...quantiles]).toEqual(quantiles.toSorted((a, b) => a - b))
  })

  it('sees nothing but the past of each origin', () => {
    const { origin, forecasts } = issued[1]!
    const other = { ...series, values: series.values.slice() }
    other.values.fill(999, origin + 1)
    expect(backtest(other, models, at)[1]!.forecasts).toEqual(forecasts)
  })

  it('is what is issued when choosing and issuing at that moment', () => {
    const { origin, forecasts } = issued[2]!
    const past = until(series, origin)
    const choice = chooseFrom(recordNow(past, models, 24), models, rangeOf(past.values))
    expect(issueNow(past, models, 24, choice)).toEqual(forecasts.find(({ chosen }) => chosen))
  })

  it('says less of a short series, and nothing of a shorter one', () => {
    expect(backtest(wavy(4), models, at)).toHaveLength(2)
    expect(backtest(wavy(2), models, at)).toEqual([])
  })

  it('issues nothing where the desk would not, and says why', () => {
    const told = (values: Float64Array) => {
      const all = backtest({ ...series, values }, simple, at)
      for (const { forecasts, without } of all) expect(forecasts.some(({ chosen }) => chosen)).toBe(without === null)
      return all.map(({ without }) => without)
    }
    const { values } = series
    expect(told(values.map(() => 7))).toEqual(Array(4).fill('constant'))
    expect(told(values.map((value, i) => (i % 200 < 60 ? NaN : value)))).toEqual(Array(4).fill(null))
    expect(told(values.map((value, i) => (i % 3 === 0 ? value : NaN)))).toEqual(Array(4).fill('sparse'))
    expect(told(values.map((value, i) => (i % 24 > 20 ? NaN : value)))).toEqual(Array(4).fill('silent'))
    expect(told(values.subarray(0, 5 * 24 + 12))).toEqual(['short', 'short', null])
  })

  it('says what every model would have, chosen or not', () => {
    const flat = backtest({ ...series, values: series.values.map(() => 7) }, models, { ...at, count: 1 })
    const medians = flat[0]!.forecasts.map(({ steps }) => steps[0]![2])
    expect(medians.length).toBeGreaterThan(models.length / 2)
    for (const median of medians) expect(median).toBeCloseTo(7)
  })
})
