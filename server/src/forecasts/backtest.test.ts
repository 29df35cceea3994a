import { describe, expect, it } from 'vitest'
import { fitSeasonal } from '../adapters/augurs.js'
import { backtest } from './backtest.js'
import { until } from './even-series.js'
import { chooseFrom, issueNow, recordNow } from './issue.js'
import { allModels } from './models.js'
import { wavy } from './wavy.fixture.js'

const models = allModels(fitSeasonal)
const at = { horizon: 24, count: 4, day: 24 }

describe('a back-test', () => {
  const series = wavy(40)
  const issued = backtest(series, models, at)

  it('has its origins a horizon apart and ends with the series', () => {
    expect(issued.map(({ origin }) => origin)).toEqual([4, 3, 2, 1].map((k) => 40 * 24 - 1 - 24 * k))
    expect([...issued.at(-1)!.truth]).toEqual([...series.values.subarray(-24)])
  })

  it('issues one forecast an origin', () => {
    for (const { forecasts } of issued) {
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
    const choice = chooseFrom(recordNow(past, models, 24), models)
    expect(issueNow(past, models, 24, choice)).toEqual(forecasts.find(({ chosen }) => chosen))
  })

  it('says less of a short series, and nothing of a shorter one', () => {
    expect(backtest(wavy(4), models, at)).toHaveLength(2)
    expect(backtest(wavy(2), models, at)).toEqual([])
  })

  it('gets along with a series that never changes and one with long gaps', () => {
    const flat = { ...series, values: series.values.map(() => 7) }
    expect(
      backtest(flat, models, at).flatMap(({ forecasts }) => forecasts.find((f) => f.chosen)!.steps[0]![2]),
    ).toEqual([7, 7, 7, 7])
    const holey = { ...series, values: series.values.map((value, i) => (i % 200 < 60 ? NaN : value)) }
    expect(backtest(holey, models, at)).toHaveLength(4)
  })
})
