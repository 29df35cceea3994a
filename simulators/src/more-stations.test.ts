import { stationSchema } from '@ioc/shared/station'
import { describe, expect, it } from 'vitest'
import { HUE, stations } from './hue.fixture.js'
import { isInside, stationsFor } from './more-stations.js'
import { readProvince } from './province.js'

const { areas } = await readProvince(HUE)

describe('stationsFor', () => {
  it("takes the province's own, and some of every kind where fewer are asked for", () => {
    expect(stationsFor(stations.length, stations, areas, 1)).toEqual(stations)
    const few = stationsFor(12, stations, areas, 1)
    expect(few).toHaveLength(12)
    expect(new Set(few.map(({ kind }) => kind)).size).toBe(5)
    expect(stationsFor(0, stations, areas, 1)).toEqual([])
  })

  it('makes up the rest inside the communes, valid, each with an id of its own', () => {
    const many = stationsFor(2_000, stations, areas, 1)
    expect(many).toHaveLength(2_000)
    expect(new Set(many.map(({ id }) => id)).size).toBe(2_000)
    expect(new Set(many.map(({ area }) => area)).size).toBe(areas.length)
    for (const station of many.slice(stations.length)) {
      expect(stationSchema.safeParse(station).success).toBe(true)
      expect(station.simulated).toBe(true)
      const area = areas.find(({ id }) => id === station.area)
      expect(isInside(area?.rings ?? [], station.lon, station.lat)).toBe(true)
    }
  })

  it('puts them where it put them before', () => {
    expect(stationsFor(80, stations, areas, 3)).toEqual(stationsFor(80, stations, areas, 3))
    expect(stationsFor(80, stations, areas, 3)).not.toEqual(stationsFor(80, stations, areas, 4))
  })
})
