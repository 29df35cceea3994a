import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { DAY, MINUTE, startOfLocalMonth } from '@ioc/shared/time'
import { seededRandom } from '../seeded-random.js'

const FROM = startOfLocalMonth(Date.UTC(2026, 8, 15))
export const MADE_MONTH = { from: FROM, to: FROM + 30 * DAY }

/** What a station measures: its key, the level of its day, how far it swings, how it trembles, and its decimals. */
const PROPERTIES = [
  ['pm2_5', 25, 12, 0.8, 1],
  ['temperature', 27, 4, 0.1, 1],
  ['humidity', 78, 12, 0.4, 0],
  ['water_level', 1.4, 0.3, 0.01, 2],
  ['active_power', 42, 20, 1.2, 1],
] as const

const MINUTES_A_DAY = DAY / MINUTE
/** Observations of one commit, and of one request: what InfluxDB recommends. */
const BATCH = 10_000

export interface Made {
  stations: number
  count: number
  datastream(n: number): { station: StationId; property: PropertyKey }
  /** The observations of one day, in the order in which they arrive; the same again where days follow one another. */
  day(start: number): Generator<Observation[]>
}

interface Series {
  station: StationId
  property: PropertyKey
  /** When in its minute it measures. */
  phaseMs: number
  drift: number
  shape: (typeof PROPERTIES)[number]
}

/** Values as sensors send them: a daily swing, a slow drift and a tremble, rounded to the decimals of the sensor. */
export function makeMinutes(millions: number): Made {
  const stations = Math.max(1, Math.round((millions * 1e6) / (30 * MINUTES_A_DAY * PROPERTIES.length)))
  const series: Series[] = Array.from({ length: stations * PROPERTIES.length }, (_, n) => ({
    station: `S-${Math.floor(n / PROPERTIES.length)}` as StationId,
    property: PROPERTIES[n % PROPERTIES.length]![0] as PropertyKey,
    phaseMs: (Math.floor(n / PROPERTIES.length) * 7_919) % MINUTE,
    drift: 0,
    shape: PROPERTIES[n % PROPERTIES.length]!,
  }))

  return {
    stations,
    count: series.length * 30 * MINUTES_A_DAY,
    datastream: (n) => series[(n * 7) % series.length]!,
    *day(start) {
      const random = seededRandom(start / DAY)
      if (start === FROM) for (const one of series) one.drift = 0
      let batch: Observation[] = []
      for (let minute = 0; minute < MINUTES_A_DAY; minute++) {
        const swing = Math.sin((2 * Math.PI * minute) / MINUTES_A_DAY)
        for (const one of series) {
          const [, level, swings, trembles, decimals] = one.shape
          one.drift = 0.995 * one.drift + trembles * (random() - 0.5)
          const at = start + minute * MINUTE + one.phaseMs
          const value = Number((level + swings * swing + one.drift).toFixed(decimals))
          batch.push({
            datastream: datastreamId(one.station, one.property),
            station: one.station,
            property: one.property,
            at,
            value,
            quality: 'good',
            receivedAt: at + 30 + Math.floor(random() * 120),
            timeSource: 'device',
          })
          if (batch.length < BATCH) continue
          yield batch
          batch = []
        }
      }
      if (batch.length > 0) yield batch
    },
  }
}
