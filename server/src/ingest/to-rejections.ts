import type { StationId } from '@ioc/shared/ids'
import type { RejectionReason } from '@ioc/shared/observation'
import type { Packet, Rejection } from '../ports.js'
import type { Refusal } from './admit.js'

/** The places named in a rejection's detail; a message may have thousands. */
const PLACES_NAMED = 5
/** What further rejections of the same message keep of it, bytes: the first keeps all. */
export const SECOND_COPY = 4 * 1024

/** One rejection a reason, each with the whole message: so that keeping them costs a few times what was sent at most. */
export function toRejections(
  station: StationId,
  refusals: readonly Refusal[],
  { topic, bytes, receivedAt }: Pick<Packet, 'topic' | 'bytes' | 'receivedAt'>,
): Rejection[] {
  const byReason = new Map<RejectionReason, Refusal[]>()
  for (const refusal of refusals) {
    const same = byReason.get(refusal.reason)
    if (same) same.push(refusal)
    else byReason.set(refusal.reason, [refusal])
  }
  const payload = Buffer.from(bytes)
  return [...byReason].map(([reason, same], index) => {
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
    }
  })
}
