import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { openForecastStore } from '@ioc/server/adapters/duckdb/forecast-store'
import type { StationId } from '@ioc/shared/ids'
import { DAY, HOUR } from '@ioc/shared/time'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WireForecastRanking } from '@ioc/shared/forecast'
import type { Rule } from '@ioc/shared/rule'
import { openTestApp, type TestApp } from '../open-test-app.js'

let room: TestApp
beforeAll(async () => {
  room = await openTestApp({ env: { IOC_FORECAST_CPU: '0' } })
}, 60_000)
afterAll(() => room.close())

it('tells over HTTP how the early warnings of each rule did, none of them so far', async () => {
  const { early } = await room.api<WireForecastRanking>('forecasts/records')
  const rules = await room.api<Rule[]>('rules')
  const ahead = rules.filter(({ kind }) => kind === 'forecast').map(({ id }) => id)
  expect(ahead).toEqual(expect.arrayContaining(['air-quality-ahead', 'flood-ahead', 'overload-ahead']))
  expect(early.map(({ rule }) => rule).sort()).toEqual(ahead.sort())
  for (const { week, month } of early) {
    expect(week).toEqual({ hits: 0, false: 0, missed: 0, leadS: null })
    expect(month).toEqual(week)
  }
})

/** A folder in which the tide of a gauge was forecast over two weeks, half as far off in the last days as before. */
async function keepScores(now: number): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-scores-'))
  const database = await openDatabase({ dataDir, memoryLimitMb: 256 })
  const store = await openForecastStore(database)
  const place = { station: 'HUE-WL-05' as StationId, property: 'water_level', span: 'day' as const, model: 'tides' }
  const sums = { count: 24, error: 12, pinball: 3, within50: 12, within90: 18, floor: 24 }
  const scores = [2, 3, 9, 10].map((days) => ({
    ...place,
    ...sums,
    issuedAt: now - days * DAY - HOUR,
    scaled: days < 7 ? 6 : 12,
  }))
  await store.putScores(scores)
  await store.close()
  await database.close()
  return dataDir
}

it('tells the record of each model, over HTTP and to who watches the server', async () => {
  const startsAt = Date.now()
  const dataDir = await keepScores(startsAt)
  const app = await openTestApp({ dataDir, startsAt, env: { IOC_FORECAST_CPU: '0.1' } })
  const observations = [{ at: startsAt, values: { water_level: 1 } }]
  await app.api('observations', { method: 'POST', body: { station: 'HUE-WL-05', observations } })
  const ask = (query = '') => app.api<WireForecastRanking>(`forecasts/records${query}`)
  await app.pass(70)
  await expect.poll(async () => (await ask()).judged, { timeout: 20_000 }).toBe(1)

  const { models, ranked, without } = await ask()
  expect(models).toMatchObject([{ model: 'tides', datastreams: 1, week: { mase: 0.25 }, month: { mase: 0.375 } }])
  expect(ranked).toMatchObject([{ station: 'HUE-WL-05', property: 'water_level', record: { mase: 0.25, error: 0.5 } }])
  expect(without).toMatchObject({ short: 1 })
  expect((await ask('?days=30&model=tides')).ranked[0]!.record).toMatchObject({ mase: 0.375, count: 96 })
  expect((await ask('?model=river')).ranked).toEqual([])
  expect((await ask('?span=hours')).judged).toBe(0)
  const metrics = await app.metrics()
  expect(metrics).toContain('ioc_forecast_mase{span="day"} 0.25')
  expect(metrics).toContain('ioc_forecast_model_mase{span="day",model="tides",days="30"} 0.375')
  expect(metrics).toContain('ioc_forecast_model_pinball{span="day",model="tides",days="7"} 0.125')
  expect(metrics).toContain('ioc_forecast_model_coverage90{span="day",model="tides",days="7"} 0.75')
  expect(metrics).toContain('ioc_forecast_model_values{span="day",model="tides",days="7"} 48')
  await app.close()
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)
