import { HOUR } from '@ioc/shared/time'
import { gaussian, keyOf, MOST_DEVIATIONS, uniform } from './world/chance.js'
import { numberOr, type Site } from './world/site.js'
import { occupancy } from './world/traffic.js'

/** What an instrument adds to the truth: a deviation (absolute, or a share of the value), and how finely it reads. */
interface Grade {
  sigma: number
  relative?: boolean
  decimals: number
  min?: number
  max?: number
}

const GRADES: Record<string, Grade> = {
  pm2_5: { sigma: 0.03, relative: true, decimals: 1, min: 0 },
  pm10: { sigma: 0.03, relative: true, decimals: 1, min: 0 },
  no2: { sigma: 0.02, relative: true, decimals: 1, min: 0 },
  so2: { sigma: 0.03, relative: true, decimals: 1, min: 0 },
  o3: { sigma: 0.02, relative: true, decimals: 1, min: 0 },
  co: { sigma: 0.02, relative: true, decimals: 0, min: 0 },
  temperature: { sigma: 0.08, decimals: 1 },
  water_temperature: { sigma: 0.05, decimals: 1 },
  humidity: { sigma: 0.5, decimals: 1, min: 0, max: 100 },
  pressure: { sigma: 0.06, decimals: 1 },
  wind_speed: { sigma: 0.12, relative: true, decimals: 1, min: 0 },
  wind_direction: { sigma: 5, decimals: 0 },
  rain: { sigma: 0.02, relative: true, decimals: 3, min: 0 },
  water_level: { sigma: 0.004, decimals: 3 },
  discharge: { sigma: 0.02, relative: true, decimals: 1, min: 0 },
  ph: { sigma: 0.02, decimals: 2, min: 0, max: 14 },
  dissolved_oxygen: { sigma: 0.05, decimals: 2, min: 0 },
  turbidity: { sigma: 0.03, relative: true, decimals: 1, min: 0 },
  salinity: { sigma: 0.02, relative: true, decimals: 2, min: 0 },
  speed: { sigma: 0.015, relative: true, decimals: 1, min: 0 },
  frequency: { sigma: 0.002, decimals: 3 },
  power_factor: { sigma: 0.001, decimals: 3, min: -1, max: 1 },
  voltage_l1: { sigma: 0.15, decimals: 1, min: 0 },
  voltage_l2: { sigma: 0.15, decimals: 1, min: 0 },
  voltage_l3: { sigma: 0.15, decimals: 1, min: 0 },
}

/** What one meter reads with one and the same error, so that its power, energy and currents still agree. */
const METERED: Record<string, number> = {
  active_power: 2,
  reactive_power: 2,
  energy: 4,
  reactive_energy: 4,
  current_l1: 2,
  current_l2: 2,
  current_l3: 2,
}
const METER_CLASS = 0.002
const METER = keyOf('meter')
const COUNT = keyOf('count')

/** Reads the truth with a station's own instruments: the same seed, station and time give the same reading. */
export function sense(
  seed: number,
  site: Site,
  truth: Readonly<Record<string, number>>,
  { at, intervalMs }: { at: number; intervalMs: number },
): Record<string, number> {
  const read: Record<string, number> = {}
  const meter = 1 + METER_CLASS * gaussian(seed, METER ^ site.key, at)
  for (const [key, value] of Object.entries(truth)) {
    const digits = METERED[key]
    read[key] = digits === undefined ? readOne(seed, site, key, value, at) : round(value * meter, digits)
  }
  return site.station.kind === 'traffic' ? { ...read, ...count(seed, site, truth, read, { at, intervalMs }) } : read
}

/** The largest error that an instrument's reading of a value can have: chance is cut there. */
export function errorOf(key: string, value: number): number {
  const grade = GRADES[key]
  if (!grade) return METERED[key] === undefined ? 0 : MOST_DEVIATIONS * METER_CLASS * Math.abs(value)
  const sigma = grade.relative ? grade.sigma * Math.abs(value) : grade.sigma
  return MOST_DEVIATIONS * sigma + 0.5 * 10 ** -grade.decimals
}

function readOne(seed: number, site: Site, key: string, value: number, at: number): number {
  const grade = GRADES[key]
  if (!grade || (grade.relative && value === 0)) return round(value, grade?.decimals ?? 3)
  const noise = grade.sigma * gaussian(seed, keyOf(key) ^ site.key, at)
  const noisy = grade.relative ? value * (1 + noise) : value + noise
  if (key === 'wind_direction') return (round(noisy, 0) + 360) % 360
  return round(Math.max(grade.min ?? -Infinity, Math.min(grade.max ?? Infinity, noisy)), grade.decimals)
}

/**
 * A detector counts whole vehicles; flow is that count by the hour, and occupancy follows from flow and speed.
 *
 * The broken part of a vehicle is drawn, not cut, so that the counts add up to the true flow.
 */
function count(
  seed: number,
  site: Site,
  truth: Readonly<Record<string, number>>,
  read: Readonly<Record<string, number>>,
  { at, intervalMs }: { at: number; intervalMs: number },
): Record<string, number> {
  const expected = truth['vehicles'] ?? ((truth['flow'] ?? 0) * intervalMs) / HOUR
  const vehicles = Math.floor(expected + uniform(seed, COUNT ^ site.key, at))
  const flow = (vehicles * HOUR) / intervalMs
  const lanes = Math.max(1, numberOr(site.station.attributes?.['lanes'], 2))
  const counted: Record<string, number> = {
    vehicles,
    flow: round(flow, 0),
    occupancy: round(occupancy(flow, read['speed'] ?? 0, lanes), 1),
  }
  return Object.fromEntries(Object.entries(counted).filter(([key]) => key in truth))
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}
