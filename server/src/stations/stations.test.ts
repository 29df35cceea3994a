import { expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { createMemoryRegistry } from '../adapters/memory/registry.js'
import { openProvince } from './open-province.js'
import { requireProvince } from './province.js'
import { smallProvince } from './small-province.fixture.js'
import { createStations } from './stations.js'

const a1: Station = {
  id: 'A1' as StationId,
  name: 'A',
  kind: 'air',
  lon: 1,
  lat: 1,
  area: 'x',
  agency: '',
  reportIntervalS: 30,
  gateway: 'gw',
}

async function open() {
  const registry = createMemoryRegistry()
  const province = requireProvince(smallProvince())
  await openProvince({ registry, province })
  const changes: string[] = []
  const onChange = (ids: readonly StationId[], what: string): void => void changes.push(`${ids.join(' ')} ${what}`)
  const { properties, shapes } = province
  const start = () => createStations({ registry, properties, shapes, isGateway: (id) => id === 'gw', onChange })
  return { stations: await start(), changes, start }
}

it('adds a station once, tells of it, and still has it after a restart', async () => {
  const { stations, changes, start } = await open()
  const both = await Promise.allSettled([stations.add(a1), stations.add(a1)])
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(both[1]).toMatchObject({ reason: { code: 'station.exists' } })
  expect(changes).toEqual(['A1 kept'])
  expect((await start()).get('A1')).toEqual(a1)
})

it('changes the facts given, removes those set to null and keeps the others', async () => {
  const { stations, changes } = await open()
  await stations.add(a1)
  const { gateway: _, ...without } = a1
  expect(await stations.patch('A1', { name: 'B', gateway: null })).toEqual({ ...without, name: 'B' })
  expect(changes.at(-1)).toBe('A1 kept')
  await expect(stations.patch('NO', { name: 'B' })).rejects.toMatchObject({ code: 'not-found' })
})

it('refuses the name of a gateway', async () => {
  const { stations } = await open()
  await expect(stations.add({ ...a1, id: 'gw' as StationId })).rejects.toMatchObject({ code: 'gateway.exists' })
  expect(stations.list()).toEqual([])
})

it('refuses a station in an area that does not exist and keeps the one before', async () => {
  const { stations, changes } = await open()
  await stations.add(a1)
  await expect(stations.patch('A1', { area: 'y' })).rejects.toMatchObject({
    code: 'request.bad',
    faults: [{ at: 'area', message: 'there is no area "y"' }],
  })
  expect(stations.list()).toEqual([a1])
  expect(changes).toHaveLength(1)
})

it('removes a station for good', async () => {
  const { stations, changes, start } = await open()
  await stations.add(a1)
  await stations.remove('A1')
  await expect(stations.remove('A1')).rejects.toMatchObject({ code: 'not-found' })
  expect(() => stations.require('A1')).toThrow(/no station "A1"/)
  expect(changes.at(-1)).toBe('A1 removed')
  expect((await start()).list()).toEqual([])
})

it('warns of a place outside the area, and of nothing else', async () => {
  const { stations } = await open()
  expect(stations.warnings(a1)).toEqual([])
  expect(stations.warnings({ ...a1, lat: 11 })).toEqual([{ at: 'area', message: 'the place lies outside Xã X' }])
})
