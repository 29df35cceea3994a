import { sense } from './sensors.js'
import type { Site } from './world/site.js'
import type { World } from './world/world.js'

/** What a reading needs besides its moment: whose it is, in which world, and that world's clock. */
export interface Observer {
  seed: number
  site: Site
  world: World
  worldTime: (at: number) => number
}

/** What a station reads at a moment of its own clock, its counters having run for so long. */
export function measure({ seed, site, world, worldTime }: Observer, at: number, intervalMs: number) {
  const moment = { at: worldTime(at), since: worldTime(at - intervalMs), intervalMs }
  return sense(seed, site, world.truth(site, moment), { at, intervalMs })
}
