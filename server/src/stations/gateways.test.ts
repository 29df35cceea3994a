import { describe, expect, it } from 'vitest'
import type { Gateway } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import { PROPERTIES } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { createMemoryRegistry } from '../adapters/memory/registry.js'
import { createGateways } from './gateways.js'
import { maySubscribe } from './may-subscribe.js'

const station = (id: string) => ({ id: id as StationId }) as Station
const gateway: Gateway = {
  id: 'gw',
  name: 'Cổng',
  stations: ['A1' as StationId, 'B2' as StationId],
  topics: ['application/3/#', 'spBv1.0/hue/+/tram/#', 'spBv1.0/hue/+/tram'],
  routes: [
    {
      topic: 'application/3/#',
      codec: 'chirpstack',
      devices: { '0102030405060708': { station: 'A1' } },
      defaults: { fields: { mm: { property: 'water_level', unit: 'mm' } } },
    },
  ],
}

async function open() {
  const registry = createMemoryRegistry()
  const stations = new Map([station('A1'), station('B2')].map((each) => [each.id as string, each]))
  const removed: string[] = []
  const start = () =>
    createGateways({ registry, stations, properties: PROPERTIES, onRemoved: (id) => removed.push(id) })
  return { gateways: await start(), start, stations, removed }
}

describe('gateways', () => {
  it('are added once, replaced, removed, and still there after a restart', async () => {
    const { gateways, start, removed } = await open()
    const both = await Promise.allSettled([gateways.add(gateway), gateways.add(gateway)])
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'gateway.exists' } }])
    await gateways.replace('gw', { ...gateway, name: 'Mới' })
    const later = await start()
    expect(later.list()).toEqual([{ ...gateway, name: 'Mới' }])
    expect(later.speaking('gw')?.stations).toEqual(['A1', 'B2'])
    await later.remove('gw')
    expect([later.get('gw'), later.speaking('gw'), removed]).toEqual([undefined, undefined, ['gw']])
    await expect(later.remove('gw')).rejects.toMatchObject({ code: 'not-found' })
    expect((await start()).list()).toEqual([])
  })

  it('take neither the name of a station nor another name', async () => {
    const { gateways } = await open()
    await expect(gateways.add({ ...gateway, id: 'A1' })).rejects.toMatchObject({ code: 'station.exists' })
    await gateways.add(gateway)
    await expect(gateways.replace('gw', { ...gateway, id: 'x' })).rejects.toMatchObject({ code: 'request.bad' })
    await expect(gateways.replace('x', { ...gateway, id: 'x' })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('name only what exists', async () => {
    const { gateways } = await open()
    const fields = { a: { property: 'nothing' }, b: { property: 'water_level', unit: 'kg' }, c: null }
    const [route] = gateway.routes
    const devices = { '0102030405060708': { station: 'A1', fields } }
    const wrong = { ...gateway, stations: ['A1', 'NO'] as StationId[], routes: [{ ...route!, devices }] }
    await expect(gateways.add(wrong)).rejects.toMatchObject({
      code: 'request.bad',
      faults: [
        { at: 'stations[1]', message: 'there is no station "NO"' },
        { at: 'routes[0].devices.0102030405060708.fields.a', message: 'there is no property "nothing"' },
        { at: 'routes[0].devices.0102030405060708.fields.b', message: 'the unit "kg" does not become m' },
      ],
    })
    expect(gateways.list()).toEqual([])
  })

  it('stop speaking for a station that is gone, and keep their routes', async () => {
    const { gateways, stations } = await open()
    await gateways.add(gateway)
    const before = gateways.speaking('gw')?.routes[0]
    stations.delete('A1')
    gateways.stationsChanged()
    expect(gateways.speaking('gw')?.stations).toEqual(['B2'])
    expect(gateways.speaking('gw')?.routes[0]).toBe(before)
    expect(gateways.get('gw')?.stations).toEqual(['A1', 'B2'])
  })

  it.each([
    ['spBv1.0/hue/NCMD/tram', true],
    ['spBv1.0/hue/NCMD/tram/#', true],
    ['spBv1.0/hue/DCMD/tram/+', true],
    ['spBv1.0/hue/DCMD/tram/#', true],
    ['spBv1.0/hue/NCMD/other', false],
    ['spBv1.0/other/NCMD/tram', false],
    ['spBv1.0/hue/NCMD/+', false],
    ['spBv1.0/hue/NCMD/#', false],
    ['spBv1.0/+/NCMD/tram', false],
    ['spBv1.0/hue/NDATA/tram', false],
    ['spBv1.0/hue/+/tram', false],
    ['spBv1.0/#', false],
    ['application/3/#', false],
    ['#', false],
  ])('asking for %s: %s', (filter, may) => {
    expect(maySubscribe(gateway, filter)).toBe(may)
  })
})
