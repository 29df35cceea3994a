import { forecastPoints, type Model, type Past } from './model.js'
import { originsLike, type Origins } from './origins-like.js'
import { fitRidge, valueOf, type Rows } from './ridge.js'
import { trackOf, type Track } from './track.js'

const PENALTY = 0.03
/** How many features `describe` writes. */
const WIDTH = 18

/**
 * A regression for each lead, fitted on the forecasts that could have been made in the past at about this time of day:
 * on the mean day and the mean week as known then, on the values of a day and a week before, and on how the last hours
 * and the last day differed from what was usual.
 */
export const autoregression: Model = {
  name: 'autoregression',
  needs: (day) => 21 * day,
  forecast: regress,
}

/** The same on a logarithmic scale, where errors grow with the level; only for what is never negative. */
export const logAutoregression: Model = {
  name: 'autoregression-log',
  needs: autoregression.needs,
  forecast: (past, horizon) => {
    if (past.values.some((value) => value < 0)) return null
    const unit = 0.3 * (past.values.toSorted()[past.values.length >> 1] ?? 0) || 1
    const said = regress({ ...past, values: past.values.map((value) => Math.log1p(value / unit)) }, horizon)
    return said.map((value) => Math.max(0, Math.expm1(value) * unit))
  },
}

function regress(past: Past, horizon: number): Float64Array {
  const track = trackOf(past)
  const now = past.values.length - 1
  const origins = originsLike(now, past)
  const features = new Float64Array(WIDTH)
  return forecastPoints(horizon, (lead) => {
    const line = fitRidge(rowsOf(track, origins, lead, now), PENALTY)
    return describe(features, 0, track, now, lead) + valueOf(line, features)
  })
}

function rowsOf(track: Track, { at, weights }: Origins, lead: number, now: number): Rows {
  const known = at.findLastIndex((origin) => origin + lead <= now) + 1
  const features = new Float64Array(known * WIDTH)
  const targets = new Float64Array(known)
  for (let row = 0; row < known; row++) {
    const base = describe(features, row * WIDTH, track, at[row]!, lead)
    targets[row] = track.values[at[row]! + lead]! - base
  }
  return { features, targets, weights: weights.subarray(0, known), width: WIDTH, count: known }
}

/** Writes what was known at `origin` of the step `lead` ahead; answers the value that it is measured from. */
function describe(out: Float64Array, offset: number, track: Track, origin: number, lead: number): number {
  const { values, days, weeks, unusual, day, week } = track
  const target = origin + lead
  const dayAgo = target - day * Math.ceil(lead / day)
  const weekAgo = target - week * Math.ceil(lead / week)
  const base = (days[dayAgo]! + weeks[weekAgo]!) / 2
  const angle = (2 * Math.PI * (target % day)) / day
  const weekday = track.weekdayOf(target)
  const lately = (sums: Float64Array, steps: number) => (sums[origin + 1]! - sums[origin + 1 - steps]!) / steps

  let next = offset
  out[next++] = days[dayAgo]! - base
  out[next++] = values[dayAgo]! - base
  out[next++] = values[weekAgo]! - base
  out[next++] = unusual[dayAgo]!
  out[next++] = unusual[origin]!
  out[next++] = unusual[origin - 1]!
  out[next++] = lately(track.unusualSums, Math.max(1, day >> 3))
  out[next++] = lately(track.unusualSums, Math.max(1, day >> 2))
  out[next++] = lately(track.unusualSums, day)
  out[next++] = lately(track.offWeekSums, day)
  out[next++] = values[origin]! - base
  out[next++] = values[origin]! - values[origin - 1]!
  out[next++] = lately(track.sums, day) - base
  out[next++] = base
  out[next++] = Math.sin(angle)
  out[next++] = Math.cos(angle)
  out[next++] = weekday === 6 ? 1 : 0
  out[next++] = weekday === 0 ? 1 : 0
  return base
}
