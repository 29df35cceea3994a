import type { DuckDBConnection } from '@duckdb/node-api'
import { DAY, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import type { Keep } from '@ioc/shared/retention'
import type { Clock } from '../../ports.js'
import { createArchive } from './archive.js'
import type { Datastreams } from './datastreams.js'
import type { DirtyDays } from './dirty-days.js'
import { forgetInDatabase } from './forget.js'
import { tidyLedger } from './ledger-tables.js'
import { limitsOf, writeLimits } from './limits.js'
import { inDatabase } from './raw.js'
import { rollDay, setRolled } from './roll-day.js'
import { LOCAL_DAY } from './tiers.js'
import { inTransaction } from './transactions.js'

interface UpkeepOptions {
  /** Nobody else may use it. */
  connection: DuckDBConnection
  dataDir: string
  clock: Clock
  datastreams: Datastreams
  dirtyDays: DirtyDays
  /** False: old observations leave for a remote store, not for the archive. */
  archives: boolean
  keepOf: (property: string) => Keep
  /** Resolves when the commit that is under way has ended. */
  committed: () => Promise<unknown>
}

/** What has to be done now and then so that the store stays quick. */
export interface Upkeep {
  /** One round, in steps that each leave the store whole; resolves early once closed. */
  run(): Promise<void>
  close(): void
}

export function createUpkeep(options: UpkeepOptions): Upkeep {
  const { connection, dataDir, clock, datastreams, dirtyDays, archives, keepOf, committed } = options
  let closed = false
  const archive = createArchive({ connection, dataDir, isClosed: () => closed })

  async function rows(sql: string): Promise<unknown[][]> {
    return (await connection.runAndReadAll(sql)).getRowsJS()
  }

  /** A conflict with a correction of the same rows undoes it as a whole; the next round tries again. */
  async function sortClosedDays(today: EpochMs): Promise<void> {
    const closedDays = `time < ${today}`
    if ((await rows(`SELECT 1 FROM observations_hot WHERE ${closedDays} LIMIT 1`)).length === 0) return
    await inTransaction(connection, async () => {
      await connection.run(
        `INSERT INTO observations SELECT * FROM observations_hot WHERE ${closedDays} ORDER BY ds, time`,
      )
      await connection.run(`DELETE FROM observations_hot WHERE ${closedDays}`)
    })
  }

  async function rollClosedDays(today: EpochMs): Promise<void> {
    let rolled = Number((await rows('SELECT rolled::DOUBLE FROM tier_state'))[0]?.[0])
    const fresh = inDatabase(`time >= ${rolled} AND time < ${today}`)
    for (const [day] of await rows(`SELECT DISTINCT ${LOCAL_DAY}::DOUBLE AS day FROM ${fresh} ORDER BY day`)) {
      if (closed) return
      const end = Number(day) + DAY
      await inTransaction(connection, async () => {
        await rollDay(connection, dataDir, Number(day))
        await setRolled(connection, rolled, end)
      })
      rolled = end
    }
    if (rolled < today) await inTransaction(connection, () => setRolled(connection, rolled, today))
  }

  async function rollDirtyDays(): Promise<void> {
    const dirty = await rows(`
      SELECT day::DOUBLE, string_agg(DISTINCT ds, ',') FROM tier_dirty d WHERE NOT EXISTS (
        SELECT 1 FROM forwarded f WHERE f.ds = d.ds AND f.first < d.day + ${DAY} AND f.last >= d.day)
      GROUP BY day ORDER BY day`)
    for (const [day, list] of dirty) {
      if (closed) return
      const again = String(list).split(',').map(Number)
      await inTransaction(connection, () => rollDay(connection, dataDir, Number(day), again))
    }
  }

  return {
    async run() {
      const today = startOfLocalDay(clock.now())
      const limits = limitsOf(datastreams, keepOf, clock.now())
      // From here on every commit marks what it does to these days; the one that may not is waited for.
      dirtyDays.closeBefore(today)
      for (const { property, forgetBefore } of limits) dirtyDays.forgetBefore(property, forgetBefore)
      await committed()
      await writeLimits(connection, limits)
      await forgetInDatabase(connection, limits)
      await sortClosedDays(today)
      await rollClosedDays(today)
      await rollDirtyDays()
      if (archives) await archive.fill(today)
      await archive.forget()
      await archive.sweep()
      await tidyLedger(connection)
    },
    close() {
      closed = true
    },
  }
}
