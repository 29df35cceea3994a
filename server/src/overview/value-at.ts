import type { EpochMs } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'

/** Every station as it is, or was at a moment. */
export type Snapshot = ReadonlyMap<string, LatestStation>

/** What was measured longer ago than this says nothing about now. */
export const FRESH_MS = 3_600_000

export interface Measured {
  value: number
  at: EpochMs
}

/** The newest value of a property that can be trusted, however old; else null. */
export function newestOf(snapshot: Snapshot, station: string, property: string): Measured | null {
  const found = snapshot.get(station)?.values[property]
  if (!found || found.quality === 'fault' || found.quality === 'calibrating') return null
  return { value: found.value, at: Date.parse(found.at) }
}

/** The value of a property as it was at a moment: trustworthy and not too old; else null. */
export function valueAt(snapshot: Snapshot, station: string, property: string, at: EpochMs): number | null {
  const found = newestOf(snapshot, station, property)
  return found && at - found.at <= FRESH_MS ? found.value : null
}
