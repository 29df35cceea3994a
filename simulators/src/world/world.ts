import { air } from './air.js'
import { createNature, type Field, type Moment } from './nature.js'
import { power } from './power.js'
import { rain } from './rain.js'
import { river } from './river.js'
import type { Scenario } from './scenario.js'
import type { Site } from './site.js'
import { traffic } from './traffic.js'
import { weather } from './weather.js'

/** The province without instruments: what is true, not what is measured. */
export interface World {
  /** The true value of every property the site has and the world knows. */
  truth(site: Site, moment: Moment): Record<string, number>
}

const FIELDS: readonly Field[] = [weather, rain, river, traffic, air, power]

/**
 * Opens a world as a pure function of seed, scenario and time: no answer depends on what was asked before.
 */
export function createWorld(options: { seed: number; scenario: Scenario; scenarioStart: number }): World {
  const nature = createNature(options)

  return {
    truth(site, moment) {
      const known: Record<string, number> = {}
      for (const field of FIELDS) {
        if (!field.keys.some((key) => site.properties.includes(key))) continue
        const values = field.read(nature, site, moment)
        for (const key of field.keys) {
          const value = values[key]
          if (value !== undefined && site.properties.includes(key)) known[key] = value
        }
      }
      return known
    },
  }
}
