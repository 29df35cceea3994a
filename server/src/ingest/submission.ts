import type { StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { Rejection, StoredRejection } from '../ports/observation-store.js'
import type { Refusal } from './admit.js'

/** What one message brought. */
export interface Submission {
  station: StationId
  receivedAt: EpochMs
  bytes: number
  /** Lost on the way, by the device's own numbers. */
  missed: number
  observations: readonly Observation[]
  refusals: readonly Refusal[]
  rejections: readonly Rejection[]
  /**
   * Rejections that are taken in again: what they stand for is among the observations and the rejections. It was
   * counted when it came, so it moves in the ledger, and nothing is received.
   */
  withdrawn?: readonly StoredRejection[]
  /** The observations are known, with another quality: nothing is received. */
  requalifies?: true
}

/** An observation takes one place; a message that brings few of them is weighed by its bytes. */
const BYTES_A_PLACE = 256

/** What a submission counts as received. */
export function countOf({ observations, refusals, withdrawn, requalifies }: Submission): number {
  if (withdrawn || requalifies) return 0
  let count = observations.length
  for (const refusal of refusals) count += refusal.count
  return count
}

/** The memory that it takes while it waits, in places. */
export function placesOf({ observations, bytes }: Submission): number {
  return Math.max(1, observations.length, Math.ceil(bytes / BYTES_A_PLACE))
}
