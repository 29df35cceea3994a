import type { StationId } from '@ioc/shared/ids'
import { HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'

/** What the stations of one rule know of each other's amounts: whether a sudden one is weather or a fault of one gauge. */
export interface Leaps {
  join(
    station: StationId,
    reportIntervalS: number,
  ): {
    /** Takes the next amount; answers what is to be added for it: nothing where it leaps and nothing speaks for it yet. */
    believe(at: EpochMs, amount: number): number
    /** Whether an amount between two reports leaps, whatever others say. */
    isLeap(amount: number): boolean
  }
}

/** An amount speaks for another that is up to so many times as large. */
const ALIKE = 5
/** A neighbour's report says something about now for so long. */
const FRESH_MS = 10 * MINUTE

/** Nothing leaps where nobody said what is unlikely. */
const CREDULOUS: Leaps = { join: () => ({ believe: (_, amount) => amount, isLeap: () => false }) }

interface NewestAmount {
  at: EpochMs
  amount: number
  /** What of it is not believed. */
  doubted: number
}

/**
 * An amount of more than `unlikelyPerHour`, over the time since the report before it, leaps. It is believed where the
 * report before it or the newest believed one of another station is alike, and where there is no other to ask: a
 * cloudburst goes on or wets its neighbours, a spike does neither. Once it goes on, what was doubted of it counts too.
 */
export function createLeaps(unlikelyPerHour: number | undefined): Leaps {
  if (unlikelyPerHour === undefined) return CREDULOUS
  const newest = new Map<StationId, NewestAmount>()

  function speaksElsewhere(station: StationId, at: EpochMs, amount: number): boolean {
    let asked = false
    for (const [other, report] of newest) {
      if (other === station || Math.abs(at - report.at) > FRESH_MS) continue
      // Two spikes at once would else speak for each other.
      if (report.doubted === 0 && report.amount * ALIKE >= amount) return true
      asked = true
    }
    return !asked
  }

  return {
    join(station, reportIntervalS) {
      return {
        isLeap: (amount) => (amount * HOUR) / (reportIntervalS * SECOND) > unlikelyPerHour,
        believe(at, amount) {
          const before = newest.get(station)
          if (before && at <= before.at) return amount
          const elapsed = Math.max(reportIntervalS * SECOND, before ? at - before.at : 0)
          const leaps = (amount * HOUR) / elapsed > unlikelyPerHour
          const goesOn = before !== undefined && before.amount * ALIKE >= amount
          const doubted = leaps && !goesOn && !speaksElsewhere(station, at, amount) ? amount : 0
          const regained = leaps && goesOn ? before.doubted : 0
          newest.set(station, { at, amount, doubted })
          return amount + regained - doubted
        },
      }
    },
  }
}
