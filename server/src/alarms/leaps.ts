import type { StationId } from '@ioc/shared/ids'
import { HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'

/** What the stations of one rule know of each other's amounts: whether a sudden one is weather or a fault of one gauge. */
export interface Leaps {
  join(
    station: StationId,
    reportIntervalS: number,
  ): {
    /** Takes the next amount; false where it leaps and nothing speaks for it. */
    isBelieved(at: EpochMs, amount: number): boolean
  }
}

/** An amount speaks for another that is up to so many times as large. */
const ALIKE = 5
/** A neighbour's report says something about now for so long. */
const FRESH_MS = 10 * MINUTE

/** Nothing leaps where nobody said what is unlikely. */
const CREDULOUS: Leaps = { join: () => ({ isBelieved: () => true }) }

/**
 * An amount of more than `unlikelyPerHour`, over the time since the report before it, leaps. It is believed where the
 * report before it or the newest of another station is alike, and where there is no other to ask: a cloudburst goes on
 * or wets its neighbours, a spike does neither.
 */
export function createLeaps(unlikelyPerHour: number | undefined): Leaps {
  if (unlikelyPerHour === undefined) return CREDULOUS
  const newest = new Map<StationId, { at: EpochMs; amount: number }>()

  function speaksElsewhere(station: StationId, at: EpochMs, amount: number): boolean {
    let asked = false
    for (const [other, report] of newest) {
      if (other === station || Math.abs(at - report.at) > FRESH_MS) continue
      if (report.amount * ALIKE >= amount) return true
      asked = true
    }
    return !asked
  }

  return {
    join(station, reportIntervalS) {
      return {
        isBelieved(at, amount) {
          const before = newest.get(station)
          if (before && at <= before.at) return true
          newest.set(station, { at, amount })
          const elapsed = Math.max(reportIntervalS * SECOND, before ? at - before.at : 0)
          if ((amount * HOUR) / elapsed <= unlikelyPerHour) return true
          if (before && before.amount * ALIKE >= amount) return true
          return speaksElsewhere(station, at, amount)
        },
      }
    },
  }
}
