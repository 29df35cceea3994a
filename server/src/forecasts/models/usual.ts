import { forecastPoints, type Model, type Past } from './model.js'

/** The season that repeats, how many of it count in, and how much each counts of the one after it. */
interface Season {
  period: number
  most: number
  keeps: number
}

/** The usual day: the same times of the last two weeks, and how the last day differed from it, fading. */
export const usualDay: Model = {
  name: 'usual-day',
  needs: (day) => 4 * day,
  forecast: (past, horizon) => usual(past, { period: past.day, most: 14, keeps: 0.8 }, horizon),
}

/** The usual week: the same times of the last eight weeks, and how the last day differed from it, fading. */
export const usualWeek: Model = {
  name: 'usual-week',
  needs: (day) => 15 * day,
  forecast: (past, horizon) => usual(past, { period: past.week, most: 8, keeps: 0.7 }, horizon),
}

function usual({ values, day }: Past, season: Season, horizon: number): Float64Array {
  const now = values.length - 1
  const off = (steps: number) => {
    let sum = 0
    for (let i = now; i > now - steps; i--) sum += values[i]! - meanBefore(values, i, i - 1, season)
    return sum / steps
  }
  const offDay = off(day) / 2
  const offHours = (off(Math.max(1, day >> 3)) - offDay) / 2
  return forecastPoints(horizon, (lead) => {
    const days = lead / day
    return meanBefore(values, now + lead, now, season) + offDay * 0.7 ** days + offHours * Math.exp(-6 * days)
  })
}

/** The fading mean of the values whole seasons before `index`, of those up to `known`. */
function meanBefore(values: Float64Array, index: number, known: number, { period, most, keeps }: Season): number {
  let [sum, total, weight] = [0, 0, 1]
  let i = index - period * Math.max(1, Math.ceil((index - known) / period))
  for (let n = 0; i >= 0 && n < most; n++) {
    sum += weight * values[i]!
    total += weight
    weight *= keeps
    i -= period
  }
  return total > 0 ? sum / total : values[known]!
}
