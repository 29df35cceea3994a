import type { StationId } from '@ioc/shared/ids'
import type { Observation, Outcome } from '@ioc/shared/observation'
import { coded } from '../errors.js'
import type { Events } from '../events.js'
import type { Clock, ObservationStore, Rejection, Tally } from '../ports.js'
import { addTally, countOutcomes, emptyTally, type Ledger } from './ledger.js'

/** What one message brought. */
export interface Submission {
  station: StationId
  observations: readonly Observation[]
  rejections: readonly Rejection[]
  /** Everything but the outcomes of `observations`, which the commit counts. */
  tally: Tally
}

/** What a commit put on disk, in the order in which it came. */
export interface Committed {
  observations: readonly Observation[]
  outcomes: readonly Outcome[]
  /** Every station that sent anything, with the time it did. */
  heard: ReadonlyMap<StationId, number>
}

export interface CommitQueue {
  /** Resolves, with the outcome of each observation, once all of the submission is on disk. */
  submit(submission: Submission): Promise<readonly Outcome[]>
  /** When the last commit succeeded; null before the first. */
  committedAt(): number | null
  /** False while the store refuses. */
  healthy(): boolean
  /** Resolves when nothing is waiting; what comes later is not taken. */
  close(): Promise<void>
}

interface CommitQueueOptions {
  store: ObservationStore
  ledger: Ledger
  clock: Clock
  events: Events
  /** Called in order after each commit, before the next. */
  onCommitted: (committed: Committed) => void
}

interface Waiting {
  submission: Submission
  settle: (outcomes: readonly Outcome[]) => void
}

/** The most observations one commit takes. */
const BATCH = 20_000
/** More than this waiting, and a submission is refused: the field is held back before by missing acknowledgements. */
const FULL = 1_000_000
const RETRY_MS = 1_000

/**
 * Group commit: while one batch is being written, everything that arrives becomes the next.
 *
 * One write to disk serves every message of a batch, so the rate is not bounded by the disk's latency; and nobody
 * waits for more than the batch before his own. A commit that fails is tried again until it succeeds: nothing that is
 * waiting was acknowledged, so the devices keep it too.
 */
export function createCommitQueue({ store, ledger, clock, events, onCommitted }: CommitQueueOptions): CommitQueue {
  let waiting: Waiting[] = []
  let size = 0
  let running: Promise<void> | null = null
  let healthy = true
  let closed = false
  let committedAt: number | null = null

  function takeBatch(): Waiting[] {
    let observations = 0
    let count = 0
    while (count < waiting.length && observations < BATCH) {
      observations += waiting[count++]?.submission.observations.length ?? 0
    }
    const batch = waiting.slice(0, count)
    waiting = waiting.slice(count)
    size -= observations
    return batch
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const startedAt = clock.now()
    const observations = batch.flatMap(({ submission }) => submission.observations)
    const outcomes = await store.classify(observations)
    const { tallies, heard } = tallyUp(batch, outcomes)
    await store.commit({
      observations,
      outcomes,
      rejections: batch.flatMap(({ submission }) => submission.rejections),
      tallies,
    })
    healthy = true
    committedAt = clock.now()
    ledger.settle(tallies)
    events.committed(observations.length, committedAt - startedAt)
    let start = 0
    for (const { submission, settle } of batch) {
      const end = start + submission.observations.length
      settle(outcomes.slice(start, end))
      start = end
    }
    onCommitted({ observations, outcomes, heard })
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch()
      for (;;) {
        try {
          await write(batch)
          break
        } catch (cause) {
          healthy = false
          events.commitFailed(cause)
          if (closed) return
          await new Promise<void>((resume) => void clock.after(RETRY_MS, resume))
        }
      }
    }
  }

  return {
    submit(submission) {
      if (closed || size > FULL) {
        return Promise.reject(coded('store.busy', closed ? 'shutting down' : 'too much is waiting for the disk'))
      }
      ledger.receive(submission.station, submission.tally.received)
      size += submission.observations.length
      const settled = new Promise<readonly Outcome[]>((settle) => waiting.push({ submission, settle }))
      running ??= run().finally(() => (running = null))
      return settled
    },
    committedAt: () => committedAt,
    healthy: () => healthy,
    async close() {
      closed = true
      await running
    },
  }
}

function tallyUp(
  batch: readonly Waiting[],
  outcomes: readonly Outcome[],
): { tallies: Tally[]; heard: Map<StationId, number> } {
  const tallies = new Map<StationId, Tally>()
  const heard = new Map<StationId, number>()
  let start = 0
  for (const { submission } of batch) {
    let tally = tallies.get(submission.station)
    if (!tally) tallies.set(submission.station, (tally = emptyTally(submission.station)))
    addTally(tally, submission.tally)
    countOutcomes(tally, submission.observations, outcomes, start)
    heard.set(submission.station, tally.lastSeen)
    start += submission.observations.length
  }
  return { tallies: [...tallies.values()], heard }
}
