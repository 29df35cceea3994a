import { DAY, VIETNAM_OFFSET_MS } from '@ioc/shared/time'
import type { Past } from './model.js'

/** How much of the mean day and the mean week a new one replaces. */
const DAY_COUNTS = 0.15
const WEEK_COUNTS = 0.3

/** A past and what could be known at each of its steps: nothing in it looks ahead. */
export interface Track {
  values: Float64Array
  day: number
  week: number
  /** The mean day and the mean week, this step included. */
  days: Float64Array
  weeks: Float64Array
  /** How far each value lay from the mean day and week before it. */
  unusual: Float64Array
  /** Running sums, each up to before its step: of the values, of how unusual they were, of how far from the mean week. */
  sums: Float64Array
  unusualSums: Float64Array
  offWeekSums: Float64Array
  /** The Vietnamese weekday of a step, 0 for Sunday; steps to come have one too. */
  weekdayOf: (index: number) => number
}

export function trackOf({ values, day, week, start, stepMs }: Past): Track {
  const days = follow(values, day, DAY_COUNTS)
  const weeks = follow(values, week, WEEK_COUNTS)
  const offWeek = values.map((value, i) => (i < week ? 0 : value - weeks[i - week]!))
  const unusual = values.map((value, i) => {
    if (i < day) return 0
    const offDay = value - days[i - day]!
    return i < week ? offDay : (offDay + offWeek[i]!) / 2
  })
  return {
    values,
    day,
    week,
    days,
    weeks,
    unusual,
    sums: runningSums(values),
    unusualSums: runningSums(unusual),
    offWeekSums: runningSums(offWeek),
    // 1 January 1970 was a Thursday.
    weekdayOf: (index) => (Math.floor((start + index * stepMs + VIETNAM_OFFSET_MS) / DAY) + 4) % 7,
  }
}

function follow(values: Float64Array, period: number, share: number): Float64Array {
  const mean = values.slice()
  for (let i = period; i < mean.length; i++) mean[i] = mean[i - period]! + share * (values[i]! - mean[i - period]!)
  return mean
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!
  return sums
}
