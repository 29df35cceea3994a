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
