import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import type { KnownStations } from '../ports/registry.js'

/** Where the stations are that a rule counts, kept as they come, move and go. */
export interface Roll {
  /** How many of a place it counts at most. */
  totalAt(place: StationId): number
  /** Looks at a station anew; answers the places where it counted until now, and from now on. */
  look(id: StationId): StationId[]
}

interface RollOptions {
  stations: KnownStations
  /** Null: it is counted nowhere. */
  placeOf(station: Station): StationId | null
  /** Whether the counted rule can ever stand there. */
  isMember(station: Station): boolean
}

/** One look at each station, and from then on only at those that changed: a province has tens of thousands. */
export function createRoll({ stations, placeOf, isMember }: RollOptions): Roll {
  const entries = new Map<StationId, { place: StationId; isMember: boolean }>()
  const totals = new Map<StationId, number>()

  function count(place: StationId, by: number): void {
    totals.set(place, (totals.get(place) ?? 0) + by)
  }

  function enter(station: Station): StationId | null {
    const place = placeOf(station)
    if (place === null) return null
    const entry = { place, isMember: isMember(station) }
    entries.set(station.id, entry)
    if (entry.isMember) count(place, 1)
    return place
  }

  for (const station of stations.values()) enter(station)

  return {
    totalAt: (place) => totals.get(place) ?? 0,
    look(id) {
      const before = entries.get(id)
      if (before?.isMember) count(before.place, -1)
      entries.delete(id)
      const station = stations.get(id)
      const place = station ? enter(station) : null
      return [...new Set([before?.place ?? null, place])].filter((each) => each !== null)
    },
  }
}
