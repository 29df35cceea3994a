import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DAY, formatTime, startOfLocalMonth, VIETNAM_OFFSET_MS, type EpochMs } from '@ioc/shared/time'
import { archiveDir, archivedMonths, type ArchivedMonth } from './archive-months.js'
import { inDatabase, inFiles, quoted } from './raw.js'
import type { Between } from './pairs.js'
import { LOCAL_DAY } from './tiers.js'
import { inTransaction } from './transactions.js'

/** A month that is archived already is written again only for so many more rows of it, as a share of its own. */
const WORTH_A_REWRITE = 0.05

interface ArchiveOptions {
  /** With the table `limits`. */
  connection: DuckDBConnection
  dataDir: string
  isClosed: () => boolean
  /** Lets a step write while no commit does. */
  between: Between
  checkpoint: () => Promise<void>
}

export interface Archive {
  /** Moves what is older than `archive_before` and than `rolled` into files. */
  fill(rolled: EpochMs): Promise<void>
  /** Writes those files again without what is older than `forget_before`. */
  forget(): Promise<void>
  /** Removes files that nobody reads any more; where the database is too busy for it, at a later time. */
  sweep(): Promise<void>
}

/**
 * Months as Parquet files, each sorted by datastream and time.
 *
 * A file is written under another name, flushed and renamed; then it is entered in `archive_months`; only then rows are
 * deleted, a day at a time, and of them only those that lie in the file as they are. Whatever moment the process is
 * killed in, each observation is in the database or in an entered file, and where it is in both it is read once.
 */
export function createArchive({ connection, dataDir, isClosed, between, checkpoint }: ArchiveOptions): Archive {
  const dir = archiveDir(dataDir)
  /** Files that nobody had entered at the last sweep; null before the first, when nobody can be reading any. */
  let strays: ReadonlySet<string> | null = null
  /** Whether a deletion that an earlier process did not finish has been finished. */
  let recovered = false

  async function rows(sql: string): Promise<unknown[][]> {
    return (await connection.runAndReadAll(sql)).getRowsJS()
  }

  /** How many rows of each day may leave, by month. */
  async function leavingRows(from: EpochMs, to: EpochMs): Promise<Map<EpochMs, Map<EpochMs, number>>> {
    const found = await rows(`
      SELECT ${LOCAL_DAY}::DOUBLE AS day, count(*)::DOUBLE FROM ${inDatabase(`time >= ${from} AND time < ${to}`)}
      JOIN limits USING (ds) WHERE time < archive_before GROUP BY day ORDER BY day`)
    const months = new Map<EpochMs, Map<EpochMs, number>>()
    for (const [day, count] of found) {
      const month = startOfLocalMonth(Number(day))
      months.set(month, (months.get(month) ?? new Map()).set(Number(day), Number(count)))
    }
    return months
  }

  async function countArchived({ path }: ArchivedMonth): Promise<number> {
    const [count] = await rows(`SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata(${quoted(path)})`)
    return Number(count?.[0] ?? 0)
  }

  async function writeMonth(month: EpochMs, before: ArchivedMonth | undefined): Promise<ArchivedMonth | null> {
    const end = startOfLocalMonth(month, 1)
    const leaving = `(
      SELECT o.* FROM ${inDatabase(`time >= ${month} AND time < ${end}`)} o JOIN limits USING (ds) WHERE time < archive_before)`
    const old =
      before && `UNION ALL SELECT * FROM ${inFiles([before.path], 'true')} ANTI JOIN ${leaving} l USING (ds, time)`
    const file = nameOf(month, before)
    const [path, unfinished] = [join(dir, file), join(dir, `${file}.tmp`)]
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const [count] = await rows(`
      COPY (
        SELECT d.station, d.property, o.* FROM (SELECT * FROM ${leaving} ${old ?? ''}) o
        JOIN limits USING (ds) JOIN datastreams d ON d.id = o.ds
        WHERE time >= forget_before ORDER BY ds, time
      ) TO ${quoted(unfinished)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)`)
    if (Number(count?.[0]) === 0) {
      rmSync(unfinished, { force: true })
      await between(() => connection.run(`DELETE FROM archive_months WHERE month = ${month}`))
      return null
    }
    flush(unfinished)
    renameSync(unfinished, path)
    flush(dir)
    const entered = [BigInt(month), file]
    await between(() => connection.run('INSERT OR REPLACE INTO archive_months VALUES ($1, $2)', entered))
    return { month, end, path }
  }

  /** What came or was corrected since the file was written is not in it as it is, and stays. */
  async function deleteArchived({ path }: ArchivedMonth, day: EpochMs): Promise<void> {
    const within = `time >= ${day} AND time < ${day + DAY}`
    const leave = async () => {
      for (const table of ['observations', 'observations_hot']) {
        const same = ['ds', 'time', 'value', 'flags', 'delay'].map((column) => `a.${column} = ${table}.${column}`)
        await connection.run(`
          DELETE FROM ${table} USING ${inFiles([path], within)} a
          WHERE ${table}.time >= ${day} AND ${table}.time < ${day + DAY} AND ${same.join(' AND ')}`)
      }
    }
    await between(() => inTransaction(connection, leave))
  }

  return {
    async fill(rolled) {
      const [highest] = await rows('SELECT max(archive_before)::DOUBLE FROM limits')
      const before = Math.min(rolled, Number(highest?.[0] ?? 0))
      for (const [month, days] of await leavingRows(0, before)) {
        if (isClosed()) return
        const [archived] = await archivedMonths(connection, dataDir, month, month + 1)
        let leaving = days
        if (archived && !recovered) {
          for (const day of days.keys()) await deleteArchived(archived, day)
          leaving = (await leavingRows(month, startOfLocalMonth(month, 1))).get(month) ?? new Map()
        }
        const count = [...leaving.values()].reduce((sum, n) => sum + n, 0)
        if (count === 0 || (archived && count < WORTH_A_REWRITE * (await countArchived(archived)))) continue
        const written = await writeMonth(month, archived)
        for (const day of leaving.keys()) if (written && !isClosed()) await deleteArchived(written, day)
      }
      recovered = true
    },
    async forget() {
      const [highest] = await rows('SELECT max(forget_before)::DOUBLE FROM limits')
      for (const month of await archivedMonths(connection, dataDir, 0, Number(highest?.[0] ?? 0))) {
        if (isClosed()) return
        const found = await rows(`
          SELECT 1 FROM ${inFiles([month.path], 'true')} JOIN limits USING (ds) WHERE time < forget_before LIMIT 1`)
        if (found.length > 0) await writeMonth(month.month, month)
      }
    },
    async sweep() {
      const entered = new Set((await rows('SELECT file FROM archive_months')).map(([file]) => String(file)))
      const others = filesIn(dir).filter((file) => !entered.has(file))
      const gone = others.filter((file) => strays === null || strays.has(file))
      strays = new Set(others)
      if (gone.length === 0) return
      // What entered their successors must not be in the log alone: a log that loses its end would ask for them again.
      const settled = await checkpoint().then(
        () => true,
        () => false,
      )
      if (settled) for (const file of gone) rmSync(join(dir, file), { force: true })
    },
  }
}

/** `2026-03.parquet`, and where there is one `2026-03.2.parquet`. */
function nameOf(month: EpochMs, before: ArchivedMonth | undefined): string {
  const name = formatTime(month + VIETNAM_OFFSET_MS).slice(0, 7)
  if (!before) return `${name}.parquet`
  const turn = /\.(\d+)\.parquet$/.exec(before.path)?.[1] ?? 1
  return `${name}.${Number(turn) + 1}.parquet`
}

function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

/** Until it is on the disk itself: a file, or what a folder says of its files. */
function flush(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
