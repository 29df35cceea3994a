import { HOUR, MINUTE } from '@ioc/shared/time'
import { numberOr, type Site } from '../world/site.js'

/** A state of the world that somebody must be told of, with the limit it is judged by. */
export interface Condition {
  /** Its name in a truth file. */
  what: string
  /** What tells it; `vn_aqi` is computed from the pollutants. */
  property: string
  /** Its mean (of rain: its sum) over so long is held against the limit; null: each value. */
  overMs: number | null
  /** A value at the limit is past it. */
  when: 'above' | 'below'
  /** Null: a station like this one cannot tell. */
  limitAt(site: Site): number | null
  /** One state of the whole province, seen by every station that measures it. */
  everywhere: boolean
}

const OVER = { '10m': 10 * MINUTE, '1h': HOUR, '8h': 8 * HOUR, '24h': 24 * HOUR } as const
type Over = keyof typeof OVER

const PHASES = ['voltage_l1', 'voltage_l2', 'voltage_l3']
/** µg/Nm³; PM2.5 since 1/1/2026. */
const QCVN: readonly [property: string, over: Over, limit: number][] = [
  ['so2', '1h', 350],
  ['so2', '24h', 125],
  ['co', '1h', 30_000],
  ['co', '8h', 10_000],
  ['no2', '1h', 200],
  ['no2', '24h', 100],
  ['o3', '1h', 200],
  ['o3', '8h', 120],
  ['pm10', '24h', 100],
  ['pm2_5', '24h', 45],
]

/**
 * What can go wrong, by the texts in force.
 *
 * - Water: Decision 05/2020/QĐ-TTg, the levels BĐ I, II and III of each gauge; a reservoir's own normal level.
 * - Rain: over a day the classes of the National Centre for Hydro-Meteorological Forecasting and the steps of Decision
 *   18/2021/QĐ-TTg, Article 44. Over an hour there is no official limit: 30, 50 and 100 mm are a choice.
 * - Wind: storm of force 8 from 17.2 m/s, severe storm of force 10 from 24.5 m/s, as a mean of ten minutes.
 * - Air: Decision 1459/QĐ-TCMT (12/11/2019), the classes of the hourly VN_AQI; QCVN 05:2023/BTNMT.
 * - Power: Decree 137/2013/NĐ-CP, Article 15, and Circular 05/2025/TT-BCT: ±5 % of the nominal voltage (−10 % after a
 *   fault), 50 ± 0.2 Hz; cos φ of 0.9. Below a tenth of the nominal voltage there is no supply.
 * - Traffic: no Vietnamese limit; level of service F of the Highway Capacity Manual, three tenths of the free speed.
 */
export const CONDITIONS: readonly Condition[] = [
  above('water.bd1', 'water_level', attribute('bd1')),
  above('water.bd2', 'water_level', attribute('bd2')),
  above('water.bd3', 'water_level', attribute('bd3')),
  above('water.reservoir-full', 'water_level', attribute('mndbt')),
  ...[30, 50, 100].map((mm) => above(`rain.hour-${mm}`, 'rain', fixed(mm), '1h')),
  ...[51, 100, 200, 400].map((mm) => above(`rain.day-${mm}`, 'rain', fixed(mm), '24h')),
  above('wind.force-8', 'wind_speed', fixed(17.2), '10m'),
  above('wind.force-10', 'wind_speed', fixed(24.5), '10m'),
  above('air.aqi-poor', 'vn_aqi', fixed(101)),
  above('air.aqi-bad', 'vn_aqi', fixed(151)),
  above('air.aqi-very-bad', 'vn_aqi', fixed(201)),
  above('air.aqi-hazardous', 'vn_aqi', fixed(301)),
  ...QCVN.map(([property, over, limit]) => above(`air.${property}-${over}`, property, fixed(limit), over)),
  below('traffic.jam', 'speed', attribute('freeFlowKmh', 0.3)),
  ...PHASES.flatMap((phase) => [
    above('power.voltage-high', phase, attribute('nominalV', 1.05)),
    below('power.voltage-low', phase, attribute('nominalV', 0.95)),
    below('power.voltage-very-low', phase, attribute('nominalV', 0.9)),
    below('power.no-supply', phase, attribute('nominalV', 0.1)),
  ]),
  { ...below('power.frequency-low', 'frequency', fixed(49.8)), everywhere: true },
  { ...above('power.frequency-high', 'frequency', fixed(50.2)), everywhere: true },
  below('power.factor-low', 'power_factor', fixed(0.9), '1h'),
  above('power.overload', 'active_power', attribute('ratedKw')),
]

function above(what: string, property: string, limitAt: Condition['limitAt'], over?: Over): Condition {
  return { what, property, overMs: over ? OVER[over] : null, when: 'above', limitAt, everywhere: false }
}

function below(what: string, property: string, limitAt: Condition['limitAt'], over?: Over): Condition {
  return { ...above(what, property, limitAt, over), when: 'below' }
}

function fixed(limit: number): Condition['limitAt'] {
  return () => limit
}

function attribute(name: string, factor = 1): Condition['limitAt'] {
  return ({ station }) => {
    const limit = factor * numberOr(station.attributes?.[name], Number.NaN)
    return Number.isNaN(limit) ? null : limit
  }
}
