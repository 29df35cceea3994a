import type { ExtremalIndex } from '@ioc/shared/chance'
import type { ForecastSpan, WireModelRecord, WireRecordSum } from '@ioc/shared/forecast'
import type { StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'

/** What is forecast: a property or an index of a station, so far ahead. */
export interface ForecastPlace {
  station: StationId
  property: string
  span: ForecastSpan
}

/** Which forecasts are wanted; what is left out does not restrict. */
export interface ForecastQuery {
  stations?: readonly string[] | undefined
  properties?: readonly string[] | undefined
  span?: ForecastSpan | undefined
}

/** A forecast as it was issued. It never changes. */
export interface IssuedForecast extends ForecastPlace {
  issuedAt: EpochMs
  model: string
  /** Start of its first step. */
  start: EpochMs
  stepMs: number
  /** The unit of scaled errors: how far values a day apart usually lie from each other. */
  scale: number
  /** Five numbers a step: the quantiles 0.05, 0.25, 0.5, 0.75 and 0.95. */
  quantiles: Float32Array
  /** How far its steps pass a limit each for itself. */
  extremal: ExtremalIndex
}

/** What is expected of one step: the middle of its time, and `QUANTILES`. */
export interface StepAhead {
  at: EpochMs
  quantiles: ArrayLike<number>
  /** How far such steps pass a limit each for itself; left out: not at all. */
  extremal?: ExtremalIndex
}

/** What is expected of one datastream, in time order, fine steps before coarse ones. */
export interface Expectation {
  issuedAt: EpochMs
  steps: readonly StepAhead[]
  /** The record of such forecasts is bad: it begins no warning, and one that stands goes on and says so. */
  unreliable?: true
}

/** What was expected of a datastream from the moment on when it was issued. */
export interface Foretold {
  station: StationId
  property: string
  expectation: Expectation
}

/** How one forecast did, once all its steps were over: sums over those of which the truth is known. */
export interface ForecastScore extends ForecastPlace {
  issuedAt: EpochMs
  model: string
  /** Steps of which the truth is known. */
  count: number
  /** Of absolute errors of the median, in the unit of the property; in units of the scale; and of the pinball loss in it. */
  error: number
  scaled: number
  pinball: number
  /** How many lay in the 50 % and in the 90 % band. */
  within50: number
  within90: number
  /** What `scaled` would have been of the seasonal naive of 24 h; of steps of which that is not known, what it is. */
  floor: number
}

/** Scores of one model at one place, added up. */
export type ForecastSum = Omit<ForecastScore, 'issuedAt'> & {
  /** When the first of them was issued. */
  since: EpochMs
}

/** How the forecasts of a span did; null where nothing is known yet. */
export interface SpanRecord {
  span: string
  /** Datastreams with a record, and those of which no forecast is shown for it. */
  places: number
  unreliable: number
  week: WireRecordSum | null
  models: readonly WireModelRecord[]
}

/** What a back-test decided for a place. */
export interface SavedChoice extends ForecastPlace {
  chosenAt: EpochMs
  /** JSON. */
  document: string
}

/** Forecasts as they were issued, how they did, and what was chosen for which datastream. Durable once resolved. */
export interface ForecastStore {
  put(forecasts: readonly IssuedForecast[]): Promise<void>
  /** The newest of each place that was issued at or after `from`. */
  newest(from: EpochMs): Promise<IssuedForecast[]>
  /** All of one property that were issued at or after `from` and before `to`, as they were issued. */
  issued(query: { property: string; from: EpochMs; to: EpochMs }): Promise<IssuedForecast[]>
  /** Those issued at or after `from` whose last step was over at `at` and that have no score yet, oldest first, at most so many. */
  due(query: { from: EpochMs; at: EpochMs; most: number }): Promise<IssuedForecast[]>
  /** Those issued at or after `from` and before `to` that have a score in which steps are missing, with that. */
  incomplete(query: { from: EpochMs; to: EpochMs }): Promise<{ forecast: IssuedForecast; score: ForecastScore }[]>
  /** A forecast may have several: they add up. */
  putScores(scores: readonly ForecastScore[]): Promise<void>
  /** The scores of forecasts issued at or after `from` and before `to`, a row a place and model. */
  sums(from: EpochMs, to?: EpochMs): Promise<ForecastSum[]>
  choices(): Promise<SavedChoice[]>
  putChoice(choice: SavedChoice): Promise<void>
  /** Forgets all of a station. */
  forgetStation(station: StationId): Promise<void>
  /** Forgets forecasts that were issued before these times, and scores of such. */
  forget(before: Readonly<Record<ForecastSpan | 'scores', EpochMs>>): Promise<void>
}
