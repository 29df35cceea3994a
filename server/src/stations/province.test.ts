import { describe, expect, it } from 'vitest'
import { createMemoryRegistry } from '../adapters/memory/registry.js'
import { openProvince } from './open-province.js'
import { parseProvince, requireProvince } from './province.js'
import { smallProvince } from './small-province.fixture.js'

function faultsOf(change: Record<string, unknown>): string[] {
  const parsed = parseProvince(smallProvince(change))
  return 'faults' in parsed ? parsed.faults.map(({ at, message }) => `${at}: ${message}`) : []
}

const station = { id: 'A1', name: 'A', kind: 'air', lon: 1, lat: 1, area: 'x', agency: '', reportIntervalS: 30 }
const rule = {
  id: 'dust',
  version: 1,
  kind: 'threshold',
  name: { vi: 'Bụi', en: 'Dust' },
  message: { vi: 'Bụi', en: 'Dust' },
  severity: 'low',
  property: 'pm2_5',
  when: 'above',
  raise: 50,
  clear: 40,
  holdS: 0,
  restS: 0,
}

describe('a province folder', () => {
  it('is read with the province as the parent of its areas', () => {
    const province = requireProvince(smallProvince())
    expect(province.areas).toEqual([
      { id: '99', name: 'Tỉnh Thử', kind: 'tỉnh', parent: null },
      { id: 'x', name: 'Xã X', kind: 'xã', parent: '99' },
    ])
    expect([...province.basemap.keys()]).toEqual(['land', 'labels'])
    expect(province.warnings).toEqual([])
    expect(JSON.parse(province.areasGeoJson).features[0].properties).toEqual(province.areas[1])
  })

  it('names a missing and an unreadable file', () => {
    const labels = 'basemap/labels.geojson'
    expect(faultsOf({ 'rules.json': undefined, [labels]: undefined, 'stations.json': '[\n{,}]' })).toEqual([
      'rules.json: the file is missing',
      'basemap/labels.geojson: the file is missing',
      'stations.json:2:2: cannot be read as JSON',
    ])
  })

  it('names every fault of a station by its place', () => {
    const stations = [
      { ...station, lat: 91 },
      { ...station, area: 'y', properties: ['pm2_5', 'pm3'] },
      station,
      { ...station, id: 'B 1', colour: 'red' },
    ]
    expect(faultsOf({ 'stations.json': stations })).toEqual([
      'stations.json[0].lat: Too big: expected number to be <=90',
      'stations.json[2].id: "A1" is already at stations.json[1]',
      'stations.json[3].id: must match [A-Za-z0-9][A-Za-z0-9_.-]{0,63}',
      'stations.json[3]: Unrecognized key: "colour"',
      'stations.json[1].area: there is no area "y"',
      'stations.json[1].properties[1]: there is no property "pm3"',
    ])
  })

  it('names what a rule refers to that is not there', () => {
    const rules = [rule, { ...rule, id: 'b', property: 'pm3', stations: { areas: ['y'], ids: ['NO'] } }]
    expect(faultsOf({ 'rules.json': rules })).toEqual([
      'rules.json[1].property: there is no property "pm3"',
      'rules.json[1].stations.areas[0]: there is no area "y"',
      'rules.json[1].stations.ids[0]: there is no station "NO"',
    ])
  })

  it('knows the properties the province adds, but not over those of the product', () => {
    const own = { key: 'pm3', unit: '1', symbol: '', vi: 'x', en: 'x', min: 0, max: 1, over: 'mean', decimals: 0 }
    expect(faultsOf({ 'properties.json': [own], 'rules.json': [{ ...rule, property: 'pm3' }] })).toEqual([])
    expect(faultsOf({ 'properties.json': [{ ...own, key: 'pm10' }] })).toEqual([
      `properties.json[0].key: "pm10" is one of the product's own`,
    ])
  })

  it('names a bad geometry and a map without the archipelagos', () => {
    const line = { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: [[1, 'two']] } }
    const faults = faultsOf({
      'basemap/land.geojson': { type: 'FeatureCollection', features: [line] },
      'basemap/labels.geojson': { type: 'FeatureCollection', features: [] },
      'areas.geojson': { type: 'FeatureCollection', features: [{ ...line, properties: { id: 'x', name: 'X', kind: 'xã' } }] },
    }) // prettier-ignore
    expect(faults).toEqual([
      'areas.geojson.features[0].geometry: geometry must be one of Polygon, MultiPolygon',
      'basemap/land.geojson.features[0].geometry: bad position [1,"two"]',
      'basemap/labels.geojson: must name Quần đảo Hoàng Sa (Việt Nam)',
      'basemap/labels.geojson: must name Quần đảo Trường Sa (Việt Nam)',
      'basemap/labels.geojson: must name Biển Đông',
    ])
  })

  it('warns of a station outside its area', () => {
    const { warnings } = requireProvince(smallProvince({ 'stations.json': [{ ...station, lon: 50 }] }))
    expect(warnings).toEqual([{ at: 'stations.json[0].area', message: 'the place lies outside Xã X' }])
  })
})

describe('a data folder', () => {
  it('is seeded once, and then its living copy wins', async () => {
    const registry = createMemoryRegistry()
    const first = requireProvince(smallProvince({ 'stations.json': [station] }))
    const second = requireProvince(smallProvince({ 'stations.json': [{ ...station, name: 'B' }] }))
    expect(await openProvince({ registry, province: first })).toBe('seeded')
    expect(await openProvince({ registry, province: second })).toBe('kept')
    expect(await registry.stations()).toEqual([station])
  })

  it('refuses another province', async () => {
    const registry = createMemoryRegistry()
    const province = requireProvince(smallProvince())
    await openProvince({ registry, province })
    await expect(openProvince({ registry, province: { ...province, id: '01' } })).rejects.toMatchObject({
      code: 'province.other',
      message: 'the data folder belongs to province "99", the folder given is "01"',
    })
  })
})
