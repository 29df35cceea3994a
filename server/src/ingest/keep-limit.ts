import type { StationId } from '@ioc/shared/ids'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { Rejection } from '../ports/observation-store.js'

const WINDOW_MS = 10 * MINUTE
/** What one station's rejections may cost in a window: so many whole payloads, bytes … */
const WHOLE_BYTES = 16 * 1024 * 1024
/** … then only their beginnings … */
const HEAD_BYTES = 1024
/** … and after so many none, for by then the engineer has seen enough. */
const ROWS = 1_000

interface Spent {
  since: EpochMs
  bytes: number
  rows: number
}

/**
 * Says what is kept of a rejection: a device gone mad may not fill the disk with what it did wrong.
 *
 * Null: nothing but the count, which the ledger has.
 */
export function createKeepLimit(): (rejection: Rejection) => Rejection | null {
  const stations = new Map<StationId, Spent>()

  return (rejection) => {
    const { station, at, payload } = rejection
    let spent = stations.get(station)
    if (!spent || at - spent.since > WINDOW_MS) stations.set(station, (spent = { since: at, bytes: 0, rows: 0 }))
    spent.rows += 1
    if (spent.rows > ROWS) return null
    spent.bytes += payload.length
    if (spent.bytes <= WHOLE_BYTES || payload.length <= HEAD_BYTES) return rejection
    return { ...rejection, payload: payload.subarray(0, HEAD_BYTES), places: null, whole: false }
  }
}
