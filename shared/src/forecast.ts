import { DAY, HOUR } from './time.js'
import type { IsoTime } from './wire.js'

/** `day`: 24 hours ahead, hour by hour. `hours`: three, in steps of the datastream's own. */
export const FORECAST_SPANS = ['day', 'hours'] as const
export type ForecastSpan = (typeof FORECAST_SPANS)[number]

/** What was not forecast anew for so long has gone stale: nobody shows it. */
export const FORECAST_HOLDS_MS = 3 * HOUR

/** So long what was forecast for the next hours stays on record, which is issued often; days ahead stay a month. */
export const HOURS_KEPT_MS = 3 * DAY

/** One step ahead, named by its start: the median, and the edges of the 50 % and the 90 % band. */
export interface WireForecastPoint {
  at: IsoTime
  p05: number
  p25: number
  p50: number
  p75: number
  p95: number
}

/** How forecasts did that were issued over some days; scaled errors are in units of the seasonal naive of 24 h. */
export interface WireForecastRecord {
  /** Since the first of them was issued; 7 or 30 at most. */
  days: number
  /** Values of which the truth is known. */
  count: number
  mase: number
  pinball: number
  coverage50: number
  coverage90: number
  /** How far the median usually lay from what came, in the unit of the property. */
  error: number
  /** The MASE that the seasonal naive of 24 h had over the same values. */
  naive: number
}

export interface WireForecast {
  station: string
  property: string
  span: ForecastSpan
  issuedAt: IsoTime
  model: string
  stepS: number
  /** Of the last 7 days, as far as they are known; null before the first truth has arrived. */
  record: WireForecastRecord | null
  /** How far it would usually have been off, in the unit of the property: by its record, or by its back-test; null where neither is known. */
  usualError: number | null
  points: WireForecastPoint[]
}

/**
 * Why a datastream has no forecast: nobody has looked yet, its past is too short, its newest values are missing, too
 * little of its last days is known, it never changes, the calculation broke off, or its record is too bad to show one.
 */
export const WITHOUT_FORECAST = ['waiting', 'short', 'silent', 'sparse', 'constant', 'broken', 'unreliable'] as const
export type WithoutForecast = (typeof WITHOUT_FORECAST)[number]

/** How a datastream is forecast, whether it has a forecast or not. */
export interface WireForecastState {
  station: string
  property: string
  span: ForecastSpan
  /** Null: it has one. */
  without: WithoutForecast | null
  issuedAt: IsoTime | null
  model: string | null
  week: WireForecastRecord | null
  month: WireForecastRecord | null
  /** The same by model. */
  models: { model: string; week: WireForecastRecord | null; month: WireForecastRecord | null }[]
}

/** Records of datastreams of different units as one. */
export type WireRecordSum = Omit<WireForecastRecord, 'error'>

/** How a model did over the last 7 and 30 days, over all datastreams that it was issued for. */
export interface WireModelRecord {
  model: string
  datastreams: number
  week: WireRecordSum | null
  month: WireRecordSum | null
}

/** A datastream with the record that it is ranked by. */
export type WireRanked = Pick<WireForecastState, 'station' | 'property' | 'without' | 'model'> & {
  record: WireForecastRecord
}

/** By what datastreams are ranked: how far 90 % bands are off 90 %, how many values are known, or an error. */
export const RANKED_BY = ['mase', 'pinball', 'coverage90', 'count'] as const

export interface RankedBy {
  by: (typeof RANKED_BY)[number]
  first: 'best' | 'worst'
  /** Of the last so many days. */
  days: '7' | '30'
  /** The record of this model alone; left out: of all together. */
  model?: string | undefined
  limit: number
}

/** How datastreams are forecast, in order, and how the models do. */
export interface WireForecastRanking {
  /** How many datastreams are followed, how many have a forecast now, and why the others have none. */
  followed: number
  forecast: number
  without: Partial<Record<WithoutForecast, number>>
  models: WireModelRecord[]
  /** How many datastreams have the record that was asked for; `ranked` has the first of them. */
  judged: number
  ranked: WireRanked[]
  /** How early warnings did, a record for each rule that forecasts. */
  early: WireEarlyRecord[]
  /** Since when the records run: since the first start. */
  since: IsoTime
}

/** How the early warnings of a rule did. */
export interface WireEarlyRecord {
  rule: string
  /** Of the last 7 and 30 days. */
  week: WireEarlyTally
  month: WireEarlyTally
}

export interface WireEarlyTally {
  /** Limits that were passed after a warning of them. */
  hits: number
  /** Warnings of a limit whose time is over without that. */
  false: number
  /** Limits that were passed without a warning. */
  missed: number
  /** How long before, seconds: the median of the hits; null where there is none. */
  leadS: number | null
}

/** What is expected of a datastream at about one moment: the step ahead nearest to it, named by its start. */
export type WireExpected = Pick<WireForecast, 'station' | 'property'> & WireForecastPoint
