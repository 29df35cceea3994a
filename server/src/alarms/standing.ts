import type { StationId } from '@ioc/shared/ids'

/** Which rules stand at which stations, whatever their kind: what rules on other rules are made of. */
export interface Standing {
  /** One condition of the rule at the station begins to stand or ceases to. */
  set(rule: string, station: StationId, stands: boolean): void
  at(rule: string): ReadonlyMap<StationId, number>
  stands(rule: string, station: StationId): boolean
}

/** Counts conditions, since a rule may watch several datastreams of a station; `onChange` hears of first and last. */
export function createStanding(onChange: (rule: string, station: StationId) => void): Standing {
  const rules = new Map<string, Map<StationId, number>>()
  const NONE: ReadonlyMap<StationId, number> = new Map()

  return {
    set(rule, station, stands) {
      let here = rules.get(rule)
      if (!here) rules.set(rule, (here = new Map()))
      const count = (here.get(station) ?? 0) + (stands ? 1 : -1)
      if (count > 0) here.set(station, count)
      else here.delete(station)
      if (count === (stands ? 1 : 0)) onChange(rule, station)
    },
    at: (rule) => rules.get(rule) ?? NONE,
    stands: (rule, station) => rules.get(rule)?.has(station) ?? false,
  }
}
