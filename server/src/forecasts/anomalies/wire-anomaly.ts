import type { StandingDoubt } from '@ioc/shared/anomaly'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { formatTime } from '@ioc/shared/time'
import type { WireAnomaly } from '@ioc/shared/wire'

export interface StandingAnomaly {
  station: StationId
  property: PropertyKey
  doubt: StandingDoubt
  /** Good values of it are suspect meanwhile. */
  suspect: boolean
}

/** A doubt as it leaves us. */
export function toWireAnomaly({ station, property, doubt, suspect }: StandingAnomaly): WireAnomaly {
  const { kind, cause, at, value, why } = doubt
  const neighbours = doubt.neighbours.map((each) => ({ ...each, deviation: toHundredths(each.deviation) }))
  const since = formatTime(at)
  return { station, property, kind, cause, since, value, score: toHundredths(doubt.score), why, suspect, neighbours }
}

function toHundredths(value: number): number {
  return Math.round(value * 100) / 100
}
