import { forecastPoints, type Model } from './model.js'

/** The base is what the lowest tenth of so many days lies below. */
const BASE_DAYS = 14
const BASE_SHARE = 0.1
const LEAST_FALLS = 12

/**
 * A river after rain: what is above the base runs off, the same share each step (Boussinesq's linear reservoir; Maillet
 * 1905). The share is the middle one of all falls of the past, so storms and noise do not count.
 */
export const recession: Model = {
  name: 'recession',
  needs: (day) => 3 * day,
  forecast: ({ values, day }, horizon) => {
    const sorted = values.slice(-BASE_DAYS * day).sort()
    const base = sorted[Math.floor(sorted.length * BASE_SHARE)]!
    const kept: number[] = []
    for (let i = 1; i < values.length; i++) {
      const before = values[i - 1]! - base
      const after = values[i]! - base
      if (before > 0 && after > 0 && after < before) kept.push(after / before)
    }
    const last = values.at(-1)!
    if (kept.length < LEAST_FALLS || last <= base) return null
    const share = kept.sort((a, b) => a - b)[kept.length >> 1]!
    return forecastPoints(horizon, (lead) => base + (last - base) * share ** lead)
  },
}
