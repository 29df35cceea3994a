import type { WireForecastRecord } from '@ioc/shared/forecast'
import { describe, expect, it } from 'vitest'
import { isReliable } from './record.js'

/** A week of good forecasts: better than the naive, with bands as wide as its errors. */
function week(changes: Partial<WireForecastRecord> = {}): WireForecastRecord {
  const good = { days: 7, count: 1_000, mase: 0.8, naive: 1, pinball: 0.25 }
  return { ...good, coverage50: 0.5, coverage90: 0.9, error: 0.1, ...changes }
}

describe('a record', () => {
  it('is good where forecasts are, or where little is known yet', () => {
    for (const span of ['day', 'hours'] as const) {
      expect(isReliable(null, span)).toBe(true)
      expect(isReliable(week(), span)).toBe(true)
      expect(isReliable(week({ days: 0.5, count: 47, mase: 9, coverage90: 0 }), span)).toBe(true)
    }
  })

  it('is bad where forecasts miss by more than the naive', () => {
    expect(isReliable(week({ mase: 1.05 }), 'hours')).toBe(true)
    expect(isReliable(week({ mase: 1.15 }), 'hours')).toBe(false)
  })

  it('counts forecasts that have no step in common, not days, and believes few of them less', () => {
    const worse = { mase: 1.15, pinball: 0.3 }
    expect(isReliable(week({ ...worse, days: 1 }), 'hours')).toBe(false)
    expect(isReliable(week({ ...worse, days: 0.5 }), 'hours')).toBe(true)
    expect(isReliable(week({ ...worse, days: 4 }), 'day')).toBe(true)
    expect(isReliable(week({ ...worse, mase: 9, days: 4 }), 'day')).toBe(false)
    expect(isReliable(week({ ...worse, mase: 9, days: 3 }), 'day')).toBe(true)
  })

  it('is no worse for a hard week that was harder for the naive', () => {
    expect(isReliable(week({ mase: 11, naive: 13, pinball: 4 }), 'hours')).toBe(true)
  })

  it('is bad where bands hold too little, from one day on', () => {
    expect(isReliable(week({ days: 0.9, coverage90: 0.05 }), 'day')).toBe(true)
    expect(isReliable(week({ days: 1, coverage90: 0.05 }), 'day')).toBe(false)
    expect(isReliable(week({ days: 1, coverage90: 0.75 }), 'day')).toBe(true)
  })

  it('is bad where forecasts with their bands lose more than the naive without any', () => {
    expect(isReliable(week({ pinball: 0.54 }), 'hours')).toBe(true)
    expect(isReliable(week({ pinball: 0.56 }), 'hours')).toBe(false)
  })

  it('is bad where bands are far wider than what it misses by, though the naive misses by more', () => {
    const hard = { naive: 10, coverage90: 1 }
    expect(isReliable(week({ ...hard, pinball: 0.7 }), 'day')).toBe(true)
    expect(isReliable(week({ ...hard, pinball: 0.9 }), 'day')).toBe(false)
    expect(isReliable(week({ ...hard, mase: 0.01, pinball: 0.2 }), 'day')).toBe(true)
  })
})
