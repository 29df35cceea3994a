import { forecastPoints, type Model } from './model.js'
import { fitRidge, valueOf } from './ridge.js'

/** How often each wave turns in a week: with those of the week and of the day those beside the day, for other weekends. */
const TURNS = [1, 2, 3, 6, 7, 8, 14, 21, 28]
const WIDTH = 2 * TURNS.length
const PENALTY = 1e-3
const WEEKS_NEEDED = 3
/** Newer steps count more: half as much for every so many days. */
const HALF_LIFE_DAYS = 28
/** How the last hours differed from the week goes so quickly, and how the last day did stays so much. */
const HOURS_FADING = 6
const LEVEL_STAYS = 0.7

/**
 * The week as a sum of waves: harmonics of 168 h, those of the day among them, fitted to the past, and what the last
 * hours and the last day differed from them, fading.
 */
export const weeks: Model = {
  name: 'weeks',
  needs: (day) => WEEKS_NEEDED * 7 * day,
  forecast: (past, horizon) => {
    if (past.week <= WIDTH) return null
    const table = wavesOf(past.week)
    const count = past.values.length
    const features = new Float64Array(count * WIDTH)
    const weights = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      features.set(table.subarray((i % past.week) * WIDTH, ((i % past.week) + 1) * WIDTH), i * WIDTH)
      weights[i] = 0.5 ** ((count - i) / (HALF_LIFE_DAYS * past.day))
    }
    const line = fitRidge({ features, targets: past.values, weights, width: WIDTH, count }, PENALTY)
    const usual = (index: number) => valueOf(line, table, (index % past.week) * WIDTH)
    const now = count - 1
    const off = (steps: number) => {
      let sum = 0
      for (let i = now; i > now - steps; i--) sum += past.values[i]! - usual(i)
      return sum / steps
    }
    const level = LEVEL_STAYS * off(past.day)
    const last = off(Math.max(1, Math.round(past.day / 24)))
    return forecastPoints(horizon, (lead) => {
      const fade = Math.exp((-24 * lead) / (HOURS_FADING * past.day))
      return usual(now + lead) + level + fade * (last - level)
    })
  },
}

/** The waves at each step of a week, a row for each. */
function wavesOf(week: number): Float64Array {
  const table = new Float64Array(week * WIDTH)
  for (let step = 0; step < week; step++) {
    for (const [i, turns] of TURNS.entries()) {
      const angle = (2 * Math.PI * turns * step) / week
      table[step * WIDTH + 2 * i] = Math.cos(angle)
      table[step * WIDTH + 2 * i + 1] = Math.sin(angle)
    }
  }
  return table
}
