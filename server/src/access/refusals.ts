import type { EpochMs } from '@ioc/shared/time'
import type { Refused, RefusedOften } from '../ports/access.js'

export interface Refusals {
  note(refused: Refused, now: EpochMs): void
  /** The latest first. */
  list(): RefusedOften[]
}

const MOST_KEPT = 1_000
/** Who tries many names from one address is one row after these, and pushes nobody else out. */
const NAMES_OF_ADDRESS = 50
export const MANY_NAMES = '*'

/**
 * Who was turned away, why, from where and how often: what an engineer looks at when a station does not come in.
 *
 * In memory and bounded, since strangers fill it; after a restart it begins anew. The metrics count them all.
 */
export function createRefusals(): Refusals {
  const rows = new Map<string, RefusedOften>()
  const names = new Map<string, number>()

  function remove(key: string, { address }: Refused): void {
    rows.delete(key)
    const left = (names.get(address) ?? 1) - 1
    if (left > 0) names.set(address, left)
    else names.delete(address)
  }

  return {
    note(refused, now) {
      const told: Refused = { ...refused, who: refused.who.slice(0, 64), detail: refused.detail.slice(0, 200) }
      const crowded = !rows.has(keyOf(told)) && (names.get(told.address) ?? 0) >= NAMES_OF_ADDRESS
      const kept = crowded ? { ...told, who: MANY_NAMES } : told
      const key = keyOf(kept)
      const before = rows.get(key)
      if (before) rows.delete(key)
      else names.set(kept.address, (names.get(kept.address) ?? 0) + 1)
      rows.set(key, { ...kept, count: (before?.count ?? 0) + 1, first: before?.first ?? now, last: now })
      const [oldest] = rows
      if (rows.size > MOST_KEPT && oldest) remove(...oldest)
    },
    list: () => [...rows.values()].toReversed(),
  }
}

function keyOf({ why, who, address }: Refused): string {
  return JSON.stringify([address, why, who])
}
