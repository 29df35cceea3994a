import type { WireOverview, WireRainfall } from '@ioc/shared/overview'
import { MINUTE } from '@ioc/shared/time'
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

it('takes what a gauge itself calls a fault for no rain', async () => {
  const at = (n: number) => room.clock.now() - n * MINUTE
  const fault = [1, 2, 3].map((n) => ({ at: at(n), values: { rain: 90 }, quality: 'fault' }))
  const mixed = [{ at: at(2), values: { rain: 4 } }, ...fault.slice(2)]
  for (const [station, observations] of [
    ['HUE-RG-02', fault],
    ['HUE-RG-03', mixed],
  ] as const) {
    await room.api('observations', { method: 'POST', body: { station, observations } })
  }
  const fallen = await room.api<WireRainfall[]>('rainfall')
  expect(
    fallen.filter(({ station }) => station.startsWith('HUE-RG')).map(({ station, day }) => [station, day]),
  ).toEqual([
    ['HUE-RG-02', null],
    ['HUE-RG-03', 4],
  ])
})

it('gives the worst of a list alone where that is asked for, and says how many there are', async () => {
  const whole = await ask()
  expect(whole.rivers).toHaveLength(3)
  const cut = await ask('?most=1')
  expect(cut.lengths).toEqual({ airs: 0, rivers: 3, roads: 0, loads: 0 })
  expect(cut).toEqual({ ...whole, rivers: whole.rivers.slice(0, 1) })
})
