import type { Suspicion } from '@ioc/shared/anomaly'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { LatestStation, WireIndex, WireDoubt, WireValue } from '@ioc/shared/wire'
import type { StationNow } from './latest.js'

/** Why a value measured then is not believed; null: no doubt of ours. */
export type SuspicionOf = (station: StationId, property: PropertyKey, at: EpochMs) => Suspicion | null

/** A station as a client reads it. */
export function toLatestStation(
  station: StationId,
  now: StationNow | undefined,
  alarm: LatestStation['alarm'],
  suspicionOf: SuspicionOf,
): LatestStation {
  // What was measured together is written out once: this runs for every station of every delta.
  const newest = iso(now?.at)
  const values: Record<string, WireValue> = {}
  for (const [property, { value, at, quality }] of now?.values ?? []) {
    values[property] = { value, at: newest !== null && at === now?.at ? newest : formatTime(at), quality }
    const suspicion = quality === 'suspect' ? suspicionOf(station, property, at) : null
    if (suspicion) values[property].doubt = toWireDoubt(suspicion)
  }
  const indices: Record<string, WireIndex> = {}
  for (const [key, index] of now?.indices ?? []) indices[key] = { ...index, at: formatTime(index.at) }
  return {
    station,
    at: newest,
    receivedAt: iso(now?.receivedAt),
    connection: now?.connection ?? null,
    reporting: now?.reporting ?? 'never',
    values,
    indices,
    alarm,
  }
}

function toWireDoubt({ doubt: { kind, at, why } }: Suspicion): WireDoubt {
  return { kind, since: formatTime(at), why }
}

function iso(at: EpochMs | null | undefined): string | null {
  return at === null || at === undefined ? null : formatTime(at)
}
