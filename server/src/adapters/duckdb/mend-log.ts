import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { parseLog, writeLog, type LogEntry } from './log-file.js'
import { inTransaction } from './transactions.js'

type Transaction = readonly LogEntry[]

/** What the log is called as it was found, while it is being mended. */
const MENDING = '.mending'

/** What became of a log that could not be read. */
export interface Mended {
  /** Where the log lies as it was found: it is never deleted. */
  kept: string
  /** Transactions of the log that are in the database now … */
  recovered: number
  /** … and those that nobody could read; null: the log has a form that is not known, and none of it was read. */
  lost: number | null
}

/** Rows that a deletion named beside others that were gone already. */
interface Deletion {
  table: string
  rows: readonly number[]
}

/** Whether this is why a database cannot be opened. */
export function isUnreadableLog(cause: unknown): boolean {
  return cause instanceof Error && /replaying WAL|Corrupt WAL/i.test(cause.message)
}

/**
 * Makes a log readable again, with all of it but what stands in the way; `finish` has to follow on the opened database.
 *
 * The first transaction is looked for that cannot be read. Of its deletions those are left out that name a row which is
 * gone already, and the other rows that they name are deleted by `finish`. Where that does not help, the transaction is
 * left out as a whole. So it goes on to the end. What is tried is opened for reading, which changes no other file; each
 * try reads the log once.
 *
 * Killed in between, it begins again from the log as it was: that lies in `.mending` until `finish` has it renamed.
 */
export async function mendLog(
  path: string,
): Promise<{ mended: Mended; finish: (db: DuckDBConnection) => Promise<void> }> {
  const log = `${path}.wal`
  const original = `${log}${MENDING}`
  if (!existsSync(original)) keepCopy(log, original)
  const kept = nextName(log)
  const parsed = existsSync(`${log}.checkpoint`) ? null : parseLog(readFileSync(original))
  if (!parsed) {
    for (const part of ['', '.checkpoint', '.recovery']) {
      if (existsSync(`${log}${part}`)) renameSync(`${log}${part}`, `${kept}${part}`)
    }
    rmSync(original)
    return { mended: { kept, recovered: 0, lost: null }, finish: async () => undefined }
  }

  const { head, tail } = parsed
  const good: Transaction[] = []
  const later: Deletion[] = []
  let rest = parsed.transactions
  const opens = (transactions: readonly Transaction[], end?: Buffer) => {
    writeFileSync(log, writeLog(head, transactions, end ?? Buffer.alloc(0)), { flush: true })
    return canBeRead(path)
  }

  while (!(await opens([...good, ...rest]))) {
    let [readable, bad] = [0, rest.length]
    while (bad - readable > 1) {
      const middle = (readable + bad) >> 1
      if (await opens([...good, ...rest.slice(0, middle)])) readable = middle
      else bad = middle
    }
    good.push(...rest.slice(0, readable))
    await opens(good)
    const { entries, deletions } = await withoutGone(path, rest[readable] as Transaction)
    if (await opens([...good, entries])) {
      good.push(entries)
      later.push(...deletions)
    }
    rest = rest.slice(readable + 1)
  }
  good.push(...rest)
  if (!(await opens(good, tail))) await opens(good)

  return {
    mended: { kept, recovered: good.length, lost: parsed.transactions.length - good.length },
    async finish(connection) {
      await inTransaction(connection, async () => {
        for (const { table, rows } of later) {
          await connection.run(`DELETE FROM ${table} WHERE rowid IN (${rows.join(',')})`)
        }
      })
      renameSync(original, kept)
      await connection.run('CHECKPOINT')
    },
  }
}

/** Whether a log was being mended when the process ended. */
export function wasMending(path: string): boolean {
  return existsSync(`${path}.wal${MENDING}`)
}

/** Under this name it appears whole, or not at all. */
function keepCopy(log: string, original: string): void {
  copyFileSync(log, `${original}.part`)
  renameSync(`${original}.part`, original)
}

function nextName(log: string): string {
  let number = 1
  while (existsSync(`${log}.unreadable-${number}`)) number += 1
  return `${log}.unreadable-${number}`
}

/** The transaction without the deletions of which a row is gone, and what they would have deleted besides. */
async function withoutGone(
  path: string,
  transaction: Transaction,
): Promise<{ entries: LogEntry[]; deletions: Deletion[] }> {
  const entries: LogEntry[] = []
  const deletions: Deletion[] = []
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  try {
    for (const entry of transaction) {
      const { kind, table, rows } = entry
      if (kind !== 'deletion' || !table || !rows) {
        entries.push(entry)
        continue
      }
      const found = await connection
        .runAndReadAll(`SELECT rowid::DOUBLE FROM ${table} WHERE rowid IN (${rows.join(',')})`)
        .catch(() => null)
      const here = found?.getRowsJS().map(([row]) => Number(row)) ?? rows
      if (here.length === rows.length) entries.push(entry)
      else if (here.length > 0) deletions.push({ table, rows: here })
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
  return { entries, deletions }
}

async function canBeRead(path: string): Promise<boolean> {
  try {
    const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' })
    instance.closeSync()
    return true
  } catch (cause) {
    if (isUnreadableLog(cause)) return false
    throw cause
  }
}
