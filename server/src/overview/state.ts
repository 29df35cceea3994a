import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { Reporting, Station } from '@ioc/shared/station'
import { HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import type { IndexValue } from '../ports/index-value.js'

/** The newest value of a property. */
export type Held = Pick<Observation, 'value' | 'at' | 'quality'>

/** What is known of a station. */
export interface StationState {
  reporting: Reporting
  values: ReadonlyMap<string, Held>
  indices: ReadonlyMap<string, Pick<IndexValue, 'value' | 'band' | 'at'>>
}

/** Every station as it is, or was at the moment that is looked at. */
export interface Present {
  get(station: StationId): StationState | undefined
}

/** What a moment is compared with: the newest value of each property at another one. */
export interface Past {
  at: EpochMs
  newest(station: string, property: string): Held | undefined
}

/** So many report intervals, and at least so long, a value stands for now. */
const FRESH_INTERVALS = 4
const FRESH_MS = 15 * MINUTE
/** VN_AQI is named by the start of the hour of which it speaks. */
export const AQI_MS = HOUR

/** Whether what a station measured at a time can be taken for what is so now: of one that fell silent nothing can. */
export function isOfNow(station: Station, { reporting }: StationState, at: EpochMs, now: EpochMs, ofMs = 0): boolean {
  return reporting !== 'silent' && isFresh(station, at, now, ofMs)
}

/** Whether a value is young enough for that; `ofMs`: it speaks of so long from its time on. */
function isFresh({ reportIntervalS }: Pick<Station, 'reportIntervalS'>, at: EpochMs, now: EpochMs, ofMs = 0) {
  return now - at - ofMs <= Math.max(FRESH_INTERVALS * reportIntervalS * SECOND, FRESH_MS)
}

/** A value if it is good, however old; else null. */
export function goodOf(held: Held | undefined): Held | null {
  return held?.quality === 'good' ? held : null
}

/** The value of a property as it was then: good and not too old; else null. */
export function valueThen({ at, newest }: Past, station: Station, property: string): number | null {
  const held = goodOf(newest(station.id, property))
  return held && isFresh(station, held.at, at) ? held.value : null
}
