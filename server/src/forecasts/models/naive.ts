import type { Model } from './model.js'

/** The last value goes on. */
export const persistence: Model = {
  name: 'persistence',
  needs: () => 1,
  forecast: ({ values }, horizon) => new Float64Array(horizon).fill(values.at(-1)!),
}

/** The same time on the day before. */
export const naiveDay: Model = {
  name: 'naive-24h',
  needs: (day) => day,
  forecast: ({ values, day }, horizon) => again(values, day, horizon),
}

/** The same time in the week before. */
export const naiveWeek: Model = {
  name: 'naive-168h',
  needs: (day) => 7 * day,
  forecast: ({ values, week }, horizon) => again(values, week, horizon),
}

function again(values: Float64Array, period: number, horizon: number): Float64Array {
  const first = values.length - period
  return Float64Array.from({ length: horizon }, (_, lead) => values[first + (lead % period)]!)
}
