import { DAY, HOUR, MINUTE, startOfLocalDay } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { splitByTier } from './tier-ranges.js'
import { TIERS, tierFor, type Tier } from './tiers.js'

const hours = TIERS[1] as Tier
const D0 = startOfLocalDay(Date.UTC(2026, 10, 22))
const range = (from: number, to: number) => ({ from: D0 + from, to: D0 + to })
const days = (...numbers: number[]) => numbers.map((n) => D0 + n * DAY)

describe('the tier of a bucket', () => {
  it.each([
    [10_000, undefined],
    [MINUTE, 'minute'],
    [45 * MINUTE, 'minute'],
    [HOUR, 'hour'],
    [36 * HOUR, 'hour'],
    [DAY, 'day'],
    [2 * DAY, 'hour'],
    [1.5 * MINUTE, undefined],
  ])('of %i ms is %s', (everyMs, name) => {
    expect(tierFor(everyMs)?.name).toBe(name)
  })
})

describe('a range', () => {
  it('is taken from the tier where whole buckets of it are known, and from the observations at its ends', () => {
    const split = splitByTier(range(1, DAY + HOUR + 1), hours, { rolled: D0 + 9 * DAY, except: [] })
    expect(split).toEqual({ tier: [range(HOUR, DAY + HOUR)], raw: [range(1, HOUR), range(DAY + HOUR, DAY + HOUR + 1)] })
  })

  it('is taken from the observations where days are not in the tier', () => {
    const split = splitByTier(range(0, 6 * DAY), hours, { rolled: D0 + 5 * DAY, except: days(1, 2) })
    expect(split).toEqual({
      tier: [range(0, DAY), range(3 * DAY, 5 * DAY)],
      raw: [range(DAY, 3 * DAY), range(5 * DAY, 6 * DAY)],
    })
  })

  it('is left to the observations as a whole where it is short, new, or not known at all', () => {
    for (const [from, to] of [
      [1, HOUR],
      [5 * DAY, 6 * DAY],
      [7, 7],
    ] as const) {
      const raw = from < to ? [range(from, to)] : []
      expect(splitByTier(range(from, to), hours, { rolled: D0 + 5 * DAY, except: [] })).toEqual({ tier: [], raw })
    }
  })

  it('has no more pieces than are worth it', () => {
    const even = days(...Array.from({ length: 100 }, (_, n) => 2 * n + 2))
    const { tier, raw } = splitByTier(range(0, 300 * DAY), hours, { rolled: D0 + 300 * DAY, except: even })
    expect(tier).toEqual([range(0, 2 * DAY), range(201 * DAY, 300 * DAY)])
    expect(raw).toEqual([range(2 * DAY, 201 * DAY)])
  })
})
