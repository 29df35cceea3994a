import { routeOf, type Gateway } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import type { Observation, Outcome } from '@ioc/shared/observation'
import { parseTopic } from '@ioc/shared/topics'
import { createTurn } from '@ioc/shared/turn'
import type { RetryObstacle, WireRetryResult } from '@ioc/shared/wire'
import { coded } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore, Rejection, RejectionChoice, StoredRejection } from '../ports/observation-store.js'
import type { Admit } from './admit.js'
import type { ReadGateway } from './codecs/read-gateway.js'
import { parseNative, type Parsed } from './codecs/native.js'
import type { CommitQueue } from './commit-queue.js'
import { giveFreeTimes } from './free-times.js'
import { HTTP } from './ingest.js'
import { parsePlaces, pickPlaces } from './places.js'
import { toRejections } from './to-rejections.js'

/** So many messages are read and judged again in one commit … */
const MESSAGES = 50
/** … and so many in one call. */
const MOST_AT_ONCE = 10_000

interface RetryOptions {
  store: Pick<ObservationStore, 'rejectionIds' | 'rejectionsById' | 'read'>
  queue: Pick<CommitQueue, 'submit' | 'healthy'>
  /** Not the one of the field: times that it gives to values without one lie in the past. */
  admit: Admit
  known: (id: string) => StationId | null
  gateways: { speaking(id: string): Gateway | undefined }
  readGateway: ReadGateway
  clock: Clock
  mostAtOnce?: number
}

/** What a rejection comes to when it is read again. */
interface Reread {
  before: StoredRejection
  observations: Observation[]
  /** What is refused still, or for another reason now. */
  rejections: Rejection[]
}

export interface Retry {
  /** Takes one rejected message in again; `not-found` where it is no longer there. */
  one(id: string): Promise<WireRetryResult>
  /** All that are chosen, oldest first, 10,000 at most: it says how many are left and after which one to go on. */
  all(choice: RejectionChoice, after?: string): Promise<WireRetryResult>
  /** What stands in the way of taking it in again, whatever is mended; null: nothing. */
  obstacleOf(rejection: StoredRejection): RetryObstacle | null
}

type Parts = Iterable<readonly [StationId, readonly Parsed[]]>

/**
 * Takes in again what was rejected, once the cause is mended: a property was added, a gateway's mapping put right, or
 * the time that lay in the future has come.
 *
 * Each message goes through the same codec and the same judgement with the time at which it was received, and only the
 * values that this rejection stands for: the others are stored. In one commit the rejection goes, its observations come
 * and the ledger moves them from rejected to what they have become. Received stays as it was, except where a message
 * that counted as one, because nothing of it could be read, turns out to hold more. What is refused still is left as it
 * is, or becomes a rejection with another reason and a new id. Calls take turns, so nothing is taken in twice.
 */
export function createRetry(options: RetryOptions): Retry {
  const { store, queue, admit, known, gateways, readGateway, clock, mostAtOnce = MOST_AT_ONCE } = options
  const inTurn = createTurn()

  /** What the metrics of Sparkplug mean was said by a birth before them. */
  function obstacleOf({ sender, topic, whole }: StoredRejection): RetryObstacle | null {
    if (!whole) return 'message.cut'
    if (!known(sender)) return 'sender.unknown'
    const gateway = gateways.speaking(sender)
    if (gateway) return routeOf(gateway, topic)?.codec === 'sparkplug' ? 'codec.sparkplug' : null
    const parsed = parseTopic(topic)
    const isOwn = topic === HTTP || (parsed?.station === sender && parsed.leaf === 'observations')
    return isOwn ? null : 'topic.other'
  }

  /** What the message says now, by station. */
  function partsOf({ sender, station, topic, payload, at }: StoredRejection): Parts {
    const gateway = gateways.speaking(sender)
    if (!gateway) return [[station, parseNative(payload)]]
    const { stations, refused } = readGateway(gateway, { topic, bytes: payload, receivedAt: at })
    return [...stations, [sender, refused]]
  }

  function reread(before: StoredRejection): Reread | null {
    if (obstacleOf(before)) return null
    const { sender, topic, payload: bytes, at: receivedAt, whole } = before
    const isWanted = parsePlaces(before.places)
    const now = clock.now()
    const observations: Observation[] = []
    const rejections: Rejection[] = []
    for (const [station, elements] of partsOf(before)) {
      const admitted = admit(station, pickPlaces(elements, isWanted), receivedAt, now)
      observations.push(...admitted.observations)
      if (admitted.refusals.length > 0) {
        rejections.push(...toRejections(station, admitted.refusals, { sender, topic, bytes, receivedAt, whole }))
      }
    }
    const [only] = rejections
    const unchanged = observations.length === 0 && rejections.length === 1 && isSame(only as Rejection, before)
    return unchanged ? null : { before, observations, rejections }
  }

  async function retryTogether(ids: readonly string[], into: WireRetryResult): Promise<void> {
    const changed: Reread[] = []
    for (const before of await store.rejectionsById(ids)) {
      const again = reread(before)
      if (again) changed.push(again)
      else
        into.still.push({ id: before.id, reason: before.reason, detail: before.detail, obstacle: obstacleOf(before) })
    }
    const first = changed[0]
    if (!first) return
    const { station, at: receivedAt } = first.before
    const observations = changed.flatMap(({ observations }) => observations)
    const outcomes = await queue.submit(
      {
        station,
        receivedAt,
        bytes: 0,
        missed: 0,
        refusals: [],
        observations: await giveFreeTimes(observations, store.read),
        rejections: changed.flatMap(({ rejections }) => rejections),
        withdrawn: changed.map(({ before }) => before),
      },
      (all, start) => all.slice(start),
    )
    let next = 0
    for (const { before, observations, rejections } of changed) {
      const own = outcomes.slice(next, (next += observations.length))
      const count = (outcome: Outcome) => own.filter((each) => each === outcome).length
      const [stored, duplicate, corrected] = [count('stored'), count('duplicate'), count('corrected')]
      into.taken.push({ id: before.id, stored, duplicate, corrected })
      for (const { reason, detail } of rejections) into.still.push({ id: before.id, reason, detail, obstacle: null })
    }
  }

  function retry(idsOf: () => Promise<readonly string[]>): Promise<WireRetryResult> {
    return inTurn(async () => {
      if (!queue.healthy()) throw coded('store.busy', 'the store takes nothing at the moment')
      const chosen = await idsOf()
      const ids = chosen.slice(0, mostAtOnce)
      const left = chosen.length - ids.length
      const result: WireRetryResult = { taken: [], still: [], left, after: left > 0 ? ids.at(-1)! : null }
      for (let from = 0; from < ids.length; from += MESSAGES) {
        await retryTogether(ids.slice(from, from + MESSAGES), result)
      }
      return result
    })
  }

  return {
    async one(id) {
      const result = await retry(async () => [id])
      if (result.taken.length + result.still.length === 0) {
        throw coded('not-found', `there is no rejection ${id}, or it has been taken in again`)
      }
      return result
    },
    all: (choice, after = '0') =>
      retry(async () => (await store.rejectionIds(choice)).filter((id) => Number(id) > Number(after))),
    obstacleOf,
  }
}

function isSame(after: Rejection, before: Rejection): boolean {
  return after.station === before.station && after.reason === before.reason && after.count === before.count
}
