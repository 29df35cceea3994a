import { DOUBLE, INTEGER, type DuckDBConnection } from '@duckdb/node-api'
import { startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import type { Outcome } from '@ioc/shared/observation'
import { appendColumns } from './appending.js'
import type { Columns } from './columns.js'
import type { Datastreams } from './datastreams.js'

export interface DirtyDays {
  /** From now on, what is written to a day before this one is marked. */
  closeBefore(day: EpochMs): void
  /** Nothing is marked that is older: nothing is left to compute it from. */
  forgetBefore(property: string, day: EpochMs): void
  /** Marks the closed days that a commit changes, in its own transaction; a day may be marked more than once. */
  mark(connection: DuckDBConnection, columns: Columns, outcomes: readonly Outcome[]): Promise<void>
}

/** Late data and corrections make the tiers of their day wrong until they are computed again. */
export function createDirtyDays(datastreams: Datastreams, closed: EpochMs): DirtyDays {
  let open = closed
  const forgotten = new Map<string, EpochMs>()

  return {
    forgetBefore(property, day) {
      forgotten.set(property, Math.max(forgotten.get(property) ?? 0, day))
    },
    closeBefore(day) {
      open = Math.max(open, day)
    },
    async mark(connection, { ds, time }, outcomes) {
      const days = new Map<number, Set<EpochMs>>()
      for (let row = 0; row < time.length; row++) {
        const at = time[row]!
        if (at >= open || outcomes[row] === 'duplicate') continue
        const n = ds[row]!
        if (at < (forgotten.get(datastreams.byNumber(n)!.property) ?? 0)) continue
        const marked = days.get(n)
        if (marked) marked.add(startOfLocalDay(at))
        else days.set(n, new Set([startOfLocalDay(at)]))
      }
      if (days.size === 0) return
      const marks = [...days].flatMap(([n, of]) => [...of].map((day) => [n, day] as const))
      await appendColumns(
        connection,
        'tier_dirty',
        [INTEGER, DOUBLE],
        [marks.map(([n]) => n), marks.map(([, day]) => day)],
      )
    },
  }
}
