import type { StationId } from '@ioc/shared/ids'
import type { Outcome } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { Rejection, StoredRejection, Tally } from '../ports/observation-store.js'
import { countRejected, emptyTally } from '../tally.js'
import { countOf, type Submission } from './submission.js'

interface Tallied {
  /** What was received, a tally a station. */
  tallies: Tally[]
  /** What was received before and has become something else. */
  moved: Tally[]
  /** Every station that sent anything, with the time it did. */
  heard: Map<StationId, EpochMs>
}

/** What a batch grows the ledger by; `outcomes` are those of all its observations, in order. */
export function tallyUp(submissions: Iterable<Submission>, outcomes: readonly Outcome[]): Tallied {
  const tallies = new Map<StationId, Tally>()
  const moved = new Map<StationId, Tally>()
  let next = 0
  for (const submission of submissions) {
    const { station, observations, refusals, withdrawn, requalifies } = submission
    if (requalifies) {
      next += observations.length
      continue
    }
    if (withdrawn) {
      move(moved, submission, withdrawn, outcomes.slice(next, (next += observations.length)))
      continue
    }
    const tally = tallyOf(tallies, station)
    tally.received += countOf(submission)
    tally.bytes += submission.bytes
    tally.missed += submission.missed
    tally.lastSeen = Math.max(tally.lastSeen, submission.receivedAt)
    for (const { reason, count } of refusals) countRejected(tally, reason, count)
    for (const end = next + observations.length; next < end; next++) tally[outcomes[next]!]++
  }
  const heard = new Map<StationId, EpochMs>()
  for (const [station, { lastSeen }] of tallies) heard.set(station, lastSeen)
  return { tallies: [...tallies.values()], moved: [...moved.values()], heard }
}

function tallyOf(tallies: Map<StationId, Tally>, station: StationId): Tally {
  let tally = tallies.get(station)
  if (!tally) tallies.set(station, (tally = emptyTally(station)))
  return tally
}

/** From what was rejected to what it has become, each under its own station. */
function move(
  moved: Map<StationId, Tally>,
  { observations, rejections }: Submission,
  withdrawn: readonly StoredRejection[],
  outcomes: readonly Outcome[],
): void {
  const reject = ({ station, reason }: Rejection, n: number) => {
    const tally = tallyOf(moved, station)
    tally.received += n
    countRejected(tally, reason, n)
  }
  for (const rejection of withdrawn) reject(rejection, -rejection.count)
  for (const rejection of rejections) reject(rejection, rejection.count)
  for (const [index, { station }] of observations.entries()) {
    const tally = tallyOf(moved, station)
    tally.received++
    tally[outcomes[index]!]++
  }
}
