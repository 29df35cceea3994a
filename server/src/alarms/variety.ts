import type { StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'

/** What the stations of one rule know of each other: whether the world moves at all. */
export interface Variety {
  join(station: StationId): {
    /** A value here has just changed. */
    varied(at: EpochMs): void
    /** Another station varied at or after that; true where there is no other. */
    haveVariedSince(at: EpochMs): boolean
  }
}

/** Remembers the newest change and the newest one elsewhere: enough to answer every station about the others. */
export function createVariety(): Variety {
  const members = new Set<StationId>()
  let newest: { station: StationId; at: EpochMs } | null = null
  let elsewhere: { station: StationId; at: EpochMs } | null = null
  return {
    join(station) {
      members.add(station)
      return {
        varied(at) {
          if (newest === null) newest = { station, at }
          else if (newest.station === station) newest.at = Math.max(newest.at, at)
          else if (at >= newest.at) {
            // The older of the two is done with, whoever's it was.
            const overtaken = elsewhere ?? { station, at }
            elsewhere = newest
            newest = overtaken
            newest.station = station
            newest.at = at
          } else if (elsewhere === null || at > elsewhere.at) elsewhere = { station, at }
        },
        haveVariedSince(at) {
          if (members.size < 2) return true
          const other = newest?.station === station ? elsewhere : newest
          return other !== null && other.at >= at
        },
      }
    },
  }
}
