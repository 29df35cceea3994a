import { air } from './air.js'
import { isAwake } from './battery.js'
import { createNature, type Field, type Moment, type NatureOptions } from './nature.js'
import { power } from './power.js'
import { rain } from './rain.js'
import { river } from './river.js'
import type { Site } from './site.js'
import { traffic } from './traffic.js'
import { weather } from './weather.js'

/** The province without instruments: what is true, not what is measured. */
export interface World {
  /** The true value of every property the site has and the world knows. */
  truth(site: Site, moment: Moment): Readonly<Record<string, number>>
  /** Whether the station has the power to report, from the mains or from its battery. */
  isAwake(site: Site, at: number): boolean
}

const FIELDS: readonly Field[] = [weather, rain, river, traffic, air, power]

/**
 * Opens a world as a pure function of seed, scenario and time: no answer depends on what was asked before.
 */
export function createWorld(options: NatureOptions): World {
  const nature = createNature(options)

  /** The last answer of each site: a reading and whoever judges it ask for the same moment. */
  const last = new Map<Site, { moment: Moment; known: Readonly<Record<string, number>> }>()

  return {
    isAwake: (site, at) => isAwake(nature, site, at),
    truth(site, moment) {
      const before = last.get(site)
      if (before && isSame(before.moment, moment)) return before.known
      const known: Record<string, number> = {}
      for (const field of FIELDS) {
        if (!field.keys.some((key) => site.properties.includes(key))) continue
        const values = field.read(nature, site, moment)
        for (const key of field.keys) {
          const value = values[key]
          if (value !== undefined && site.properties.includes(key)) known[key] = value
        }
      }
      last.set(site, { moment, known })
      return known
    },
  }
}

function isSame(a: Moment, b: Moment): boolean {
  return a.at === b.at && a.since === b.since && a.intervalMs === b.intervalMs
}
