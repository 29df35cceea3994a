import type { WireForecast, WireForecastRanking, WireForecastState } from '@ioc/shared/forecast'
import { SECOND, formatTime, type EpochMs } from '@ioc/shared/time'
import type { ForecastSpan, IssuedForecast } from '../ports/forecasts.js'
import type { Course } from './courses.js'
import { HOLDS_MS } from './plan.js'
import type { PlaceRecord } from './records.js'
import { quantilesAt, stepsOf } from './score-issued.js'

/** The forecast that may be shown; null where there is none. */
export function shownOf(course: Course, record: PlaceRecord | undefined, now: EpochMs): IssuedForecast | null {
  return whyWithout(course, record, now) === null ? course.issued : null
}

/** A forecast as it leaves us; null where there is none that may be shown. */
export function toWireForecast(course: Course, record: PlaceRecord | undefined, now: EpochMs): WireForecast | null {
  const { backtest } = course
  const issued = shownOf(course, record, now)
  if (!issued) return null
  const { station, property, span, issuedAt, model, stepMs } = issued
  const week = record?.week ?? null
  return {
    station,
    property,
    span,
    issuedAt: formatTime(issuedAt),
    model,
    stepS: stepMs / SECOND,
    record: week,
    usualError: week?.error ?? backtest?.error ?? null,
    points: pointsOf(issued),
  }
}

/** How a datastream is forecast, forecast or not. */
export function toWireState(course: Course, record: PlaceRecord | undefined, now: EpochMs): WireForecastState {
  const { station, property, span, issued } = course
  return {
    station,
    property,
    span,
    without: whyWithout(course, record, now),
    issuedAt: issued && formatTime(issued.issuedAt),
    model: issued && issued.model,
    week: record?.week ?? null,
    month: record?.month ?? null,
    models: record?.models ?? [],
  }
}

/** The best and the worst of a span, `most` of each; nobody stands in both. */
export function rankForecasts(
  states: readonly WireForecastState[],
  span: ForecastSpan,
  most: number,
): Omit<WireForecastRanking, 'early'> {
  const all = states.filter((state) => state.span === span)
  const judged = all.filter(({ week }) => week !== null).sort((a, b) => a.week!.mase - b.week!.mase)
  const without: WireForecastRanking['without'] = {}
  for (const state of all) if (state.without) without[state.without] = (without[state.without] ?? 0) + 1
  const best = judged.slice(0, Math.min(most, Math.ceil(judged.length / 2)))
  return {
    followed: all.length,
    forecast: all.filter((state) => state.without === null).length,
    without,
    best,
    worst: judged.slice(best.length).toReversed().slice(0, most),
  }
}

function whyWithout(
  { issued, without }: Course,
  record: PlaceRecord | undefined,
  now: EpochMs,
): WireForecastState['without'] {
  if (record && !record.reliable) return 'unreliable'
  if (without) return without
  return issued && now - issued.issuedAt < HOLDS_MS ? null : 'waiting'
}

function pointsOf(issued: IssuedForecast): WireForecast['points'] {
  return Array.from({ length: stepsOf(issued) }, (_, step) => {
    const [p05, p25, p50, p75, p95] = [...quantilesAt(issued, step)].map(shortened) as [
      number,
      number,
      number,
      number,
      number,
    ]
    return { at: formatTime(issued.start + step * issued.stepMs), p05, p25, p50, p75, p95 }
  })
}

/** What is kept has seven digits; the rest is noise. */
export function shortened(value: number): number {
  return Number(value.toPrecision(6))
}
