import { KM_A_DEGREE } from '@ioc/shared/km-between'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { nearest } from '../nearest.js'

export interface Measuring {
  station: Station
  property: Pick<ObservedProperty, 'key'>
}

/** The nearest that measure the same at stations of the same kind and fit, nearest first. */
export type Near<T> = (to: T, fits: (other: T) => boolean) => T[]

export interface Neighbourhoods<T> {
  /** Adds one; again after its station has moved. */
  put(each: T): void
  remove(each: T): void
  near: Near<T>
}

/** Of so many, and within so far, neighbours are asked. */
export const NEAREST = 6
export const FARTHEST_KM = 30
/** Looked for so near first, then twice as far each time: among ten thousand stations the nearest are close. */
const FIRST_KM = 2
const CELL_DEGREES = 0.02
/** More than there are cells around the globe. */
const ROW = 2 ** 16

type Cells<T> = Map<number, Set<T>>

/**
 * Who measures the same near each other, in a grid: asking for the nearest looks at the cells around and not at all
 * stations of a province.
 */
export function createNeighbourhoods<T extends Measuring>(): Neighbourhoods<T> {
  const groups = new Map<string, Cells<T>>()
  const placed = new Map<T, Set<T>>()

  function cellsOf({ station: { kind }, property: { key } }: T): Cells<T> {
    const group = `${kind} ${key}`
    let cells = groups.get(group)
    if (!cells) groups.set(group, (cells = new Map()))
    return cells
  }

  function* within(to: T, km: number, fits: (other: T) => boolean) {
    const { lon, lat, id } = to.station
    const cells = cellsOf(to)
    const high = km / KM_A_DEGREE
    const wide = high / Math.cos((lat * Math.PI) / 180)
    for (let row = rowOf(lat - high); row <= rowOf(lat + high); row++) {
      for (let column = columnOf(lon - wide); column <= columnOf(lon + wide); column++) {
        for (const each of cells.get(row * ROW + column) ?? []) {
          if (each.station.id !== id && fits(each)) yield { each, lon: each.station.lon, lat: each.station.lat }
        }
      }
    }
  }

  return {
    put(each) {
      const cells = cellsOf(each)
      const place = rowOf(each.station.lat) * ROW + columnOf(each.station.lon)
      let cell = cells.get(place)
      if (!cell) cells.set(place, (cell = new Set()))
      placed.get(each)?.delete(each)
      placed.set(each, cell.add(each))
    },
    remove(each) {
      placed.get(each)?.delete(each)
      placed.delete(each)
    },
    near(to, fits) {
      for (let km = FIRST_KM; ; km = Math.min(2 * km, FARTHEST_KM)) {
        const found = nearest(to.station, within(to, km, fits), NEAREST, km)
        if (found.length === NEAREST || km === FARTHEST_KM) return found.map(({ each }) => each)
      }
    },
  }
}

const rowOf = (lat: number) => Math.floor((lat + 90) / CELL_DEGREES)
const columnOf = (lon: number) => Math.floor((lon + 180) / CELL_DEGREES)
