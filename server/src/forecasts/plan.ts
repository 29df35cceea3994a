import type { ObservedProperty } from '@ioc/shared/properties'
import { DAY, HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { ForecastSpan } from '../ports/forecasts.js'
import { medianGap, newest, stepsADay, type EvenSeries, type Over } from './even-series.js'

/** How a span is laid out for a datastream. */
export interface Layout {
  stepMs: number
  /** Steps ahead. */
  horizon: number
  /** How much of the past is looked at. */
  pastMs: number
  /** Steps that must be known of it. */
  least: number
  /** Of the newest so many steps one must be known, or there is nothing to go on from. */
  fresh: number
}

/** What is forecast of a datastream, and how its values combine. */
export interface Subject {
  over: Over
  min: number
  max: number
  /** Its values are never closer to each other than this. */
  apartMs: number
}

/** Steps of minutes shorter than this say no more, and cost more. */
const SHORTEST_STEP_MS = 10 * MINUTE
const STEPS = [SHORTEST_STEP_MS, 15 * MINUTE, 30 * MINUTE, HOUR]
/** A day ahead needs four days to choose by; three hours ahead need most of one. */
const DAY_SPAN: Layout = { stepMs: HOUR, horizon: 24, pastMs: 84 * DAY, least: 96, fresh: 3 }
const HOURS_AHEAD = 3 * HOUR
const HOURS_PAST = 28 * DAY
const HOURS_LEAST = 20 * HOUR
/** When rain or nothing but a lasting state is measured, there is nothing to learn from its past. */
const NEVER = ['rain', 'wind_direction']
const AQI: Subject = { over: 'mean', min: 0, max: 500, apartMs: HOUR }

/** Null where a property is not forecast: angles, registers, states, and rain, of which its own past says nothing. */
export function subjectOf(key: string, property: ObservedProperty | undefined): Subject | null {
  if (key === 'vn_aqi') return AQI
  if (!property || property.circular || NEVER.includes(key)) return null
  if (property.over === 'sum') return { over: 'sum', min: property.min >= 0 ? 0 : -Infinity, max: Infinity, apartMs: 0 }
  return property.over === 'mean' ? { over: 'mean', min: property.min, max: property.max, apartMs: 0 } : null
}

/** @param apartMs how far its values lie from each other: hours ahead go in the shortest step that each has one of */
export function layoutOf(span: ForecastSpan, apartMs: number): Layout {
  if (span === 'day') return DAY_SPAN
  const stepMs = STEPS.find((step) => step >= apartMs) ?? HOUR
  const horizon = HOURS_AHEAD / stepMs
  return { stepMs, horizon, pastMs: HOURS_PAST, least: HOURS_LEAST / stepMs, fresh: Math.max(1, horizon / 3) }
}

/** How far the values of the last day usually lie from each other, as far as its steps tell; 0 with fewer than two. */
export function apartOf(series: EvenSeries): number {
  const { values } = newest(series, stepsADay(series.stepMs))
  return medianGap(Float64Array.from(values.keys()).filter((step) => !Number.isNaN(values[step]!))) * series.stepMs
}

/** Whether less than half of the last day is known: what its gaps are filled with would decide. */
export function isSparse(series: EvenSeries): boolean {
  const { values } = newest(series, stepsADay(series.stepMs))
  return values.filter(Number.isNaN).length * 2 > values.length
}

/** A forecast goes stale when it was not made anew for so long. */
export const HOLDS_MS = 3 * HOUR

/** Reports of a step are awaited so long after its end. */
export const SETTLES_MS = MINUTE

/** End of the last step that is over and has settled. */
export function lastEnd(now: EpochMs, stepMs: number): EpochMs {
  return Math.floor((now - SETTLES_MS) / stepMs) * stepMs
}

/** When the first step of this length that ends after `end` is over and has settled. */
export function nextEnd(end: EpochMs, stepMs: number): EpochMs {
  return (Math.floor(end / stepMs) + 1) * stepMs + SETTLES_MS
}
