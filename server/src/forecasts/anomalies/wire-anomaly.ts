import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { formatTime } from '@ioc/shared/time'
import type { WireAnomaly } from '@ioc/shared/wire'
import type { StandingDoubt } from './watched.js'

/** A doubt as it leaves us. */
export function toWireAnomaly(place: { station: StationId; property: PropertyKey }, doubt: StandingDoubt): WireAnomaly {
  const { kind, cause, at, value, score, why, neighbours } = doubt
  const asked = neighbours.map((each) => ({ ...each, deviation: shortened(each.deviation) }))
  return { ...place, kind, cause, since: formatTime(at), value, score: shortened(score), why, neighbours: asked }
}

function shortened(value: number): number {
  return Math.round(value * 100) / 100
}
