import { DAY, type EpochMs } from '@ioc/shared/time'

/** What was measured, in time order; times in epoch milliseconds. */
export interface Readings {
  times: Float64Array
  values: Float64Array
}

/** Values at even steps, each named by the start of its step; NaN where nothing was measured. */
export interface EvenSeries {
  start: EpochMs
  stepMs: number
  values: Float64Array
}

/** How the readings of one step combine. */
export type Over = 'mean' | 'sum'

/**
 * Brings readings to even steps.
 *
 * A sum is scaled up to that of a full step. The last step is left out where readings end before it does, because it is
 * still growing. Readings farther apart than a step leave gaps.
 */
export function toEvenSeries({ times, values }: Readings, stepMs: number, over: Over): EvenSeries {
  const ownMs = medianGap(times.subarray(-WINDOW)) || stepMs
  const first = Math.floor((times[0] ?? 0) / stepMs)
  const endOfLast = (times.at(-1) ?? 0) + Math.min(ownMs, stepMs)
  const steps = Math.max(0, Math.floor(endOfLast / stepMs) - first)
  const sums = new Float64Array(steps)
  const counts = new Float64Array(steps)
  for (let i = 0; i < times.length; i++) {
    const step = Math.floor(times[i]! / stepMs) - first
    if (step >= steps) break
    sums[step]! += values[i]!
    counts[step]!++
  }
  if (over === 'sum') scaleUp(sums, counts)
  else for (let step = 0; step < steps; step++) sums[step]! /= counts[step]!
  return { start: first * stepMs, stepMs, values: sums }
}

/** So many steps that are known, or readings, tell how often is usual now. */
const WINDOW = 24

/**
 * Makes of each sum that of a full step, which has as many readings as most of the last that are known, itself among
 * them: a step half measured is not half as much. NaN where not even half was. What comes later changes nothing.
 */
export function scaleUp(sums: Float64Array, counts: Float64Array): void {
  const lately = new Float64Array(WINDOW)
  let known = 0
  for (let step = 0; step < sums.length; step++) {
    const count = counts[step]!
    if (count > 0) lately[known++ % WINDOW] = count
    const full = lately.slice(0, known).sort()[Math.min(known, WINDOW) >> 1] ?? 1
    if (!(count * 2 >= full)) sums[step] = NaN
    else if (count < full) sums[step]! *= full / count
  }
}

/** The series up to and with the step of this index. */
export function until(series: EvenSeries, last: number): EvenSeries {
  return { ...series, values: series.values.subarray(0, last + 1) }
}

/** How many steps at the end are not known; all of them where none is. */
export function missingAtEnd({ values }: EvenSeries): number {
  return values.length - 1 - values.findLastIndex((value) => !Number.isNaN(value))
}

/** The newest `most` steps of a series. */
export function newest(series: EvenSeries, most: number): EvenSeries {
  const skip = Math.max(0, series.values.length - most)
  return { ...series, start: series.start + skip * series.stepMs, values: series.values.subarray(skip) }
}

export function timeOf({ start, stepMs }: EvenSeries, index: number): EpochMs {
  return start + index * stepMs
}

/** How many steps a day has; one where a step is a day or longer. */
export function stepsADay(stepMs: number): number {
  return Math.max(1, Math.round(DAY / stepMs))
}

/** The middle one of the distances between neighbours, in milliseconds; 0 for fewer than two readings. */
export function medianGap(times: Float64Array): number {
  const gaps = new Float64Array(Math.max(0, times.length - 1))
  for (let i = 0; i < gaps.length; i++) gaps[i] = times[i + 1]! - times[i]!
  gaps.sort()
  return gaps[gaps.length >> 1] ?? 0
}
