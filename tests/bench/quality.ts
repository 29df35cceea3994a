import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openAlarmJournal } from '@ioc/server/adapters/duckdb/alarm-journal'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { readQuality } from '@ioc/server/alarms/read-quality'
import { DAY } from '@ioc/shared/time'
import { writeJournal } from '../write-journal.js'

const FROM = Date.parse('2026-10-22T17:00:00Z')
const RUNS = 3
const print = (text: string) => process.stdout.write(`${text}\n`)

/** `bench quality [EVENTS]`: the figures of 30 days with so many events, and how long others wait meanwhile. */
export async function benchQuality(): Promise<void> {
  const events = Number(process.argv[3] ?? 500_000)
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-quality-'))
  const database = await openDatabase({ dataDir, memoryLimitMb: 512 })
  const journal = await openAlarmJournal(database)
  const range = { from: FROM, to: FROM + 30 * DAY }
  const raised = await writeJournal(journal, { events, ...range })
  print(`${events.toLocaleString('en')} events, ${raised.toLocaleString('en')} alarms, 30 days`)
  for (let run = 1; run <= RUNS; run += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const start = performance.now()
    const { asked, floods } = await readQuality({ journal, rules: [], ...range, operators: 1 })
    const took = performance.now() - start
    delay.disable()
    const [longest, share] = [(delay.max / 1e6).toFixed(0), (floods.share * 100).toFixed(0)]
    print(`run ${run}: ${took.toFixed(0)} ms, others waited ${longest} ms at most; ${asked} asked, ${share} % in flood`)
  }
  await journal.close()
  await database.close()
  rmSync(dataDir, { recursive: true })
}
