import { HOUR } from '@ioc/shared/time'
import { forecastPoints, type Model, type Past } from './model.js'
import { fitRidge, valueOf } from './ridge.js'

/** Degrees an hour of the main constituents (Doodson 1921): M2 S2 N2 K2 K1 O1 P1 Q1 M4 MS4. */
const SPEEDS = [28.984104, 30, 28.43973, 30.082137, 15.041069, 13.943036, 14.958931, 13.398661, 57.968208, 58.984104]
const WIDTH = 2 * SPEEDS.length
/** A month tells the moon's two main waves from the sun's. */
const DAYS_NEEDED = 29
const PENALTY = 1e-4
/** Newer steps count more: half as much for every so many days. */
const HALF_LIFE_DAYS = 40
/** How the last hour differed from the tide goes so quickly, and how the last day did stays so much. */
const HOURS_FADING = 6
const LEVEL_STAYS = 0.9

/**
 * The tide: harmonics of moon and sun fitted to the past, and what the last hours and the last day differed from them,
 * fading.
 */
export const tides: Model = {
  name: 'tides',
  needs: (day) => DAYS_NEEDED * day,
  forecast: (past, horizon) => {
    if (past.day < 8) return null
    const { line, rest } = fitTide(past)
    const now = past.values.length - 1
    const features = new Float64Array(WIDTH)
    const last = mean(rest, now - Math.max(1, Math.round(past.day / 24)) + 1, now)
    const level = LEVEL_STAYS * mean(rest, now - past.day + 1, now)
    return forecastPoints(horizon, (lead) => {
      waves(features, 0, hourOf(past, now + lead))
      const fade = Math.exp((-24 * lead) / (HOURS_FADING * past.day))
      return valueOf(line, features) + level + fade * (last - level)
    })
  },
}

function fitTide(past: Past): { line: Float64Array; rest: Float64Array } {
  const count = past.values.length
  const features = new Float64Array(count * WIDTH)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    waves(features, i * WIDTH, hourOf(past, i))
    weights[i] = 0.5 ** ((count - i) / (HALF_LIFE_DAYS * past.day))
  }
  const line = fitRidge({ features, targets: past.values, weights, width: WIDTH, count }, PENALTY)
  const rest = past.values.map((value, i) => value - valueOf(line, features, i * WIDTH))
  return { line, rest }
}

function hourOf({ start, stepMs }: Past, index: number): number {
  return (start + index * stepMs) / HOUR
}

function waves(out: Float64Array, offset: number, hour: number): void {
  for (const [i, speed] of SPEEDS.entries()) {
    const angle = ((speed * hour) % 360) * (Math.PI / 180)
    out[offset + 2 * i] = Math.cos(angle)
    out[offset + 2 * i + 1] = Math.sin(angle)
  }
}

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i <= to; i++) sum += values[i]!
  return sum / (to - from + 1)
}
