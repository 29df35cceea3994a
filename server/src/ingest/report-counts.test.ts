import type { StationId } from '@ioc/shared/ids'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { observed } from '../../../tests/contracts/observation-store.js'
import { createMemoryStore } from '../adapters/memory/observation-store.js'
import { COUNTED_MS, createReportCounts } from './report-counts.js'

/** The middle of an hour. */
const NOW = Date.UTC(2026, 10, 22, 12, 30)
const A = 'A' as StationId
const THIS_HOUR = Date.UTC(2026, 10, 22, 12)

function setUp(now = NOW) {
  const counts = createReportCounts([], now)
  const take = (from: number, to: number, everyMs: number, outcome: 'stored' | 'duplicate' = 'stored') => {
    const observations = []
    for (let at = from; at < to; at += everyMs) {
      observations.push(observed(at, 1, { station: 'A' }), observed(at, 2, { station: 'A', property: 'no2' }))
    }
    const outcomes = observations.map(() => outcome)
    counts.take(observations, outcomes, now)
  }
  return { counts, take }
}

describe('what a station reports against what its interval promises', () => {
  it('is all of it where every report came, however late', () => {
    const { counts, take } = setUp()
    take(THIS_HOUR - DAY, NOW, 10 * MINUTE)
    expect(counts.of(A, 600, NOW)).toEqual({
      hour: { received: 6, expected: 6, rate: 1 },
      day: { received: 144, expected: 144, rate: 1 },
    })
  })

  it('is the share of the reports that came', () => {
    const { counts, take } = setUp()
    take(THIS_HOUR - 12 * HOUR, THIS_HOUR - HOUR, 10 * MINUTE)
    take(THIS_HOUR - HOUR, THIS_HOUR - 30 * MINUTE, 10 * MINUTE)
    const { hour, day } = counts.of(A, 600, NOW)
    expect(hour).toEqual({ received: 3, expected: 6, rate: 0.5 })
    expect(day).toEqual({ received: 69, expected: 144, rate: 69 / 144 })
  })

  it('does not grow by duplicates, by what is older, or by a busy hour beside an empty one', () => {
    const { counts, take } = setUp()
    take(THIS_HOUR - 2 * HOUR, THIS_HOUR - HOUR, MINUTE)
    take(THIS_HOUR - HOUR, THIS_HOUR, 10 * MINUTE, 'duplicate')
    take(THIS_HOUR - 3 * DAY, THIS_HOUR - DAY, 10 * MINUTE)
    expect(counts.of(A, 600, NOW)).toMatchObject({ hour: { received: 0 }, day: { received: 6 } })
  })

  it('is counted over the day where the interval is longer than an hour', () => {
    const { counts, take } = setUp()
    take(THIS_HOUR - DAY, THIS_HOUR, 6 * HOUR)
    expect(counts.of(A, 6 * 3600, NOW).day).toEqual({ received: 4, expected: 4, rate: 1 })
    const nobody = counts.of('B' as StationId, 60, NOW)
    expect(nobody).toEqual({
      hour: { received: 0, expected: 60, rate: 0 },
      day: { received: 0, expected: 1440, rate: 0 },
    })
  })

  it('forgets the hours that have passed, and takes a clock that is a little ahead', () => {
    const { counts, take } = setUp()
    take(THIS_HOUR - DAY, THIS_HOUR + HOUR + 5 * MINUTE, 10 * MINUTE)
    const later = NOW + HOUR
    expect(counts.of(A, 600, later)).toMatchObject({ hour: { received: 6 }, day: { received: 144 } })
    expect(counts.of(A, 600, later + HOUR).hour.received).toBe(1)
    expect(counts.of(A, 600, later + 20 * HOUR).day.received).toBe(4 * 6 - 5 + 6)
    expect(counts.of(A, 600, later + 2 * DAY).day.received).toBe(0)
  })

  it('is the same after a restart', async () => {
    const { counts, take } = setUp()
    const store = createMemoryStore()
    const observations = Array.from({ length: 500 }, (_, n) => observed(NOW - n * 7 * MINUTE, n, { station: 'A' }))
    await store.commit({ observations, outcomes: await store.classify(observations), rejections: [], tallies: [] })
    counts.take(
      observations,
      observations.map(() => 'stored' as const),
      NOW,
    )
    take(NOW - HOUR, NOW, HOUR, 'duplicate')
    const restored = createReportCounts(await store.counts(NOW - COUNTED_MS, HOUR), NOW)
    expect(restored.of(A, 60, NOW)).toEqual(counts.of(A, 60, NOW))
    expect(restored.of(A, 60, NOW).day.received).toBeGreaterThan(190)
  })
})
