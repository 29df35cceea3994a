import type { WireOverview } from '@ioc/shared/overview'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../open-test-app.js'

let room: TestApp

beforeAll(async () => {
  room = await openTestApp()
  for (const station of ['HUE-WL-01', 'HUE-WL-02', 'HUE-WL-03']) {
    const observations = [{ at: room.clock.now(), values: { water_level: 0.4 } }]
    await room.api('observations', { method: 'POST', body: { station, observations } })
  }
}, 60_000)
afterAll(() => room.close())

const ask = (query = '') => room.api<WireOverview>(`overview${query}`)

it('gives the worst of a list alone where that is asked for, and says how many there are', async () => {
  const whole = await ask()
  expect(whole.rivers).toHaveLength(3)
  const cut = await ask('?most=1')
  expect(cut.lengths).toEqual({ airs: 0, rivers: 3, roads: 0, loads: 0 })
  expect(cut).toEqual({ ...whole, rivers: whole.rivers.slice(0, 1) })
})
