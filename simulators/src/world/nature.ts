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
  /** Computes `find()` once for a key; forgetting it costs time, never an answer. */
  remember<T>(key: string, find: () => T): T
}

const KEPT = 20_000

export function createNature(options: { seed: number; scenario: Scenario; scenarioStart: number }): Nature {
  const { seed, scenario, scenarioStart } = options
  const memory = new Map<string, unknown>()

  return {
    seed,
    modify(lever, value, place, at) {
      const modifier = scenario.modify[lever]
      return modifier ? modifier(value, { seed, at, since: at - scenarioStart, place }) : value
    },
    remember<T>(key: string, find: () => T): T {
      if (memory.has(key)) return memory.get(key) as T
      if (memory.size >= KEPT) memory.clear()
      const found = find()
      memory.set(key, found)
      return found
    },
  }
}
