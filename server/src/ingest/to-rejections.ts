import { groupBy } from '@ioc/shared/group-by'
import type { StationId } from '@ioc/shared/ids'
import type { RejectionReason } from '@ioc/shared/observation'
import type { Rejection } from '../ports/observation-store.js'
import type { Packet } from '../ports/packet.js'
import type { Refusal } from './admit.js'
import { formatPlaces } from './places.js'

/** The places named in a rejection's detail; a message may have thousands. */
const PLACES_NAMED = 5
/** What further rejections of the same message keep of it, bytes: the first keeps all. */
export const SECOND_COPY = 4 * 1024
/** Reasons whose cause may be mended: the message is kept whole for these first. */
const MENDABLE: ReadonlySet<RejectionReason> = new Set(['property.unknown', 'time.future', 'topic.foreign'])

/** A message that was refused, in part or as a whole. */
export interface Refused extends Pick<Packet, 'sender' | 'topic' | 'bytes' | 'receivedAt'> {
  /** Whether the bytes are all of it. */
  whole: boolean
}

/** One rejection a reason, each with the whole message: so that keeping them costs a few times what was sent at most. */
export function toRejections(
  station: StationId,
  refusals: readonly Refusal[],
  { sender, topic, bytes, receivedAt, whole }: Refused,
): Rejection[] {
  const payload = Buffer.from(bytes)
  const reasons = [...groupBy(refusals, ({ reason }) => reason)].sort(
    ([a], [b]) => Number(MENDABLE.has(b)) - Number(MENDABLE.has(a)),
  )
  return reasons.map(([reason, same], index) => {
    const isWhole = whole && (index === 0 || payload.length <= SECOND_COPY)
    const named = same
      .slice(0, PLACES_NAMED)
      .map(({ index, property, detail }) => (property === null ? detail : `[${index}] ${property}: ${detail}`))
    const more = same.length > PLACES_NAMED ? ` and ${same.length - PLACES_NAMED} more` : ''
    return {
      at: receivedAt,
      station,
      topic,
      reason,
      detail: named.join('; ').slice(0, 1000) + more,
      payload: index === 0 ? payload : payload.subarray(0, SECOND_COPY),
      sender,
      count: same.reduce((sum, { count }) => sum + count, 0),
      places: isWhole ? formatPlaces(same.map(({ place }) => place)) : null,
      whole: isWhole,
    }
  })
}
