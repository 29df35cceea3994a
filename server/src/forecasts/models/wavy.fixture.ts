import { DAY, HOUR } from '@ioc/shared/time'
import type { EvenSeries } from '../series/even-series.js'

/** Noise between -1 and 1 that is the same every time (a linear congruential generator). */
export function noise(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  }
}

/** Hours of a series with a day, a week and some noise; it begins on a Monday. */
export function wavy(days: number, { seed = 1, noisy = 1, weekend = 4 } = {}): EvenSeries {
  const next = noise(seed)
  const values = Float64Array.from({ length: days * 24 }, (_, hour) => {
    const free = Math.floor(hour / 24) % 7 >= 5
    return 20 + 8 * Math.sin((2 * Math.PI * (hour % 24)) / 24) - (free ? weekend : 0) + noisy * next()
  })
  return { start: 4 * DAY, stepMs: HOUR, values }
}
