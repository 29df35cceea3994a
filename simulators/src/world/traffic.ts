import { HOUR } from '@ioc/shared/time'
import { hump, isWeekend, localHour } from './calendar.js'
import { uniform, wander } from './chance.js'
import type { Field, Nature } from './nature.js'
import { rainRate } from './rain.js'
import { numberOr, type Site } from './site.js'

const CAPACITY_PER_LANE = 1_800
/** What a vehicle and the detector's loop cover together, in km: mostly motorbikes. */
const COVERED_KM = 0.0042

/**
 * Vehicles on the road as a share of a standing jam, 0 to 1: the one cause of flow, speed and occupancy.
 *
 * The rush hours are 06:30–08:00 and 16:30–18:30; half of the fullest road is still moving at half its free speed.
 */
export function trafficDensity(nature: Nature, site: Site, at: number): number {
  const hour = localHour(at)
  const day = 0.15 / (1 + Math.exp(-2 * (hour - 6))) / (1 + Math.exp(1.1 * (hour - 20.5)))
  const rush = 0.29 * (hump(hour, 7.25, 0.75) + 0.95 * hump(hour, 17.5, 1))
  const today = isWeekend(at) ? 0.95 * day + 0.3 * rush : day + rush
  const busy = (0.4 + 0.6 * site.urban) * (0.85 + 0.3 * uniform(nature.seed, site.key, 7))
  const restless = 1 + 0.07 * wander(nature.seed, site.key + 2, at, HOUR / 4)
  const density = nature.modify('traffic_density', (0.008 + today * busy) * restless, site, at)
  return Math.max(0.001, Math.min(0.97, density))
}

/**
 * Greenshields' relation: speed falls in a straight line as the road fills, so flow has its best at half full.
 */
export const traffic: Field = {
  keys: ['vehicles', 'flow', 'speed', 'occupancy'],
  read(nature, site, { at, intervalMs }) {
    const density = trafficDensity(nature, site, at)
    const lanes = Math.max(1, numberOr(site.station.attributes?.['lanes'], 2))
    const free = numberOr(site.station.attributes?.['freeFlowKmh'], 60)
    const slippery = 1 - 0.12 * Math.min(1, rainRate(nature, site, at) / 20)
    const speed = free * slippery * (1 - density)
    const flow = slippery * 4 * CAPACITY_PER_LANE * lanes * density * (1 - density)
    return {
      vehicles: (flow * intervalMs) / HOUR,
      flow,
      speed,
      occupancy: occupancy(flow, speed, lanes),
    }
  },
}

/** Share of the time that the detector is covered, %: density (flow by speed) times the length of a vehicle. */
export function occupancy(flow: number, speed: number, lanes: number): number {
  return Math.min(100, (100 * COVERED_KM * flow) / (Math.max(1, speed) * lanes))
}
