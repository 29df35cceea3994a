import { datastreamId, type DatastreamId } from '@ioc/shared/ids'
import { MINUTE } from '@ioc/shared/time'
import type { Events } from '../../events.js'
import type { Clock } from '../../ports/clock.js'
import type { ObservationStore } from '../../ports/observation-store.js'
import { pastBefore, takePast } from './learn-past.js'
import { createSlices, type Elapsed } from './slices.js'
import { lookAtStretch, type Watched } from './watched.js'

export interface Learning {
  add(each: Watched): void
  forget(each: Watched): void
  /** Who is still to be learned. */
  readonly left: number
  /** Goes on where something is left, unless a past could not be read less than a minute ago. */
  wake(): void
  close(): Promise<void>
}

interface LearningOptions {
  envelopes: ObservationStore['envelopes']
  /** Learned first, in the order of this list; the rest comes last. */
  urgent: readonly ((each: Watched) => boolean)[]
  clock: Pick<Clock, 'now'>
  elapsed: Elapsed
  events: Pick<Events, 'anomalyFailed'>
  onLearned: (each: Watched) => void
}

/** Datastreams that are read in one question. */
const AT_ONCE = 40
/** A past that could not be read is tried again after this. */
const AGAIN_MS = MINUTE

/**
 * Reads what datastreams measured before they are watched, the urgent first, many in one question, and a few
 * milliseconds at a time. Where that fails it goes on with fewer, and those that failed come last: one past that cannot be
 * read keeps nobody else waiting for long.
 */
export function createLearning({ envelopes, urgent, clock, elapsed, events, onLearned }: LearningOptions): Learning {
  const queues = [...urgent, () => true].map((isOf) => ({ isOf, waiting: new Set<Watched>() }))
  const last = queues.at(-1)!.waiting
  let atOnce = AT_ONCE
  let resumesAt = -Infinity
  let running: Promise<void> | null = null
  let closed = false

  const left = () => queues.reduce((sum, { waiting }) => sum + waiting.size, 0)
  const forget = (each: Watched) => queues.some(({ waiting }) => waiting.delete(each))

  const goesOn = () => !closed && left() > 0 && clock.now() >= resumesAt

  function next(): Map<DatastreamId, Watched> {
    const batch = new Map<DatastreamId, Watched>()
    for (const { waiting } of queues) {
      for (const each of waiting) {
        if (batch.size === atOnce) return batch
        batch.set(datastreamId(each.station.id, each.property.key), each)
      }
    }
    return batch
  }

  async function learn(batch: ReadonlyMap<DatastreamId, Watched>): Promise<void> {
    const slices = createSlices(elapsed)
    const past = envelopes({ datastreams: [...batch.keys()], ...pastBefore(clock.now()) })
    for await (const piece of past) {
      if (closed) return
      takePast(batch.get(piece.datastream)!, piece)
      if (slices.isOver()) await slices.pause()
    }
    for (const each of batch.values()) {
      // Who has gone meanwhile is told nothing.
      if (closed || !forget(each)) continue
      lookAtStretch(each)
      onLearned(each)
    }
  }

  async function learnAll(): Promise<void> {
    while (goesOn()) {
      const batch = next()
      try {
        await learn(batch)
        atOnce = Math.min(AT_ONCE, atOnce + 1)
      } catch (cause) {
        events.anomalyFailed(batch.size, cause)
        for (const each of batch.values()) if (forget(each)) last.add(each)
        atOnce = Math.ceil(batch.size / 2)
        resumesAt = clock.now() + AGAIN_MS
      }
    }
  }

  return {
    add: (each) => void queues.find(({ isOf }) => isOf(each))!.waiting.add(each),
    forget,
    get left() {
      return left()
    },
    wake() {
      running ??= learnAll().finally(() => (running = null))
    },
    async close() {
      closed = true
      await running
    },
  }
}
