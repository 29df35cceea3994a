import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Alarm } from '@ioc/shared/alarm'
import { DAY } from '@ioc/shared/time'
import { openAlarmJournal } from '@ioc/server/adapters/duckdb/alarm-journal'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { readQuality } from '@ioc/server/alarms/read-quality'
import { writeJournal } from '../write-journal.js'
import { alarmJournalContract, alarmOf, eventOf } from './alarm-journal.js'

async function openIn(dataDir: string) {
  const database = await openDatabase({ dataDir, memoryLimitMb: 128 })
  const journal = await openAlarmJournal(database)
  return {
    journal,
    async close() {
      await journal.close()
      await database.close()
    },
  }
}

describe('the journal in memory', () => {
  alarmJournalContract(async () => ({ journal: createAlarmJournal(), close: async () => undefined }))
})

describe('the journal in DuckDB', () => {
  alarmJournalContract(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-journal-'))
    const { journal, close } = await openIn(dataDir)
    return { journal, close: () => close().then(() => rmSync(dataDir, { recursive: true })) }
  })

  it('survives close and reopen', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-journal-'))
    const event = eventOf(1, 1_000, alarmOf('a', 'unacknowledged', 1_000))
    const before = await openIn(dataDir)
    await before.journal.append([event], [{ key: 'x', state: '{"phase":"firing"}' }])
    await before.close()

    const after = await openIn(dataDir)
    expect(await after.journal.open()).toEqual([event])
    expect(await after.journal.conditions()).toEqual([{ key: 'x', state: '{"phase":"firing"}' }])
    expect(await after.journal.lastSeq()).toBe(1)
    await after.close()
    rmSync(dataDir, { recursive: true })
  })

  it('gives the figures of a long range as the journal in memory does, alarms from before it among them', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-journal-'))
    const { journal, close } = await openIn(dataDir)
    const memory = createAlarmJournal()
    const from = Date.parse('2026-10-22T17:00:00Z')
    const written = { events: 20_000, from, to: from + 30 * DAY }
    const raised = await writeJournal(journal, written)
    await writeJournal(memory, written)
    const whole = { ...written, rules: [], operators: 1 }
    expect((await readQuality({ journal, ...whole })).asked).toBe(raised)
    const later = { ...whole, from: from + 10 * DAY + 1, operators: 3 }
    const figures = await readQuality({ journal, ...later })
    expect(figures).toEqual(await readQuality({ journal: memory, ...later }))
    expect(figures.answers.count).toBeGreaterThan(1_000)
    await close()
    rmSync(dataDir, { recursive: true })
  })

  it('keeps nothing of an append that fails half way', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-journal-'))
    const { journal, close } = await openIn(dataDir)
    const good = eventOf(1, 1_000, alarmOf('a', 'unacknowledged', 1_000))
    const broken = eventOf(2, Number.NaN, alarmOf('b', 'unacknowledged', 1_000))
    await expect(journal.append([good, broken], [{ key: 'x', state: '1' }])).rejects.toThrow(RangeError)
    expect(await journal.events({})).toEqual([])
    await journal.append([good], [])
    expect(await journal.events({})).toEqual([good])
    await close()
    rmSync(dataDir, { recursive: true })
  })

  it('reads what an older version wrote: such an alarm is about one station, and nothing explains it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'ioc-journal-'))
    const { journal, close } = await openIn(dataDir)
    const event = eventOf(1, 1_000, alarmOf('a', 'acknowledged', 1_000))
    const { suppressedBy, outOfService, latch, agency, stations, ...older } = event.alarm
    const ack = { by: 'lan', at: 1_100, note: null }
    await journal.append([{ ...event, alarm: { ...older, ack } as Alarm }], [])
    expect((await journal.open())[0]?.alarm).toEqual({
      ...older,
      suppressedBy,
      outOfService,
      latch,
      stations,
      agency: null,
      ack: { ...ack, severity: 'critical' },
    })
    expect(agency).not.toBeNull()
    await close()
    rmSync(dataDir, { recursive: true })
  })
})
