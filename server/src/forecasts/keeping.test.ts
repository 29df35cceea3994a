import { TOGETHER } from '@ioc/shared/chance'
import type { StationId } from '@ioc/shared/ids'
import { createTurn } from '@ioc/shared/turn'
import { expect, it } from 'vitest'
import { createMemoryForecastStore } from '../adapters/memory/forecast-store.js'
import type { IssuedForecast, SavedChoice } from '../ports/forecasts.js'
import { createKeeping } from './keeping.js'

const [GATE, BRIDGE] = ['HUE-WL-01', 'HUE-WL-02'] as StationId[] as [StationId, StationId]

function issuedOf(station: StationId): IssuedForecast {
  const steps = { start: 0, stepMs: 1, scale: 1, quantiles: Float32Array.of(1, 2, 3, 4, 5), extremal: TOGETHER }
  return { station, property: 'water_level', span: 'hours', issuedAt: 1, model: 'tides', ...steps }
}

function choiceOf(station: StationId): SavedChoice {
  return { station, property: 'water_level', span: 'hours', chosenAt: 1, document: '{}' }
}

function open(over: Partial<ReturnType<typeof createMemoryForecastStore>> = {}) {
  const store = { ...createMemoryForecastStore(), ...over }
  const told: StationId[][] = []
  const failures: unknown[] = []
  const keeping = createKeeping({
    store,
    inTurn: createTurn(),
    onKept: (batch) => told.push(batch.map(({ station }) => station)),
    onFailed: (cause) => failures.push(cause),
  })
  return { store, told, failures, keeping }
}

it('tells what was issued once it is on disk, and once only', async () => {
  const writes: (() => void)[] = []
  const { told, keeping } = open({ put: () => new Promise((resolve) => writes.push(resolve)) })
  keeping.issue(issuedOf(GATE))
  const kept = keeping.keep()
  await new Promise((resume) => setImmediate(resume))
  expect(told).toEqual([])
  for (const end of writes) end()
  await kept
  await keeping.keep()
  expect(told).toEqual([[GATE]])
})

it('keeps the choices that were made', async () => {
  const { store, keeping } = open()
  keeping.issue(issuedOf(GATE))
  keeping.choose(choiceOf(GATE))
  keeping.issue(issuedOf(BRIDGE))
  await keeping.keep()
  expect(await store.choices()).toEqual([choiceOf(GATE)])
  expect((await store.newest(0)).map(({ station }) => station)).toEqual([GATE, BRIDGE])
})

it('keeps nothing that waited of a station that is gone', async () => {
  const { store, told, keeping } = open()
  for (const station of [GATE, BRIDGE]) {
    keeping.issue(issuedOf(station))
    keeping.choose(choiceOf(station))
  }
  keeping.forget(GATE)
  await keeping.keep()
  expect(told).toEqual([[BRIDGE]])
  expect(await store.choices()).toEqual([choiceOf(BRIDGE)])
  expect((await store.newest(0)).map(({ station }) => station)).toEqual([BRIDGE])
})

it('goes on after the store has failed', async () => {
  const broken = new Error('the disk is full')
  let fails = true
  const { told, failures, keeping } = open({
    put: async () => {
      if (fails) throw broken
    },
  })
  keeping.issue(issuedOf(GATE))
  await keeping.keep()
  expect([told, failures]).toEqual([[], [broken]])
  fails = false
  keeping.issue(issuedOf(BRIDGE))
  await keeping.keep()
  expect(told).toEqual([[BRIDGE]])
})
