import type { Rule } from '@ioc/shared/rule'
import type { Area } from '@ioc/shared/station'
import type { WireProvince, WireStation } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import type { Properties } from './main-value.js'

/** What changes rarely: the province, its communes, its stations, what is measured. */
export interface Directory {
  province: WireProvince
  stations: ReadonlyMap<string, WireStation>
  areaNames: ReadonlyMap<string, string>
  areas: GeoJSON.FeatureCollection
  properties: Properties
  /** By id; empty where the server does not tell them. */
  rules: ReadonlyMap<string, Rule>
}

export async function loadDirectory(): Promise<Directory> {
  const [province, stations, areas, shapes, rules] = await Promise.all([
    call<WireProvince>('province'),
    loadStations(),
    call<Area[]>('areas'),
    call<GeoJSON.FeatureCollection>('areas.geojson'),
    loadRules().catch(() => new Map<string, Rule>()),
  ])
  return {
    province,
    stations,
    areaNames: new Map(areas.map(({ id, name }) => [id, name])),
    areas: shapes,
    properties: new Map(province.properties.map((property) => [property.key, property])),
    rules,
  }
}

export async function loadStations(): Promise<ReadonlyMap<string, WireStation>> {
  const stations = await call<WireStation[]>('stations')
  return new Map(stations.map((station) => [station.id, station]))
}

export async function loadRules(): Promise<ReadonlyMap<string, Rule>> {
  const rules = await call<Rule[]>('rules')
  return new Map(rules.map((rule) => [rule.id, rule]))
}
