import { SEVERITIES } from '@ioc/shared/alarm'
import type { Filters } from '../stations/filters.js'
import { passes } from '../stations/filters.js'
import type { Row } from '../stations/row.js'
import { rankOf, STANDINGS, type Standing } from '../stations/standing.js'

interface Point {
  lon: number
  lat: number
}

export type Box = readonly [west: number, south: number, east: number, north: number]

export interface Camera {
  /** What is in view. */
  box: Box
  zoom: number
}

/** Many stations drawn as one ring, with how many of them stand how. */
export interface Ring {
  id: string
  lon: number
  lat: number
  /** The commune in which all of them lie; null: several. */
  area: string | null
  total: number
  standings: Readonly<Record<Standing, number>>
}

export interface Scene {
  /** Stations drawn one by one. */
  markers: ReadonlySet<string>
  rings: readonly Ring[]
  /** Communes with something wrong in them that is so, by the worst of it, and those that nothing is heard of. */
  tones: ReadonlyMap<string, Standing>
}

/** More stations in view than this are no picture any more, but a stain: they are drawn as rings. */
const MOST_MARKERS = 400
/** Stations in alarm lie over the rings, the worst of them, as long as they can be told apart. */
const MOST_LOUD = 150
/** Fewer stations than this are drawn one by one wherever they stand: a ring would say less. */
const LEAST_IN_RING = 3
/** The side of the square whose stations are one ring, pixels at a whole zoom; a ring keeps off its edges, so rings stay apart. */
const SQUARE_PX = 88
const OFF_EDGE = 0.3
const TILE_PX = 512
/** What speaks for a commune: one station that is heard and well, and it is not silent; what was never heard says nothing. */
const TONES: readonly Standing[] = [...SEVERITIES, 'normal', 'silent', 'waiting']
/** Beyond the edges of the view as much of it again is drawn, so that moving shows no gap. */
const MARGIN = 0.25

/**
 * Decides what the map draws one by one and what as rings.
 *
 * A ring counts all stations of its square of the land that pass the filters, also those beyond the edge, so moving the
 * map changes no number. What stands wrong is counted in its ring and drawn above it as well.
 */
export function planScene(rows: Iterable<Row>, { box, zoom }: Camera, filters: Filters): Scene {
  const tones = new Map<string, Standing>()
  const passing: Row[] = []
  const inView: Row[] = []
  const isInBox = boxTest(widened(box))
  for (const row of rows) {
    const { station } = row
    const { standing, phase } = row.look.so
    const tone = phase === 'returned' ? 'normal' : standing
    const before = tones.get(station.area)
    if (!before || TONES.indexOf(tone) < TONES.indexOf(before)) tones.set(station.area, tone)
    if (!passes(row, filters)) continue
    passing.push(row)
    if (isInBox(station)) inView.push(row)
  }
  for (const [area, tone] of tones) if (tone === 'normal' || tone === 'waiting') tones.delete(area)
  if (inView.length <= MOST_MARKERS) return { markers: idsOf(inView), rings: [], tones }

  const grid = gridAt(zoom)
  const byCell = new Map<string, Row[]>(inView.map((row) => [grid.cellOf(row.station), []]))
  for (const row of passing) byCell.get(grid.cellOf(row.station))?.push(row)
  const markers = idsOf(loudest(inView))
  const rings: Ring[] = []
  for (const [cell, members] of byCell) {
    if (members.length < LEAST_IN_RING) for (const { station } of members) markers.add(station.id)
    else rings.push(toRing(cell, members, grid))
  }
  return { markers, rings, tones }
}

/** The box with as much again around it as is drawn beyond the edges. */
export function widened([west, south, east, north]: Box): Box {
  const [dx, dy] = [(east - west) * MARGIN, (north - south) * MARGIN]
  return [west - dx, south - dy, east + dx, north + dy]
}

export function boxTest([west, south, east, north]: Box): (place: Point) => boolean {
  return ({ lon, lat }) => lon >= west && lon <= east && lat >= south && lat <= north
}

interface Grid {
  cellOf(place: Point): string
  /** The place, moved off the edges of its square. */
  offEdge(place: Point): Point
}

/** Squares of the world as Web Mercator draws it, of one size on the screen at a whole zoom. */
function gridAt(zoom: number): Grid {
  const level = Math.floor(zoom)
  const across = (TILE_PX * 2 ** level) / SQUARE_PX
  return {
    cellOf: ({ lon, lat }) => `${level}/${Math.floor(toX(lon) * across)}/${Math.floor(toY(lat) * across)}`,
    offEdge: ({ lon, lat }) => ({
      lon: toLon(clamp(toX(lon) * across) / across),
      lat: toLat(clamp(toY(lat) * across) / across),
    }),
  }
}

function clamp(value: number): number {
  const square = Math.floor(value)
  return square + Math.min(1 - OFF_EDGE, Math.max(OFF_EDGE, value - square))
}

const RADIANS = Math.PI / 180
const toX = (lon: number) => (lon + 180) / 360
const toLon = (x: number) => x * 360 - 180
const toY = (lat: number) => 0.5 - Math.asinh(Math.tan(lat * RADIANS)) / (2 * Math.PI)
const toLat = (y: number) => Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) / RADIANS

function loudest(rows: readonly Row[]): Row[] {
  const loud = rows.filter(({ look }) => rankOf(look.standing) < rankOf('silent'))
  if (loud.length <= MOST_LOUD) return loud
  return loud.sort((a, b) => rankOf(a.look.standing) - rankOf(b.look.standing)).slice(0, MOST_LOUD)
}

function toRing(id: string, members: readonly Row[], grid: Grid): Ring {
  const standings = Object.fromEntries(STANDINGS.map((standing) => [standing, 0])) as Record<Standing, number>
  const area = members[0]?.station.area ?? null
  let [lon, lat, areAlike] = [0, 0, true]
  for (const { station, look } of members) {
    lon += station.lon / members.length
    lat += station.lat / members.length
    areAlike &&= station.area === area
    standings[look.so.standing] += 1
  }
  return { id, ...grid.offEdge({ lon, lat }), area: areAlike ? area : null, total: members.length, standings }
}

function idsOf(rows: readonly Row[]): Set<string> {
  return new Set(rows.map(({ station }) => station.id))
}
