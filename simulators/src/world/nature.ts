import type { Lever, Scenario } from './scenario.js'
import type { Place, Site } from './site.js'

/** What a reading is asked for. */
export interface Moment {
  /** World time. */
  at: number
  /** World time of the report before it: rain is what fell between the two. */
  since: number
  /** How long the report's counters ran, by the report's own clock. */
  intervalMs: number
}

/** One branch of the world: the properties it knows, and their true values. */
export interface Field {
  keys: readonly string[]
  read(nature: Nature, site: Site, moment: Moment): Record<string, number>
}

/** Everything a field may lean on. What is remembered here could be found again from the seed alone. */
export interface Nature {
  seed: number
  modify(lever: Lever, value: number, place: Place, at: number): number
  /** For how long a place has been without mains, ms; 0 where it has them. */
  mainsOffMs(place: Place, at: number): number
  /** Computes `find()` once for a key; forgetting it costs time, never an answer. */
  remember<T>(key: string, find: () => T): T
}

const KEPT = 20_000

export interface NatureOptions {
  seed: number
  scenario: Scenario
  /** World time. */
  scenarioStart: number
  /** How many times faster than by itself the story is told (default 1). */
  pace?: number
}

export function createNature({ seed, scenario, scenarioStart, pace = 1 }: NatureOptions): Nature {
  const memory = new Map<string, unknown>()
  const since = (at: number) => (at - scenarioStart) * pace

  return {
    seed,
    modify(lever, value, place, at) {
      const modifier = scenario.modify[lever]
      return modifier ? modifier(value, { seed, at, since: since(at), place }) : value
    },
    mainsOffMs: (place, at) => (scenario.mainsOffMs?.({ seed, at, since: since(at), place }) ?? 0) / pace,
    remember<T>(key: string, find: () => T): T {
      if (memory.has(key)) return memory.get(key) as T
      if (memory.size >= KEPT) memory.clear()
      const found = find()
      memory.set(key, found)
      return found
    },
  }
}
