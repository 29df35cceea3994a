import { numberOr, type Site } from '../world/site.js'

/** A state of the world that somebody must be told of, with the official limit it is judged by. */
export interface Condition {
  /** Its name in a truth file. */
  what: string
  /** The values that tell it; each on its own is enough. A value of `vn_aqi` is computed from the pollutants. */
  properties: readonly string[]
  /** A value at the limit is past it. */
  when: 'above' | 'below'
  /** Null: a station like this one cannot tell. */
  limitAt(site: Site): number | null
  /** One state of the whole province, seen by every station that measures it. */
  everywhere?: true
}

const VOLTAGES = ['voltage_l1', 'voltage_l2', 'voltage_l3']

/**
 * What can go wrong, by the texts in force.
 *
 * - Water: Decision 05/2020/QĐ-TTg, the levels BĐ I, II and III of each gauge; a reservoir's own normal level.
 * - Air: Decision 1459/QĐ-TCMT (12/11/2019), the classes of the hourly VN_AQI.
 * - Power: Decree 137/2013/NĐ-CP, Article 15, and Circular 05/2025/TT-BCT: ±5 % of the nominal voltage, 50 ± 0.2 Hz.
 * - Traffic: no Vietnamese limit; level of service F of the Highway Capacity Manual, three tenths of the free speed.
 */
export const CONDITIONS: readonly Condition[] = [
  ...['bd1', 'bd2', 'bd3'].map((level): Condition => above(`water.${level}`, ['water_level'], attribute(level))),
  above('water.reservoir-full', ['water_level'], attribute('mndbt')),
  above('air.aqi-poor', ['vn_aqi'], () => 101),
  above('air.aqi-bad', ['vn_aqi'], () => 151),
  above('air.aqi-very-bad', ['vn_aqi'], () => 201),
  above('air.aqi-hazardous', ['vn_aqi'], () => 301),
  below('traffic.jam', ['speed'], attribute('freeFlowKmh', 0.3)),
  below('power.voltage-low', VOLTAGES, attribute('nominalV', 0.95)),
  above('power.voltage-high', VOLTAGES, attribute('nominalV', 1.05)),
  { ...below('power.frequency-low', ['frequency'], () => 49.8), everywhere: true },
  { ...above('power.frequency-high', ['frequency'], () => 50.2), everywhere: true },
]

function above(what: string, properties: readonly string[], limitAt: Condition['limitAt']): Condition {
  return { what, properties, when: 'above', limitAt }
}

function below(what: string, properties: readonly string[], limitAt: Condition['limitAt']): Condition {
  return { what, properties, when: 'below', limitAt }
}

function attribute(name: string, factor = 1): Condition['limitAt'] {
  return ({ station }) => {
    const limit = factor * numberOr(station.attributes?.[name], Number.NaN)
    return Number.isNaN(limit) ? null : limit
  }
}
