import type { StationId } from '@ioc/shared/ids'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { LatestStation, WireIndex, WireValue } from '@ioc/shared/wire'
import type { StationNow } from './latest.js'

/** A station as a client reads it. */
export function toLatestStation(
  station: StationId,
  now: StationNow | undefined,
  alarm: LatestStation['alarm'],
): LatestStation {
  // What was measured together is written out once: this runs for every station of every delta.
  const newest = iso(now?.at)
  const values: Record<string, WireValue> = {}
  for (const [property, { value, at, quality }] of now?.values ?? []) {
    values[property] = { value, at: newest !== null && at === now?.at ? newest : formatTime(at), quality }
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

function iso(at: EpochMs | null | undefined): string | null {
  return at === null || at === undefined ? null : formatTime(at)
}
