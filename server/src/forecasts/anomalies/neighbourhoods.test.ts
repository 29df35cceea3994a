import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { describe, expect, it } from 'vitest'
import { nearest } from '../nearest.js'
import { createNeighbourhoods, FARTHEST_KM, NEAREST, type Measuring } from './neighbourhoods.js'

const measuring = (id: number | string, lon: number, lat: number, kind = 'air', key = 'pm2_5'): Measuring => ({
  station: { id: String(id) as StationId, kind, lon, lat } as Station,
  property: { key: key as PropertyKey },
})

/** Even over a square of about 110 km, and the same each time. */
const scattered = Array.from({ length: 300 }, (_, n) =>
  measuring(n, 107 + ((n * n * 0.618034) % 1), 16 + ((n * n * 0.754878) % 1)),
)
const ids = (found: Measuring[]) => found.map(({ station }) => station.id)

function settle(all: readonly Measuring[]) {
  const neighbourhoods = createNeighbourhoods<Measuring>()
  for (const each of all) neighbourhoods.put(each)
  return neighbourhoods
}

describe('neighbours', () => {
  it('are the nearest of all that fit, near or far', () => {
    const { near } = settle(scattered)
    for (const fits of [() => true, ({ station }: Measuring) => Number(station.id) % 17 === 0]) {
      for (const each of scattered) {
        const others = scattered.filter((other) => other !== each && fits(other))
        const places = others.map((other) => ({ ...other, lon: other.station.lon, lat: other.station.lat }))
        expect(ids(near(each, fits))).toEqual(ids(nearest(each.station, places, NEAREST, FARTHEST_KM)))
      }
    }
  })

  it('measure the same at stations of the same kind', () => {
    const own = measuring('own', 107.5, 16.5)
    const { near } = settle([
      own,
      measuring('a', 107.51, 16.5),
      measuring('b', 107.51, 16.5, 'weather'),
      measuring('c', 107.51, 16.5, 'air', 'pm10'),
    ])
    expect(ids(near(own, () => true))).toEqual(['a'])
  })

  it('are found where they have moved to, and not once they are gone', () => {
    const [own, other] = [measuring('own', 107.5, 16.5), measuring('a', 109, 16.5)]
    const { near, put, remove } = settle([own, other])
    expect(near(own, () => true)).toEqual([])
    other.station = { ...other.station, lon: 107.6 }
    put(other)
    expect(near(own, () => true)).toEqual([other])
    remove(other)
    expect(near(own, () => true)).toEqual([])
  })
})
