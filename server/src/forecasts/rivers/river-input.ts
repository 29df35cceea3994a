import type { StationId } from '@ioc/shared/ids'
import { createKept } from '@ioc/shared/kept'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { ReadHistory } from '../../ports/observation-store.js'
import type { KnownStations } from '../../ports/registry.js'
import { nearest } from '../nearest.js'
import { readEven } from '../series/read-even.js'
import type { Prior } from './river-course.js'
import type { RiverInput } from './river.js'

interface RiverInputsOptions {
  read: ReadHistory
  stations: KnownStations
}

interface Steps {
  from: EpochMs
  to: EpochMs
  stepMs: number
}

interface GaugeQuery extends Steps {
  station: StationId
  property: 'rain' | 'water_level'
}

/** The attribute of a gauge that names the gauges of rain above it, comma separated; without it the nearest ones count. */
const RAIN_GAUGES = 'rainGauges'
/** The one that names the next gauge of level above it. */
const UPSTREAM = 'upstream'
const NEAREST = 5
const FARTHEST_KM = 45
/** Gauges share their rain and their rivers; a month in steps of ten minutes is 32 kB. */
const KEPT_GAUGES = 500

/** Reads what is known of a river besides its level. */
export function createRiverInputs({ read, stations }: RiverInputsOptions) {
  const gauges = createKept({
    async read({ station, property, from, to, stepMs }: GaugeQuery): Promise<Float64Array> {
      const over = property === 'rain' ? 'sum' : 'mean'
      return (await readEven(read, { station, property, over, from, to, stepMs })).values
    },
    keyOf: ({ station, property, from, to, stepMs }) => `${station}/${property}/${stepMs}/${from}/${to}`,
    most: () => KEPT_GAUGES,
  })

  return {
    /** Null where no gauge of rain is near, or no level is known. */
    async of(id: StationId, steps: Steps): Promise<RiverInput | null> {
      const gauge = stations.get(id)
      const near = gauge ? gaugesOf(gauge, stations.values()) : []
      if (!gauge || near.length === 0) return null
      const all = await Promise.all(near.map((station) => gauges.get({ station, property: 'rain', ...steps })))
      const rain = all[0]!.map((_, step) => meanOfKnown(all.map((values) => values[step]!)))
      const level = await gauges.get({ station: id, property: 'water_level', ...steps })
      const upstream = stations.get(gauge.attributes?.[UPSTREAM] as StationId)
      const above = upstream ? await gauges.get({ station: upstream.id, property: 'water_level', ...steps }) : null
      const first = level.findIndex(isKnown)
      if (first < 0) return null
      return {
        level: { start: steps.from + first * steps.stepMs, stepMs: steps.stepMs, values: level.slice(first) },
        rain: rain.slice(first),
        above: above?.some(isKnown) ? above.slice(first) : null,
        prior: priorOf(gauge),
      }
    },
  }
}

/** The gauges of rain that speak for a gauge of level. */
function gaugesOf(gauge: Station, all: Iterable<Station>): StationId[] {
  const named = gauge.attributes?.[RAIN_GAUGES]
  if (typeof named === 'string') return named.split(',').flatMap((id) => (id.trim() ? [id.trim() as StationId] : []))
  const gauges = [...all].filter(({ kind, properties }) => kind === 'rain' || properties?.includes('rain' as never))
  return nearest(gauge, gauges, NEAREST, FARTHEST_KM).map(({ id }) => id)
}

/** What a gauge says of its river: how much runoff brings it to báo động III, mm/h, and how long the rain takes, h. */
function priorOf({ attributes }: Station): Prior | null {
  const { bd3: level, runoffAtBd3: runoff, rainLagH: lagH } = attributes ?? {}
  if (typeof level !== 'number' || typeof runoff !== 'number' || typeof lagH !== 'number') return null
  return runoff > 0 && lagH > 0 ? { level, runoff, lagH } : null
}

const isKnown = (value: number) => !Number.isNaN(value)

function meanOfKnown(values: readonly number[]): number {
  const known = values.filter(isKnown)
  return known.length === 0 ? NaN : known.reduce((sum, value) => sum + value, 0) / known.length
}
