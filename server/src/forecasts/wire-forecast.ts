import {
  FORECAST_HOLDS_MS,
  type WireForecast,
  type WireForecastPoint,
  type WireForecastState,
} from '@ioc/shared/forecast'
import { SECOND, formatTime, type EpochMs } from '@ioc/shared/time'
import type { IssuedForecast } from '../ports/forecasts.js'
import type { Followed } from './followed.js'
import type { PlaceRecord } from './record/records.js'
import { isOfRain } from './rivers/river.js'
import { quantilesAt, stepsOf } from './record/score-issued.js'

/** The forecast that may be shown; null where there is none. */
export function shownOf(followed: Followed, record: PlaceRecord | undefined, now: EpochMs): IssuedForecast | null {
  return whyWithout(followed, record, now) === null ? followed.issued : null
}

/** A forecast as it leaves us; null where there is none that may be shown. */
export function toWireForecast(followed: Followed, record: PlaceRecord | undefined, now: EpochMs): WireForecast | null {
  const issued = shownOf(followed, record, now)
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
    usualError: usualErrorOf(followed, issued.model, record),
    points: pointsOf(issued),
  }
}

/** A river is off by far more in the rain than on all other days: a forecast of the one is not told by the other. */
function usualErrorOf(
  { usualError, rainError }: Followed,
  model: string,
  record: PlaceRecord | undefined,
): number | null {
  const own = record?.models.find((each) => each.model === model)?.week?.error
  return own ?? (isOfRain(model) ? rainError : (record?.week?.error ?? usualError))
}

/** How a datastream is forecast, forecast or not. */
export function toWireState(followed: Followed, record: PlaceRecord | undefined, now: EpochMs): WireForecastState {
  const { station, property, span, issued } = followed
  return {
    station,
    property,
    span,
    without: whyWithout(followed, record, now),
    issuedAt: issued && formatTime(issued.issuedAt),
    model: issued && issued.model,
    week: record?.week ?? null,
    month: record?.month ?? null,
    models: record?.models ?? [],
  }
}

function whyWithout(
  { issued, without }: Followed,
  record: PlaceRecord | undefined,
  now: EpochMs,
): WireForecastState['without'] {
  if (record && !record.reliable) return 'unreliable'
  if (without) return without
  return issued && now - issued.issuedAt < FORECAST_HOLDS_MS ? null : 'waiting'
}

function pointsOf(issued: IssuedForecast): WireForecastPoint[] {
  return Array.from({ length: stepsOf(issued) }, (_, step) => wirePoint(issued, step))
}

/** One step of a forecast as it is told. */
export function wirePoint(issued: IssuedForecast, step: number): WireForecastPoint {
  const [p05, p25, p50, p75, p95] = quantilesAt(issued, step)
  return {
    at: formatTime(issued.start + step * issued.stepMs),
    p05: shortened(p05),
    p25: shortened(p25),
    p50: shortened(p50),
    p75: shortened(p75),
    p95: shortened(p95),
  }
}

/** What is kept has seven digits; the rest is noise. */
function shortened(value: number): number {
  return Number(value.toPrecision(6))
}
