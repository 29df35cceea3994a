import type { Reporter } from './report.js'
import type { FaultShares } from './faults.js'
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

/** What is true at a station at a moment of its own clock, its counters having run for so long. */
export function truthAt({ site, world, worldTime }: Observer, at: number, intervalMs: number) {
  return world.truth(site, { at: worldTime(at), since: worldTime(at - intervalMs), intervalMs })
}

/** What the station reads of it. */
export function measure(observer: Observer, at: number, intervalMs: number): Record<string, number> {
  return sense(observer.seed, observer.site, truthAt(observer, at, intervalMs), { at, intervalMs })
}

/** The station as one that reports, with its faults; `read` says what it measures: with its instruments, or truly. */
export function reporterOf(
  observer: Observer,
  shares: FaultShares,
  read: (at: number) => Readonly<Record<string, number>>,
): Reporter {
  const { seed, site, world, worldTime } = observer
  return {
    seed,
    key: site.key,
    station: site.station.id,
    shares,
    measure: read,
    isAwake: (at) => world.isAwake(site, worldTime(at)),
  }
}
