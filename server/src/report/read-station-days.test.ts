import { expect, it } from 'vitest'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { createMemoryStore } from '../adapters/memory/observation-store.js'
import { readStationDays } from './read-station-days.js'

const FROM = Date.parse('2026-11-21T17:00:00Z')
const PH = 'ph' as PropertyKey

/** A report every ten minutes from one hour of the day to another. */
function reports(id: string, first: number, end: number): Observation[] {
  const station = id as StationId
  const times = Array.from({ length: (end - first) * 6 }, (_, n) => FROM + first * HOUR + n * 10 * MINUTE)
  return times.map((at) => ({
    datastream: datastreamId(station, PH),
    station,
    property: PH,
    at,
    value: 7,
    quality: 'good',
    receivedAt: at,
    timeSource: 'device',
  }))
}

async function judge(
  observations: readonly Observation[],
  { to = FROM + DAY, newest = {} }: { to?: number; newest?: Record<string, number> } = {},
) {
  const store = createMemoryStore()
  const outcomes = await store.classify(observations)
  await store.commit({ observations, outcomes, rejections: [], tallies: [] })
  const ids = new Set([...observations.map(({ station }) => station), 'dead' as StationId])
  const stations = [...ids].map((id) => ({ id, agency: 'Sở A', reportIntervalS: 600 }) as Station)
  const last = new Map(observations.map(({ station, at }) => [station, at]))
  const newestAt = (id: StationId) => newest[id] ?? last.get(id) ?? null
  const days = await readStationDays({ store, stations, properties: [PH], newestAt, day: { from: FROM, to } })
  return Object.fromEntries(days.map(({ station, ...day }) => [station.id, day]))
}

it('judges a station that was added in the day from its first whole hour on', async () => {
  const came = [...reports('added', 13.5, 24), ...reports('back', -48, -47), ...reports('back', 12, 24)]
  const { added, back, dead } = await judge(came, { newest: { dead: FROM - 60 * DAY } })
  expect(added).toMatchObject({ complete: 1, onTime: 1, alive: 1, silentHours: 0, stillSilent: false })
  expect(back).toMatchObject({ complete: 0.5, onTime: 0.5, alive: 0.5, silentHours: 12 })
  expect(dead).toMatchObject({ complete: 0, alive: 0, silentHours: 24 })
})

it('says what became of a new station after its first hour, and nothing within it', async () => {
  expect((await judge(reports('added', 12, 18)))['added']).toMatchObject({
    alive: 1 - 6 / 11,
    silentHours: 6,
    stillSilent: true,
  })
  expect(await judge(reports('added', 12.5, 13), { to: FROM + 13 * HOUR })).not.toHaveProperty('added')
})

it('calls nobody silent who first spoke after the day, or never did', async () => {
  const came = reports('lost', -48, -47)
  expect(Object.keys(await judge(came))).toEqual(['lost'])
  expect(Object.keys(await judge(came, { newest: { dead: FROM + 30 * HOUR, lost: FROM + 30 * HOUR } }))).toEqual([
    'lost',
  ])
})
