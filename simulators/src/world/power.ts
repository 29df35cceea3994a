import { HOUR } from '@ioc/shared/time'
import { hump, isWeekend, localHour } from './calendar.js'
import { keyOf, uniform, wander } from './chance.js'
import type { Field, Nature } from './nature.js'
import { numberOr, type Site } from './site.js'
import { weatherAt } from './weather.js'

const GRID = keyOf('grid')
const PHASES = [0, 1, 2] as const
const DEAD: Record<string, number> = {
  active_power: 0,
  reactive_power: 0,
  energy: 0,
  reactive_energy: 0,
  voltage_l1: 0,
  voltage_l2: 0,
  voltage_l3: 0,
  current_l1: 0,
  current_l2: 0,
  current_l3: 0,
}

/**
 * A transformer's low-voltage side: load makes power, power sags the voltage, and both make the current.
 *
 * The frequency belongs to the whole grid, so every meter sees the same. Without mains a meter reads no volts, and there
 * is no frequency and no power factor to be read.
 */
export const power: Field = {
  keys: [
    'active_power',
    'reactive_power',
    'energy',
    'reactive_energy',
    'power_factor',
    'frequency',
    'voltage_l1',
    'voltage_l2',
    'voltage_l3',
    'current_l1',
    'current_l2',
    'current_l3',
  ],
  read(nature, site, { at, intervalMs }) {
    if (nature.mainsOffMs(site, at) > 0) return DEAD
    const load = loadShare(nature, site, at)
    const kW = numberOr(site.station.attributes?.['ratedKw'], 400) * load
    const factor = 0.9 + 0.07 * Math.min(1, load) + 0.008 * wander(nature.seed, site.key + 4, at, HOUR)
    const kvar = kW * Math.tan(Math.acos(factor))
    const shares = phaseShares(nature, site, at)
    const volts = PHASES.map((phase) => phaseVoltage(nature, site, at, load * 3 * (shares[phase] ?? 0)))
    const amperes = PHASES.map((phase) => (1_000 * kW * (shares[phase] ?? 0)) / ((volts[phase] || 1) * factor))
    return {
      active_power: kW,
      reactive_power: kvar,
      energy: (kW * intervalMs) / HOUR,
      reactive_energy: (kvar * intervalMs) / HOUR,
      power_factor: factor,
      frequency: gridHz(nature, site, at),
      voltage_l1: volts[0] ?? 0,
      voltage_l2: volts[1] ?? 0,
      voltage_l3: volts[2] ?? 0,
      current_l1: amperes[0] ?? 0,
      current_l2: amperes[1] ?? 0,
      current_l3: amperes[2] ?? 0,
    }
  },
}

/** Load as a share of the rating: work by day, homes in the evening, air conditioning when it is hot. */
function loadShare(nature: Nature, site: Site, at: number): number {
  const hour = localHour(at)
  const work = isWeekend(at) ? 0.55 : 1
  const { temperature } = weatherAt(nature, site, at)
  const people = 0.26 + work * (0.17 * hump(hour, 9.8, 2.4) + 0.15 * hump(hour, 15, 2.6)) + 0.34 * hump(hour, 19.2, 2.2)
  const cooling = 0.016 * Math.max(0, temperature - 25)
  const heating = 0.008 * Math.max(0, 17 - temperature)
  const size = 0.85 + 0.25 * uniform(nature.seed, site.key, 11)
  const restless = 1 + 0.04 * wander(nature.seed, site.key + 5, at, HOUR / 6)
  return Math.max(0, nature.modify('load', (people + cooling + heating) * size * restless, site, at))
}

/** Homes hang on one phase each, so the three are never quite even; the shares add up to one. */
function phaseShares(nature: Nature, site: Site, at: number): readonly number[] {
  const first = 1 / 3 + 0.012 * wander(nature.seed, site.key + 6, at, 2 * HOUR)
  const second = 1 / 3 + 0.012 * wander(nature.seed, site.key + 7, at, 2 * HOUR)
  return [first, second, 1 - first - second]
}

/** The tap is set 2 % high so that the evening's sag stays inside ±5 %. */
function phaseVoltage(nature: Nature, site: Site, at: number, load: number): number {
  const nominal = numberOr(site.station.attributes?.['nominalV'], 220)
  const feeder = 0.005 * wander(nature.seed, site.key + 8, at, HOUR / 3)
  return Math.max(0, nominal * nature.modify('voltage', 1.022 - 0.038 * load + feeder, site, at))
}

function gridHz(nature: Nature, site: Site, at: number): number {
  const hz = 50 + 0.028 * wander(nature.seed, GRID, at, 47_000) + 0.017 * wander(nature.seed, GRID + 1, at, 9_000)
  return nature.modify('frequency', hz, site, at)
}
