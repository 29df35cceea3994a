import type { LatestStation } from '@ioc/shared/wire'
import type { Present, StationState } from './state.js'

/** Stations as a client reads them, to be summed up: each is read when it is asked for. */
export function presentOf(stations: ReadonlyMap<string, LatestStation>): Present {
  return {
    get(id) {
      const found = stations.get(id)
      return found && stateOf(found)
    },
  }
}

function stateOf({ reporting, values, indices }: LatestStation): StationState {
  return { reporting, values: timed(values), indices: timed(indices) }
}

function timed<T extends { at: string }>(found: Record<string, T>): Map<string, Omit<T, 'at'> & { at: number }> {
  return new Map(Object.entries(found).map(([key, each]) => [key, { ...each, at: Date.parse(each.at) }]))
}
