import type { Area, Station } from '@ioc/shared/station'
import type { StationId } from '@ioc/shared/ids'
import { keyOf, uniform } from './world/chance.js'

type Ring = readonly (readonly [number, number])[]

export interface AreaShape {
  id: Area['id']
  name: string
  /** Outer rings and holes alike, by the even-odd rule. */
  rings: readonly Ring[]
}

const PLACE = keyOf('place')
const TRIES = 200

/**
 * As many stations as asked for: an even choice of the province's own, or all of them and made-up ones besides, each
 * like one of them, somewhere inside a commune.
 */
export function stationsFor(
  wanted: number,
  own: readonly Station[],
  areas: readonly AreaShape[],
  seed: number,
): Station[] {
  if (wanted <= own.length)
    return own.filter((_, i) => Math.floor((i * wanted) / own.length) < Math.floor(((i + 1) * wanted) / own.length))
  const models = own.filter((station) => station.attributes?.['mndbt'] === undefined)
  if (models.length === 0 || areas.length === 0) return [...own]
  const stations = [...own]
  for (let n = own.length; n < wanted; n++) {
    const model = models[(n * 7) % models.length]
    const area = areas[Math.floor(uniform(seed, PLACE, n * 2) * areas.length)]
    if (model && area) stations.push(madeUp(model, area, n + 1, seed))
  }
  return stations
}

function madeUp(model: Station, area: AreaShape, number: number, seed: number): Station {
  const { gateway: _, ...rest } = model
  const [lon, lat] = pointInside(area, seed, number)
  return {
    ...rest,
    id: `${model.id.replace(/\d+$/, '')}S${String(number).padStart(5, '0')}` as StationId,
    name: `Trạm mô phỏng ${number}, ${area.name}`,
    lon,
    lat,
    area: area.id,
    simulated: true,
  }
}

/** Throws darts at the commune's box until one is inside; a commune too thin to hit gives a corner of its border. */
function pointInside({ rings }: AreaShape, seed: number, number: number): [number, number] {
  const all = rings.flat()
  const lons = all.map(([lon]) => lon)
  const lats = all.map(([, lat]) => lat)
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)]
  for (let i = 0; i < TRIES; i++) {
    const lon = west + (east - west) * uniform(seed, PLACE + 1, number * TRIES + i)
    const lat = south + (north - south) * uniform(seed, PLACE + 2, number * TRIES + i)
    if (isInside(rings, lon, lat)) return [Number(lon.toFixed(5)), Number(lat.toFixed(5))]
  }
  return [west, south]
}

export function isInside(rings: readonly Ring[], lon: number, lat: number): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [lonA = 0, latA = 0] = ring[i] ?? []
      const [lonB = 0, latB = 0] = ring[j] ?? []
      if (latA > lat !== latB > lat && lon < ((lonB - lonA) * (lat - latA)) / (latB - latA) + lonA) inside = !inside
    }
  }
  return inside
}
