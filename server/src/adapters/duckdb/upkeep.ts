import type { DuckDBConnection } from '@duckdb/node-api'
import { DAY, startOfLocalDay, type EpochMs } from '@ioc/shared/time'
import type { Keep } from '@ioc/shared/retention'
import type { Clock } from '../../ports/clock.js'
import { createArchive } from './archive.js'
import type { Datastreams } from './datastreams.js'
import type { DirtyDays } from './dirty-days.js'
import { forgetInDatabase } from './forget.js'
import { tidyLedger } from './ledger-tables.js'
import { limitsOf, writeLimits } from './limits.js'
import type { Between } from './pairs.js'
import { inDatabase } from './raw.js'
import { rollDay, setRolled } from './roll-day.js'
import { LOCAL_DAY } from './tiers.js'
import { inTransaction } from './transactions.js'

/** The most rows of a closed day that are sorted in one piece: commits wait meanwhile. */
const ROWS_A_PIECE = 1_000_000

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
  /** Lets a step write while no commit does. */
  between: Between
  /** Has the log written into the database. */
  checkpoint: () => Promise<void>
}

/** What has to be done now and then so that the store stays quick. */
export interface Upkeep {
  /** One round, in steps that each leave the store whole; resolves early once closed. */
  run(): Promise<void>
  close(): void
}

export function createUpkeep(options: UpkeepOptions): Upkeep {
  const { connection, dataDir, clock, datastreams, dirtyDays, archives, keepOf, between, checkpoint } = options
  let closed = false
  const archive = createArchive({ connection, dataDir, isClosed: () => closed, between, checkpoint })

  /** One transaction between two commits. */
  function alone(work: () => Promise<void>): Promise<void> {
    return between(() => inTransaction(connection, work))
  }

  async function rows(sql: string): Promise<unknown[][]> {
    return (await connection.runAndReadAll(sql)).getRowsJS()
  }

  async function sortClosedDays(today: EpochMs): Promise<void> {
    const closedDays = `time < ${today}`
    const [count] = await rows(`SELECT count(*)::DOUBLE FROM observations_hot WHERE ${closedDays}`)
    const pieces = Math.ceil(Number(count?.[0]) / ROWS_A_PIECE)
    for (let piece = 0; piece < pieces; piece += 1) {
      if (closed && piece > 0) return
      const some = `${closedDays} AND ds % ${pieces} = ${piece}`
      await alone(async () => {
        await connection.run(`INSERT INTO observations SELECT * FROM observations_hot WHERE ${some} ORDER BY ds, time`)
        await connection.run(`DELETE FROM observations_hot WHERE ${some}`)
      })
    }
  }

  async function rollClosedDays(today: EpochMs): Promise<void> {
    let rolled = Number((await rows('SELECT rolled::DOUBLE FROM tier_state'))[0]?.[0])
    const fresh = inDatabase(`time >= ${rolled} AND time < ${today}`)
    for (const [day] of await rows(`SELECT DISTINCT ${LOCAL_DAY}::DOUBLE AS day FROM ${fresh} ORDER BY day`)) {
      if (closed) return
      const end = Number(day) + DAY
      await alone(async () => {
        await rollDay(connection, dataDir, Number(day))
        await setRolled(connection, rolled, end)
      })
      rolled = end
    }
    if (rolled < today) await alone(() => setRolled(connection, rolled, today))
  }

  async function rollDirtyDays(): Promise<void> {
    const dirty = await rows(`
      SELECT day::DOUBLE, string_agg(DISTINCT ds, ',') FROM tier_dirty d WHERE NOT EXISTS (
        SELECT 1 FROM forwarded f WHERE f.ds = d.ds AND f.first < d.day + ${DAY} AND f.last >= d.day)
      GROUP BY day ORDER BY day`)
    for (const [day, list] of dirty) {
      if (closed) return
      const again = String(list).split(',').map(Number)
      await alone(() => rollDay(connection, dataDir, Number(day), again))
    }
  }

  return {
    async run() {
      const today = startOfLocalDay(clock.now())
      const limits = limitsOf(datastreams, keepOf, clock.now())
      // From here on every commit marks what it does to these days; the one that may not is waited for.
      dirtyDays.closeBefore(today)
      for (const { property, forgetBefore } of limits) dirtyDays.forgetBefore(property, forgetBefore)
      await between(() => undefined)
      await writeLimits(connection, limits)
      await between(() => forgetInDatabase(connection, limits))
      await sortClosedDays(today)
      await rollClosedDays(today)
      await rollDirtyDays()
      if (archives) await archive.fill(today)
      await archive.forget()
      await archive.sweep()
      await between(() => tidyLedger(connection))
    },
    close() {
      closed = true
    },
  }
}
