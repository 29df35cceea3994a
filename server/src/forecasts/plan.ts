import type { ForecastSpan } from '@ioc/shared/forecast'
import type { ObservedProperty } from '@ioc/shared/properties'
import { DAY, HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import { medianGap, newest, stepsADay, type EvenSeries, type Over } from './series/even-series.js'

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
/** How far each span goes, in milliseconds. */
export const AHEAD: Readonly<Record<ForecastSpan, number>> = { day: DAY, hours: 3 * HOUR }
const PAST: Record<ForecastSpan, number> = { day: 84 * DAY, hours: 28 * DAY }
/** A day ahead needs four days to choose by; three hours ahead need most of one. */
const LEAST: Record<ForecastSpan, number> = { day: 4 * DAY, hours: 20 * HOUR }
const FRESH: Record<ForecastSpan, number> = { day: 3 * HOUR, hours: HOUR }
const AQI: Subject = { over: 'mean', min: 0, max: 500, apartMs: HOUR }

/** Null where a property is not forecast: angles, registers, states, and rain, of which its own past says nothing. */
export function subjectOf(key: string, property: ObservedProperty | undefined): Subject | null {
  if (key === 'vn_aqi') return AQI
  if (!property || property.circular || key === 'rain') return null
  if (property.over === 'sum') return { over: 'sum', min: property.min >= 0 ? 0 : -Infinity, max: Infinity, apartMs: 0 }
  return property.over === 'mean' ? { over: 'mean', min: property.min, max: property.max, apartMs: 0 } : null
}

/** @param apartMs how far its values lie from each other: hours ahead go in the shortest step that each has one of */
export function layoutOf(span: ForecastSpan, apartMs: number): Layout {
  const stepMs = span === 'day' ? HOUR : (STEPS.find((step) => step >= apartMs) ?? HOUR)
  return layoutIn(span, stepMs, AHEAD[span] / stepMs)
}

/** The same in steps of any length, and as many of them ahead as one likes. */
export function layoutIn(span: ForecastSpan, stepMs: number, horizon: number): Layout {
  const steps = (ms: number) => Math.max(1, Math.round(ms / stepMs))
  return { stepMs, horizon, pastMs: PAST[span], least: steps(LEAST[span]), fresh: steps(FRESH[span]) }
}

/** Which span a horizon belongs to. */
export function spanOf(horizonMs: number): ForecastSpan {
  return horizonMs <= AHEAD.hours ? 'hours' : 'day'
}

/** How far the values of the last day usually lie from each other, as far as its steps tell; 0 with fewer than two. */
export function apartOf(series: EvenSeries): number {
  const { values } = newest(series, stepsADay(series.stepMs))
  return medianGap(Float64Array.from(values.keys()).filter((step) => !Number.isNaN(values[step]!))) * series.stepMs
}

/**
 * Whether less than half is known of the last day, and of the last week too: what its gaps are filled with would decide.
 * One bad day in a good week is filled well enough; a good day after an outage is enough by itself.
 */
export function isSparse(series: EvenSeries): boolean {
  const day = stepsADay(series.stepMs)
  return [day, 7 * day].every((steps) => {
    const { values } = newest(series, steps)
    return values.filter(Number.isNaN).length * 2 > values.length
  })
}

/** A choice is made anew so often. */
export const CHOICE_HOLDS_MS = DAY

export const WATER_LEVEL = 'water_level'

/** Whether somebody waits for each step of it: a flood is told by its gauges. */
export function isUrgent(property: string): boolean {
  return property === WATER_LEVEL
}

/** How often it is forecast anew: the next hours of what is urgent as often as they have steps. */
export function paceOf(span: ForecastSpan, stepMs: number, urgent: boolean): number {
  return urgent && span === 'hours' ? stepMs : HOUR
}

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
