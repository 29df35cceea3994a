import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from './database.js'
import { parseLog, writeLog, type LogFile } from './log-file.js'
import { mendLog } from './mend-log.js'

let root: string
let dataDir: string
let path: string
let log: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ioc-mend-'))
  dataDir = join(root, 'crashed')
  path = join(dataDir, 'ioc.duckdb')
  log = `${path}.wal`
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** What a process leaves behind that is killed after these statements. */
async function crashAfter(...statements: string[]): Promise<void> {
  const live = join(root, 'live')
  const database = await openDatabase({ dataDir: live, memoryLimitMb: 256 })
  const connection = await database.connect()
  await connection.run('CREATE TABLE numbers (n INTEGER); INSERT INTO numbers SELECT range FROM range(10)')
  await database.checkpoint()
  for (const statement of statements) await connection.run(statement)
  cpSync(live, dataDir, { recursive: true })
  connection.closeSync()
  await database.close()
}

/** Writes the log anew; `change` gets its transactions. */
function rewrite(change: (transactions: LogFile['transactions']) => LogFile['transactions']): void {
  const { head, transactions, tail } = parseLog(readFileSync(log))!
  writeFileSync(log, writeLog(head, change(transactions), tail))
}

async function numbers(connection: DuckDBConnection): Promise<number[]> {
  const reader = await connection.runAndReadAll('SELECT n FROM numbers ORDER BY n')
  return reader.getRowsJS().map(([n]) => Number(n))
}

async function open() {
  const database = await openDatabase({ dataDir, memoryLimitMb: 256 })
  const connection = await database.connect()
  const found = await numbers(connection)
  connection.closeSync()
  await database.close()
  return { found, mended: database.mended }
}

describe('a log that can be read', () => {
  it('is left alone', async () => {
    await crashAfter('DELETE FROM numbers WHERE n < 3')
    expect(await open()).toEqual({ found: [3, 4, 5, 6, 7, 8, 9], mended: null })
  })

  it('is the same when it is taken apart and put together', async () => {
    await crashAfter('DELETE FROM numbers WHERE n < 3', 'INSERT INTO numbers VALUES (50)')
    const before = readFileSync(log)
    const { head, transactions, tail } = parseLog(before)!
    expect(writeLog(head, transactions, tail)).toEqual(before)
    expect(transactions).toHaveLength(2)
    expect(transactions[0]!.find(({ kind }) => kind === 'deletion')).toMatchObject({
      table: 'main.numbers',
      rows: [0, 1, 2],
    })
  })
})

describe('a log that deletes rows which are gone', () => {
  const after = ['DELETE FROM numbers WHERE n IN (1, 2)', 'INSERT INTO numbers VALUES (50)']

  beforeEach(async () => {
    await crashAfter(...after)
    // The first deletion once more, in a transaction that also brings something.
    rewrite(([deletion, insertion]) => [deletion!, [...deletion!.slice(0, -1), ...insertion!], insertion!])
  })

  it('cannot be opened by DuckDB alone', async () => {
    await expect(DuckDBInstance.create(path)).rejects.toThrow('Conflict on tuple deletion')
  })

  it('gives back everything that was committed', async () => {
    const { found, mended } = await open()
    expect(found).toEqual([0, 3, 4, 5, 6, 7, 8, 9, 50, 50])
    expect(mended).toEqual({ kept: `${log}.unreadable-1`, recovered: 3, lost: 0 })
  })

  it('keeps the log as it was, and opens without a word from then on', async () => {
    const before = readFileSync(log)
    await open()
    expect(readFileSync(`${log}.unreadable-1`)).toEqual(before)
    expect((await open()).mended).toBeNull()
  })

  it('begins again from the log as it was when the process ends in between', async () => {
    await mendLog(path)
    // As far as the first try got.
    writeFileSync(log, readFileSync(log).subarray(0, 100))
    const { found, mended } = await open()
    expect(found).toEqual([0, 3, 4, 5, 6, 7, 8, 9, 50, 50])
    expect(mended?.lost).toBe(0)
    expect(existsSync(`${log}.mending`)).toBe(false)
  })
})

it('deletes what a deletion named beside rows that are gone', async () => {
  await crashAfter('DELETE FROM numbers WHERE n IN (1, 2)', 'DELETE FROM numbers WHERE n = 5')
  const gone = parseLog(readFileSync(log))!.transactions[0]!
  for (const folder of ['live', 'crashed']) rmSync(join(root, folder), { recursive: true, force: true })
  await crashAfter('DELETE FROM numbers WHERE n IN (1, 2, 5)')
  rewrite(([all]) => [gone, all!])
  expect((await open()).found).toEqual([0, 3, 4, 6, 7, 8, 9])
})

it('leaves out a transaction that cannot be read at all, and says so', async () => {
  await crashAfter(
    'INSERT INTO numbers VALUES (50)',
    'INSERT INTO numbers VALUES (51)',
    'INSERT INTO numbers VALUES (52)',
  )
  rewrite(([first, second, third]) => {
    const [use, ...rest] = second!
    const torn = Buffer.from(rest[0]!.bytes)
    torn[torn.length - 3]! ^= 1
    return [first!, [use!, { ...rest[0]!, bytes: torn }, ...rest.slice(1)], third!]
  })
  const { found, mended } = await open()
  expect(found).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 50, 52])
  expect(mended).toMatchObject({ recovered: 2, lost: 1 })
})

it('opens as of the last checkpoint where a part of the log lies in a second file', async () => {
  await crashAfter('DELETE FROM numbers WHERE n IN (1, 2)')
  rewrite(([deletion]) => [deletion!, deletion!])
  const before = readFileSync(log)
  writeFileSync(`${log}.checkpoint`, before)
  const { found, mended } = await open()
  expect(found).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(mended).toEqual({ kept: `${log}.unreadable-1`, recovered: 0, lost: null })
  expect(readFileSync(`${log}.unreadable-1`)).toEqual(before)
  expect(readFileSync(`${log}.unreadable-1.checkpoint`)).toEqual(before)
})
