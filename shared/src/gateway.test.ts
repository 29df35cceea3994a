import { describe, expect, it } from 'vitest'
import { gatewaySchema, matchesTopic, mayPublish, routeOf, type Gateway } from './gateway.js'

const lorawan = {
  id: 'gw-lorawan',
  name: 'ChirpStack của Sở NN&MT',
  agency: 'Sở Nông nghiệp và Môi trường',
  stations: ['HUE-WL-01'],
  topics: ['application/3/device/+/event/up', 'ioc/v1/HUE-WL-01/#'],
  routes: [
    {
      topic: 'application/3/device/+/event/up',
      codec: 'chirpstack',
      devices: {
        '0102030405060708': { station: 'HUE-WL-01', fields: { level_m: { property: 'water_level', unit: 'm' } } },
      },
      defaults: { fields: { 'radar.mm': { property: 'water_level', unit: 'mm' }, rssi: null } },
    },
  ],
}

function faultsOf(change: (gateway: typeof lorawan) => unknown): string[] {
  const result = gatewaySchema.safeParse(change(structuredClone(lorawan)))
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('a gateway', () => {
  it('is taken whole', () => {
    expect(gatewaySchema.parse(lorawan)).toEqual(lorawan)
  })

  it.each([
    ['a filter for everything', '#'],
    ['a filter that begins anywhere', '+/device/up'],
    ['the broker’s own topics', '$SYS/#'],
    ['# before the end', 'spBv1.0/#/hue'],
    ['a wildcard inside a level', 'spBv1.0/hue+/DDATA'],
    ['nothing', ''],
    ['a shared subscription', '$share/a/spBv1.0/#'],
  ])('may not publish to %s', (_, filter) => {
    expect(faultsOf((gateway) => ({ ...gateway, topics: [...gateway.topics, filter] }))).toEqual([
      'topics.2: is no topic filter below a fixed first level',
    ])
  })

  it('speaks for the stations it names and no other', () => {
    expect(faultsOf((gateway) => ({ ...gateway, stations: ['HUE-WL-02'] }))).toEqual([
      'routes.0.devices.0102030405060708.station: the gateway does not speak for HUE-WL-01',
    ])
  })

  it('reads only topics that it may publish to', () => {
    expect(faultsOf((gateway) => ({ ...gateway, topics: ['application/3/device/+/event/join'] }))).toEqual([
      'routes.0.topic: is not among the topics that the gateway may publish to',
    ])
  })

  it('says which device flat JSON is about', () => {
    expect(faultsOf((g) => ({ ...g, routes: [{ ...g.routes[0], codec: 'flat', devices: {} }] }))).toEqual([
      'routes.0.device: flat JSON does not say which device it is about',
    ])
  })

  it('writes a DevEUI in one way', () => {
    const route = { ...lorawan.routes[0], devices: { '01020304050607AB': { station: 'HUE-WL-01' } } }
    expect(faultsOf((gateway) => ({ ...gateway, routes: [route] }))).toHaveLength(1)
  })
})

it.each([
  ['a/b', 'a/b', true],
  ['a/b', 'a/b/c', false],
  ['a/b/c', 'a/b', false],
  ['a/+/c', 'a/b/c', true],
  ['a/+/c', 'a//c', true],
  ['a/+', 'a', false],
  ['a/#', 'a', true],
  ['a/#', 'a/b/c', true],
  ['a/#', 'ab/c', false],
  ['a/+/#', 'a/+/c', true],
  ['a/b/#', 'a/#', false],
  ['a/+', 'a/#', false],
  ['a/b', 'a/+', false],
])('%s takes in %s: %s', (filter, topic, expected) => {
  expect(matchesTopic(filter, topic)).toBe(expected)
})

it('finds the first route that fits, and nothing outside what the gateway may publish to', () => {
  const gateway = gatewaySchema.parse(lorawan) as Gateway
  expect(routeOf(gateway, 'application/3/device/0102030405060708/event/up')?.codec).toBe('chirpstack')
  expect(routeOf(gateway, 'application/4/device/0102030405060708/event/up')).toBeUndefined()
  expect(mayPublish(gateway, 'ioc/v1/HUE-WL-01/senml')).toBe(true)
  expect(mayPublish(gateway, 'ioc/v1/HUE-WL-02/senml')).toBe(false)
  expect(mayPublish(gateway, 'ioc/v1/HUE-WL-01/+')).toBe(false)
})
