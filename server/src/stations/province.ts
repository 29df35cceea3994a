import type { GroundStyle } from '@ioc/shared/ground'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'
import type { Shape } from '@ioc/shared/shape'
import type { Wall } from '@ioc/shared/wall'
import { coded, type Fault } from '../errors.js'
import { areasFrom } from './province-areas.js'
import { basemapFrom, type Basemap } from './province-basemap.js'
import { groundFrom } from './province-ground.js'
import { headerFrom, type Agency } from './province-header.js'
import { propertiesFrom } from './province-properties.js'
import { rulesFrom } from './province-rules.js'
import { stationsFrom } from './province-stations.js'
import { wallFrom } from './province-wall.js'
import { parseJson } from './parse-json.js'

/** The files of a province folder by path (`stations.json`, `basemap/land.geojson`), as text. */
export type ProvinceFiles = ReadonlyMap<string, string>

/** What a province folder says: the seed of a data folder, and the map that stays in the folder. */
export interface Province {
  id: string
  version: number
  name: string
  bounds: [west: number, south: number, east: number, north: number]
  attribution: string[]
  agencies: Agency[]
  /** The province itself first, then its communes. */
  areas: Area[]
  shapes: ReadonlyMap<string, Shape>
  /** The communes as GeoJSON: id, name, kind and parent in the properties. */
  areasGeoJson: string
  stations: Station[]
  rules: Rule[]
  /** Those of the product and the province's own. */
  properties: ObservedProperty[]
  /** GeoJSON text by layer. */
  basemap: Basemap
  /** How the province's own tiles are drawn; null: plainly, if there are any. */
  ground: GroundStyle | null
  wall: Wall
  warnings: Fault[]
}

/** Reads one file: its value, or null with the fault noted. */
export type ReadJson = (file: string) => unknown

const REQUIRED_FILES = [
  'province.json',
  'areas.geojson',
  'agencies.json',
  'stations.json',
  'rules.json',
  'basemap/labels.geojson',
]

/** Reads a province folder; where anything is wrong, names every fault by file and place. */
export function parseProvince(files: ProvinceFiles): { province: Province } | { faults: Fault[] } {
  const faults: Fault[] = REQUIRED_FILES.filter((file) => !files.has(file)).map((file) => ({
    at: file,
    message: 'the file is missing',
  }))
  const warnings: Fault[] = []

  function read(file: string): unknown {
    const text = files.get(file)
    if (text === undefined) return null
    const parsed = parseJson(text)
    if ('value' in parsed) return parsed.value
    faults.push({ at: `${file}:${parsed.line}:${parsed.column}`, message: 'cannot be read as JSON' })
    return null
  }

  const header = headerFrom(read, faults)
  const properties = propertiesFrom(read, faults)
  const { areas, shapes, areasGeoJson } = areasFrom(read, header, faults)
  const known = { areas, shapes, properties }
  const stations = stationsFrom(read, known, faults, warnings)
  const rules = rulesFrom(read, { ...known, stations }, faults)
  const basemap = basemapFrom(files, read, faults)
  const ground = groundFrom(read, faults)
  const wall = wallFrom(read, faults)
  if (faults.length > 0) return { faults }
  return {
    province: { ...header, areas, shapes, areasGeoJson, stations, rules, properties, basemap, ground, wall, warnings },
  }
}

/** The province of the folder; a start with a wrong one ends here, with every fault named. */
export function requireProvince(files: ProvinceFiles): Province {
  const parsed = parseProvince(files)
  if ('province' in parsed) return parsed.province
  const count = parsed.faults.length
  throw coded('province.bad', `the province folder has ${count} fault${count > 1 ? 's' : ''}`, {
    faults: parsed.faults,
  })
}
