import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import { nearest } from './nearest.js'
import { readEven, type ReadHistory } from './read-even.js'

interface RainfallOptions {
  read: ReadHistory
  stations: { get(id: StationId): Station | undefined; values(): Iterable<Station> }
}

interface Steps {
  from: EpochMs
  to: EpochMs
  stepMs: number
}

/** The attribute of a gauge that names the gauges of rain above it, comma separated; without it the nearest ones count. */
const NAMED = 'rainGauges'
const NEAREST = 5
const FARTHEST_KM = 45

/** What fell where the water of a river comes from: the mean of its gauges of rain, mm a step, NaN where none spoke. */
export function createRainfall({ read, stations }: RainfallOptions) {
  /** Gauges share their rain; only the newest round is kept. */
  let round = ''
  let fallen = new Map<string, Promise<{ start: EpochMs; values: Float64Array }>>()

  function readGauge(station: StationId, { from, to, stepMs }: Steps) {
    if (round !== `${to}`) {
      round = `${to}`
      fallen = new Map()
    }
    const key = `${station}/${stepMs}/${from}`
    let found = fallen.get(key)
    if (!found) fallen.set(key, (found = readEven(read, { station, property: 'rain', over: 'sum', from, to, stepMs })))
    return found
  }

  return {
    /** Null where no gauge of rain is near. */
    async at(station: StationId, steps: Steps): Promise<Float64Array | null> {
      const gauge = stations.get(station)
      const near = gauge ? gaugesOf(gauge, stations.values()) : []
      if (near.length === 0) return null
      const all = await Promise.all(near.map((id) => readGauge(id, steps)))
      return all[0]!.values.map((_, step) => meanOfKnown(all.map(({ values }) => values[step]!)))
    },
  }
}

/** The gauges of rain that speak for a gauge of level. */
export function gaugesOf(gauge: Station, all: Iterable<Station>): StationId[] {
  const named = gauge.attributes?.[NAMED]
  if (typeof named === 'string') return named.split(',').flatMap((id) => (id.trim() ? [id.trim() as StationId] : []))
  const gauges = [...all].filter(({ kind, properties }) => kind === 'rain' || properties?.includes('rain' as never))
  return nearest(gauge, gauges, NEAREST, FARTHEST_KM).map(({ id }) => id)
}

function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0) / known.length
}
