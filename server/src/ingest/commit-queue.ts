import type { StationId } from '@ioc/shared/ids'
import type { Observation, Outcome } from '@ioc/shared/observation'
import { coded } from '../errors.js'
import type { Events } from '../events.js'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore } from '../ports/observation-store.js'
import type { Packet } from '../ports/packet.js'
import { emptyTally } from '../tally.js'
import type { Ledger } from './ledger.js'
import { createStationLines } from './station-lines.js'
import { countOf, type Submission } from './submission.js'
import { tallyUp } from './tally-up.js'
import { createWaitingRoom } from './waiting-room.js'
import { writeApart } from './write-apart.js'

/** What a commit put on disk, in the order in which it came. */
export interface Committed {
  observations: readonly Observation[]
  outcomes: readonly Outcome[]
  /** Every station that sent anything, with the time it did. */
  heard: ReadonlyMap<StationId, number>
}

export interface CommitQueue {
  /**
   * Resolves once all of the submission is on disk, with what `answer` makes of the outcomes of the whole batch, where
   * those of this submission begin at `start`. Rejects with `store.refused` where the store writes, but not this: it was
   * not received then.
   */
  submit<T>(submission: Submission, answer: (outcomes: readonly Outcome[], start: number) => T): Promise<T>
  /**
   * So much is waiting that no more of this station should be read for now; at QoS 0, which nobody sends again, that
   * what comes is dropped. A station of which nothing waits always has room: a flood of others does not hold it up.
   * Null: several stations, or nobody knows which.
   */
  isFull(station: StationId | null, qos: Packet['qos']): boolean
  /** Resolves, in turn, once there is room at this QoS. */
  room(qos: Packet['qos']): Promise<void>
  /** When the last commit succeeded; null before the first. */
  committedAt(): number | null
  /** False while the store refuses. */
  healthy(): boolean
  /** Resolves when nothing is waiting; what comes later is not taken. */
  close(): Promise<void>
}

export interface CommitQueueOptions {
  store: ObservationStore
  ledger: Ledger
  clock: Clock
  events: Events
  /** Called in order after each commit, before the next. */
  onCommitted: (committed: Committed) => void
}

interface Waiting {
  submission: Submission
  settle: (outcomes: readonly Outcome[], start: number) => void
  refuse: (cause: Error) => void
}

/** The most observations one commit takes. */
const BATCH = 20_000
const RETRY_MS = 1_000

/**
 * Group commit: while one batch is being written, everything that arrives becomes the next.
 *
 * One write to disk serves every message of a batch, so the rate is not bounded by the disk's latency. A commit that
 * fails is tried again until it succeeds: nothing that is waiting was acknowledged, so the devices keep it too.
 */
export function createCommitQueue({ store, ledger, clock, events, onCommitted }: CommitQueueOptions): CommitQueue {
  const lines = createStationLines<Waiting>()
  const waitingRoom = createWaitingRoom(lines.places)
  let running: Promise<void> | null = null
  let failure: unknown = null
  let closed = false
  let committedAt: number | null = null

  async function write(batch: readonly Waiting[]): Promise<void> {
    const startedAt = clock.now()
    const submissions = batch.map(({ submission }) => submission)
    const observations = observationsOf(submissions)
    const outcomes = withRequalified(submissions, await store.classify(observations))
    const { tallies, moved, heard } = tallyUp(submissions, outcomes)
    await store.commit({
      observations,
      outcomes,
      rejections: submissions.flatMap(({ rejections }) => rejections),
      tallies: moved.length === 0 ? tallies : [...tallies, ...moved],
      withdrawn: submissions.flatMap(({ withdrawn }) => withdrawn?.map(({ id }) => id) ?? []),
    })
    committedAt = clock.now()
    ledger.settle(tallies)
    ledger.amend(moved)
    events.committed(observations.length, committedAt - startedAt)
    let start = 0
    for (const { submission, settle } of batch) {
      settle(outcomes, start)
      start += submission.observations.length
    }
    // It is on disk and counted: whatever goes wrong from here on, it may not be written again.
    try {
      onCommitted({ observations, outcomes, heard })
    } catch (cause) {
      events.followUpFailed(cause)
    }
  }

  async function succeeds(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      failure = null
      return true
    } catch (cause) {
      failure = cause
      events.commitFailed(cause)
      return false
    }
  }

  function refuse({ submission, refuse }: Waiting): void {
    ledger.receive(submission.station, -countOf(submission))
    refuse(coded('store.refused', 'the store writes, but not this message'))
  }

  /** Whether nothing but a station's name can be written. */
  function storeWrites({ submission: { station } }: Waiting): Promise<boolean> {
    const nothing = { observations: [], outcomes: [], rejections: [], tallies: [emptyTally(station)] }
    return succeeds(() => store.commit(nothing))
  }

  async function writeAll(batch: readonly Waiting[]): Promise<void> {
    const unwritten = await writeApart(batch, {
      tryToWrite: (some) => succeeds(() => write(some)),
      storeWrites: () => storeWrites(batch[0]!),
      refuse,
      pause: () => new Promise<void>((resume) => void clock.after(RETRY_MS, resume)),
      hasToEnd: () => closed,
    })
    for (const { refuse } of unwritten) refuse(coded('store.busy', 'shutting down'))
  }

  /** Ends in the same step in which it sees that nothing waits: what is submitted after that starts it anew. */
  async function run(): Promise<void> {
    try {
      while (!lines.isEmpty() || !waitingRoom.isEmpty()) {
        if (!lines.isEmpty()) await writeAll(lines.take(BATCH))
        waitingRoom.letIn()
        // Who is let in submits what it has, or nothing, and then the next are let in.
        await Promise.resolve()
      }
    } finally {
      running = null
    }
  }

  return {
    submit(submission, answer) {
      if (closed) return Promise.reject(coded('store.busy', 'shutting down'))
      ledger.receive(submission.station, countOf(submission))
      const settled = new Promise<ReturnType<typeof answer>>((resolve, refuse) => {
        lines.join({ submission, settle: (outcomes, start) => resolve(answer(outcomes, start)), refuse })
      })
      running ??= run()
      return settled
    },
    isFull: (station, qos) => waitingRoom.isFull(qos) && (station === null || lines.has(station)),
    room: waitingRoom.enter,
    committedAt: () => committedAt,
    healthy: () => failure === null,
    async close() {
      closed = true
      await running
    },
  }
}

/** What is known as it is, and is to have another quality, is corrected; what has become something else meanwhile stays that. */
function withRequalified(submissions: readonly Submission[], outcomes: readonly Outcome[]): readonly Outcome[] {
  if (!submissions.some(({ requalifies }) => requalifies)) return outcomes
  let row = 0
  return submissions.flatMap(({ observations, requalifies }) => {
    const own = outcomes.slice(row, (row += observations.length))
    return requalifies ? own.map((known) => (known === 'duplicate' ? 'corrected' : 'duplicate')) : own
  })
}

function observationsOf(submissions: readonly Submission[]): Observation[] {
  const all: Observation[] = []
  for (const { observations } of submissions) for (const observation of observations) all.push(observation)
  return all
}
