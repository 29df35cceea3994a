import { HOUR } from '@ioc/shared/time'
import { keyOf, uniform } from './chance.js'
import type { Nature } from './nature.js'
import type { Site } from './site.js'

const BATTERY = keyOf('battery')
/** Out in the open, with a panel of their own: the mains are nothing to them. */
const SOLAR = new Set(['water', 'rain', 'weather'])
const SHORTEST_H = 0.3
const LONGEST_H = 1.6

/** Whether a station has power: mains, sun, or a battery that is not empty yet. */
export function isAwake(nature: Nature, site: Site, at: number): boolean {
  if (SOLAR.has(site.station.kind)) return true
  const lastsH = SHORTEST_H + (LONGEST_H - SHORTEST_H) * uniform(nature.seed, BATTERY, site.key)
  return nature.mainsOffMs(site, at) <= lastsH * HOUR
}
