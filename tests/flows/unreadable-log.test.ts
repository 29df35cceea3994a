import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseLog, writeLog } from '@ioc/server/adapters/duckdb/log-file'
import { startServer, type ServerProcess } from '../server-process.js'

let server: ServerProcess
let station: string
const at = Date.now() - 60_000

beforeAll(async () => {
  const first = await startServer({ env: { IOC_DEVICE_RATE: '0' } })
  station = Object.keys(first.credentials)[0] as string
  // A correction deletes the row of the value before it.
  for (const temperature of [21, 22]) await post(first, [{ at, values: { temperature } }])
  await post(first, [{ at: at + 1_000, values: { temperature: 23 } }])
  await first.kill()
  // The deletion a second time: rows that are gone cannot be deleted, and the log cannot be read.
  const log = join(first.dataDir, 'ioc.duckdb.wal')
  const { head, transactions, tail } = parseLog(readFileSync(log))!
  const again = transactions.flatMap((entries) => (entries.some(isCorrection) ? [entries, entries] : [entries]))
  if (again.length === transactions.length) throw new Error('no correction is in the log')
  writeFileSync(log, writeLog(head, again, tail))
  server = await startServer({ dataDir: first.dataDir })
}, 60_000)
afterAll(() => server?.stop())

function isCorrection({ kind, table }: { kind: string; table: string | null }): boolean {
  return kind === 'deletion' && table === 'main.observations_hot'
}

function post(to: ServerProcess, observations: unknown[]) {
  return to.api('observations', { method: 'POST', body: { station, observations } })
}

it('starts with what was committed', async () => {
  const query = `station=${station}&property=temperature&from=${at}&to=${at + 2_000}`
  const found = await server.api<{ value: number }[]>(`observations?${query}`)
  expect(new Set(found.map(({ value }) => value))).toEqual(new Set([22, 23]))
})

interface Told {
  rule: string
  severity: string
  message: { en: string }
}

async function told(): Promise<Told | undefined> {
  return (await server.api<Told[]>('alarms')).find(({ rule }) => rule === 'system-log')
}

it('says so in an alarm that names the file in which the log is kept', async () => {
  await expect.poll(told, { timeout: 20_000 }).toMatchObject({ severity: 'medium' })
  const { message } = (await told())!
  expect(message.en).toContain('0 are lost')
  expect(message.en).toContain('ioc.duckdb.wal.unreadable-1')
})
