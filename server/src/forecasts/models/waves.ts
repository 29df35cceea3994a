import { forecastPoints, type Past } from './model.js'
import { fitRidge, valueOf } from './ridge.js'

/** What is fitted to the past, and how the future goes back to it. */
interface Waves {
  /** Numbers a step has: a sine and a cosine of each wave. */
  width: number
  /** Where the numbers of a step of the past or the future stand: `table` from `offset` on. */
  at(index: number): { table: Float64Array; offset: number }
  penalty: number
  /** Newer steps count more: half as much for every so many days. */
  halfLifeDays: number
  /** How much of what the last day differed by stays. */
  levelStays: number
}

/** How the last hour differed goes so quickly. */
const HOURS_FADING = 6

/** Waves fitted to the past go on, and what the last hour and the last day differed from them, fading. */
export function continueWaves(past: Past, horizon: number, waves: Waves): Float64Array {
  const { width, at, penalty, halfLifeDays, levelStays } = waves
  const count = past.values.length
  const features = new Float64Array(count * width)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const { table, offset } = at(i)
    features.set(table.subarray(offset, offset + width), i * width)
    weights[i] = 0.5 ** ((count - i) / (halfLifeDays * past.day))
  }
  const line = fitRidge({ features, targets: past.values, weights, width, count }, penalty)
  const valueAt = (index: number) => {
    const { table, offset } = at(index)
    return valueOf(line, table, offset)
  }
  const now = count - 1
  const off = (steps: number) => {
    let sum = 0
    for (let i = now; i > now - steps; i--) sum += past.values[i]! - valueOf(line, features, i * width)
    return sum / steps
  }
  const level = levelStays * off(past.day)
  const last = off(Math.max(1, Math.round(past.day / 24)))
  return forecastPoints(horizon, (lead) => {
    const fade = Math.exp((-24 * lead) / (HOURS_FADING * past.day))
    return valueAt(now + lead) + level + fade * (last - level)
  })
}

/** Sine and cosine of each speed, in degrees a step, at a step. */
export function setWaves(out: Float64Array, offset: number, speeds: readonly number[], step: number): void {
  for (const [i, speed] of speeds.entries()) {
    const angle = ((speed * step) % 360) * (Math.PI / 180)
    out[offset + 2 * i] = Math.cos(angle)
    out[offset + 2 * i + 1] = Math.sin(angle)
  }
}
