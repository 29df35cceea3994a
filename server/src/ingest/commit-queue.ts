import type { StationId } from '@ioc/shared/ids'
import type { Observation, Outcome } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Events } from '../events.js'
import type { Clock, ObservationStore, Packet, Rejection, StoredRejection, Tally } from '../ports.js'
import { countRejected, emptyTally } from '../tally.js'
import type { Refusal } from './admit.js'
import type { Ledger } from './ledger.js'

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
}

/** What a submission counts as received. */
function countOf({ observations, refusals }: Pick<Submission, 'observations' | 'refusals'>): number {
  let count = observations.length
  for (const refusal of refusals) count += refusal.count
  return count
}

function boundAt(qos: Packet['qos']): number {
  return qos === 0 ? FULL_AT_QOS_0 : FULL
}

/** The memory that it takes while it waits, in places. */
function placesOf({ observations, bytes }: Submission): number {
  return Math.max(1, observations.length, Math.ceil(bytes / BYTES_A_PLACE))
}

/** What a commit put on disk, in the order in which it came. */
interface Committed {
  observations: readonly Observation[]
  outcomes: readonly Outcome[]
  /** Every station that sent anything, with the time it did. */
  heard: ReadonlyMap<StationId, number>
}

export interface CommitQueue {
  /**
   * Resolves once all of the submission is on disk, with what `answer` makes of the outcomes of the whole batch, where
   * those of this submission begin at `start`.
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
}

/** The most observations one commit takes. */
const BATCH = 20_000
/** With so many places taken by what waits for the disk, the field is held back: what it sends stays unread. */
const FULL = 200_000
/** What comes at QoS 0 may take no more than half of them: a flood of it never holds back QoS 1. */
const FULL_AT_QOS_0 = FULL / 2
/** So many places a message are reckoned with when those that wait for room are let in: all at once would be a flood. */
const PLACES_A_MESSAGE = 4
/** An observation takes one place; a message that brings few of them is weighed by its bytes. */
const BYTES_A_PLACE = 256
/** A batch that failed so often is taken apart: one submission that cannot be written may not hold up all others. */
const TRIES_TOGETHER = 3
/** When the first so many of it fail alone as well, the store is at fault. */
const TRIES_APART = 3
const RETRY_MS = 1_000

/**
 * Group commit: while one batch is being written, everything that arrives becomes the next.
 *
 * One write to disk serves every message of a batch, so the rate is not bounded by the disk's latency. Stations take
 * turns, a submission each, so that one with a long backlog does not delay the rest. A commit that fails is tried again
 * until it succeeds: nothing that is waiting was acknowledged, so the devices keep it too.
 */
export function createCommitQueue({ store, ledger, clock, events, onCommitted }: CommitQueueOptions): CommitQueue {
  /** A line a station; the one whose turn is next stands first. */
  const lines = new Map<StationId, Waiting[]>()
  let size = 0
  /** Who waits for room, at QoS 0 and above it. */
  const forRoom: [(() => void)[], (() => void)[]] = [[], []]
  let running: Promise<void> | null = null
  let healthy = true
  let closed = false
  let committedAt: number | null = null

  function takeBatch(): Waiting[] {
    const batch: Waiting[] = []
    let observations = 0
    for (const [station, line] of lines) {
      const next = line.shift() as Waiting
      batch.push(next)
      observations += next.submission.observations.length
      size -= placesOf(next.submission)
      lines.delete(station)
      if (line.length > 0) lines.set(station, line)
      if (observations >= BATCH) break
    }
    return batch
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const startedAt = clock.now()
    const observations = observationsOf(batch)
    const outcomes = await store.classify(observations)
    const { tallies, moved, heard } = tallyUp(batch, outcomes)
    await store.commit({
      observations,
      outcomes,
      rejections: batch.flatMap(({ submission }) => submission.rejections),
      tallies: moved.length === 0 ? tallies : [...tallies, ...moved],
      withdrawn: batch.flatMap(({ submission }) => submission.withdrawn?.map(({ id }) => id) ?? []),
    })
    healthy = true
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

  async function tryToWrite(batch: readonly Waiting[]): Promise<boolean> {
    try {
      await write(batch)
      return true
    } catch (cause) {
      healthy = false
      events.commitFailed(cause)
      return false
    }
  }

  /** Writes all of a batch; gives up only when closed. */
  async function writeAll(batch: readonly Waiting[]): Promise<void> {
    let left = batch
    for (let tries = 1; left.length > 0; tries++) {
      if (await tryToWrite(left)) return
      if (tries >= TRIES_TOGETHER && left.length > 1) left = await writeOneByOne(left)
      if (closed) return
      await new Promise<void>((resume) => void clock.after(RETRY_MS, resume))
    }
  }

  /** Those that cannot be written: all of them where the store is at fault, and then they are tried again together. */
  async function writeOneByOne(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    const failed: Waiting[] = []
    for (const [index, one] of batch.entries()) {
      if (!(await tryToWrite([one]))) failed.push(one)
      // Nothing can be written: it is not the submissions.
      if (failed.length > index && failed.length >= Math.min(TRIES_APART, batch.length)) return batch
    }
    // Written without them: they stay unacknowledged and pending, and hold up nobody.
    healthy = true
    return []
  }

  /** As many as fit; where nothing waits for the disk any more, all: no commit will come to let in the rest. */
  function letIn(): void {
    for (const qos of [1, 0] as const) {
      const fitting = lines.size === 0 ? Infinity : Math.max(0, boundAt(qos) - size) / PLACES_A_MESSAGE
      for (const resume of forRoom[qos].splice(0, Math.ceil(fitting))) resume()
    }
  }

  /** Ends in the same step in which it sees that nothing waits: what is submitted after that starts it anew. */
  async function run(): Promise<void> {
    try {
      while (lines.size > 0) {
        await writeAll(takeBatch())
        letIn()
      }
    } finally {
      running = null
    }
  }

  return {
    submit(submission, answer) {
      if (closed) return Promise.reject(coded('store.busy', 'shutting down'))
      if (!submission.withdrawn) ledger.receive(submission.station, countOf(submission))
      size += placesOf(submission)
      const settled = new Promise<ReturnType<typeof answer>>((resolve) => {
        const waiting = {
          submission,
          settle: (outcomes: readonly Outcome[], start: number) => resolve(answer(outcomes, start)),
        }
        const line = lines.get(submission.station)
        if (line) line.push(waiting)
        else lines.set(submission.station, [waiting])
      })
      running ??= run()
      return settled
    },
    isFull(station, qos) {
      if (size <= boundAt(qos)) return false
      return station === null || lines.has(station)
    },
    room(qos) {
      if (size <= boundAt(qos)) return Promise.resolve()
      return new Promise((resume) => forRoom[qos === 0 ? 0 : 1].push(resume))
    },
    committedAt: () => committedAt,
    healthy: () => healthy,
    async close() {
      closed = true
      await running
    },
  }
}

function observationsOf(batch: readonly Waiting[]): Observation[] {
  const all: Observation[] = []
  for (const { submission } of batch) for (const observation of submission.observations) all.push(observation)
  return all
}

function tallyUp(
  batch: readonly Waiting[],
  outcomes: readonly Outcome[],
): { tallies: Tally[]; moved: Tally[]; heard: Map<StationId, EpochMs> } {
  const tallies = new Map<StationId, Tally>()
  const moved = new Map<StationId, Tally>()
  let next = 0
  for (const { submission } of batch) {
    const { station, observations, refusals, withdrawn } = submission
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
    for (const end = next + observations.length; next < end; next++) tally[outcomes[next] as Outcome]++
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
    tally[outcomes[index] as Outcome]++
  }
}
