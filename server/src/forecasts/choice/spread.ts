import type { Past } from '../models/model.js'

const WEEKS = 4
/** Neighbouring steps on each side whose spread counts in, as a share of the day. */
const NEIGHBOURS = 1 / 24
/** However quiet its hour, a step counts at least this share of the mean. */
const LEAST = 0.3

/**
 * How far values usually lie from those a day before, for each of the next steps: rush hours err more than nights.
 * Smoothed over neighbouring steps, never zero.
 */
export function spreadAhead({ values, day, week }: Past, horizon: number): Float64Array {
  if (values.length < day + horizon) return new Float64Array(horizon).fill(spreadOver(values, horizon))
  const from = Math.max(day, values.length - WEEKS * week)
  const sums = new Float64Array(day)
  const counts = new Float64Array(day)
  for (let i = from; i < values.length; i++) {
    sums[i % day]! += Math.abs(values[i]! - values[i - day]!)
    counts[i % day]!++
  }
  const mean = total(sums) / Math.max(1, total(counts)) || Math.abs(values.at(-1) ?? 0) || 1
  const reach = Math.max(1, Math.round(day * NEIGHBOURS))
  return Float64Array.from({ length: horizon }, (_, lead) => {
    let sum = 0
    let count = 0
    for (let near = -reach; near <= reach; near++) {
      const step = (values.length + lead + near + day) % day
      sum += sums[step]!
      count += counts[step]!
    }
    return Math.max(count > 0 ? sum / count : mean, LEAST * mean)
  })
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Of a past too short to know its days: how far values a horizon apart lie from each other. */
function spreadOver(values: Float64Array, horizon: number): number {
  let sum = 0
  for (let i = horizon; i < values.length; i++) sum += Math.abs(values[i]! - values[i - horizon]!)
  return sum / Math.max(1, values.length - horizon) || Math.abs(values.at(-1) ?? 0) || 1
}
