import type { Station } from '@ioc/shared/station'
import { keyOf } from './chance.js'

/** A station as the world sees it: where it stands, and what can be measured there. */
export interface Site {
  station: Station
  /** Its own channel of chance. */
  key: number
  /** Kilometres east and north of the province's middle. */
  x: number
  y: number
  /** Kilometres from the sea. */
  inland: number
  elevationM: number
  /** 1 in the middle of the city, near 0 in the hills. */
  urban: number
  properties: readonly string[]
}

export interface Place {
  x: number
  y: number
  inland: number
}

const MIDDLE = { lon: 107.58, lat: 16.46 }
const KM_PER_LAT = 111
const KM_PER_LON = 106.5

const BY_KIND: Record<string, readonly string[]> = {
  air: ['pm2_5', 'pm10', 'no2', 'so2', 'o3', 'co', 'temperature', 'humidity'],
  water: ['water_level'],
  rain: ['rain'],
  traffic: ['vehicles', 'flow', 'speed', 'occupancy'],
  power: [
    'active_power',
    'energy',
    'power_factor',
    'frequency',
    'voltage_l1',
    'voltage_l2',
    'voltage_l3',
    'current_l1',
    'current_l2',
    'current_l3',
  ],
  weather: ['temperature', 'humidity', 'pressure', 'wind_speed', 'wind_direction', 'rain'],
}

export function placeAt(lon: number, lat: number): Place {
  const x = (lon - MIDDLE.lon) * KM_PER_LON
  const y = (lat - MIDDLE.lat) * KM_PER_LAT
  return { x, y, inland: Math.max(0, inlandKm(x, y)) }
}

export function createSite(station: Station): Site {
  const place = placeAt(station.lon, station.lat)
  return {
    ...place,
    station,
    key: keyOf(station.id),
    elevationM: numberOr(station.attributes?.['elevationM'], Math.max(0, place.inland - 20) * 12),
    urban: Math.exp(-(place.x ** 2 + place.y ** 2) / (2 * 9 ** 2)),
    properties: station.properties ?? BY_KIND[station.kind] ?? [],
  }
}

/** Reads a free attribute of a station, which need not be a number, or be there. */
export function numberOr(attribute: unknown, otherwise: number): number {
  return typeof attribute === 'number' && Number.isFinite(attribute) ? attribute : otherwise
}

/** The coast runs from north-west to south-east, some 15 km beyond the middle; the mountains lie behind it. */
function inlandKm(x: number, y: number): number {
  return -0.483 * x - 0.876 * y + 9
}
