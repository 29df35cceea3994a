import { afterAll, beforeAll, expect, it } from 'vitest'
import type { WireForecastRanking } from '@ioc/shared/forecast'
import { openTestApp, type TestApp } from '../open-test-app.js'

let room: TestApp
beforeAll(async () => {
  room = await openTestApp({ env: { IOC_FORECAST_CPU: '0' } })
}, 60_000)
afterAll(() => room.close())

it('tells over HTTP how the early warnings of each rule did, none of them so far', async () => {
  const { early } = await room.api<WireForecastRanking>('forecasts/records')
  expect(early.map(({ rule }) => rule).sort()).toEqual(['air-quality-ahead', 'flood-ahead', 'overload-ahead'])
  for (const { week, month } of early) {
    expect(week).toEqual({ hits: 0, false: 0, missed: 0, leadS: null })
    expect(month).toEqual(week)
  }
})
