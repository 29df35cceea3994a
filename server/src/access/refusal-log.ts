import { MINUTE } from '@ioc/shared/time'
import type { Refused } from '../ports/access.js'
import type { Clock } from '../ports/clock.js'

/** Reasons and addresses that have lines of their own; all others share one a reason. */
const MOST_NAMED = 100
const MANY_ADDRESSES = '*'

interface RefusalLogOptions {
  clock: Clock
  /** The first of a reason and address, and then how many more there were in a minute. */
  tell(refused: Refused, more: number): void
}

export interface RefusalLog {
  note(refused: Refused): void
  close(): void
}

/**
 * Keeps a flood of refusals from filling the disk with log lines: at most two hundred a minute, whoever knocks.
 *
 * What stops for a minute is told at once when it begins again.
 */
export function createRefusalLog({ clock, tell }: RefusalLogOptions): RefusalLog {
  const rows = new Map<string, { last: Refused; more: number }>()

  function sumUp(): void {
    for (const [key, row] of rows) {
      if (row.more === 0) rows.delete(key)
      else tell(row.last, row.more)
      row.more = 0
    }
  }

  return {
    note(refused) {
      const own = keyOf(refused)
      const last = rows.has(own) || rows.size < MOST_NAMED ? refused : { ...refused, address: MANY_ADDRESSES }
      const row = rows.get(keyOf(last))
      if (row) {
        row.last = last
        row.more += 1
        return
      }
      rows.set(keyOf(last), { last, more: 0 })
      tell(last, 0)
    },
    close: clock.every(MINUTE, sumUp),
  }
}

function keyOf({ why, address }: Refused): string {
  return `${why} ${address}`
}
