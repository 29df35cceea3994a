import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Reporting, Station } from '@ioc/shared/station'
import type { LatestStation, Others, View } from '@ioc/shared/wire'
import type { LiveState } from '../ports/live-client.js'
import { createSight } from './view.js'

export interface Room {
  stations: { get(id: StationId): Station | undefined; list(): readonly Station[] }
  describe: (station: StationId) => LatestStation
  reporting: (station: StationId) => Reporting
  /** Whether something at the station asks for attention. */
  isAlarmed: (station: StationId) => boolean
  ongoingAlarms: () => readonly Alarm[]
}

/** What of the stations and alarms is owed; names alone, so that a debt costs little. */
export interface Owed {
  stations: Set<StationId>
  alarms: Map<string, Alarm>
}

/** What happened since the last tick. */
export interface News {
  changed: ReadonlySet<StationId>
  /** Those of them that report otherwise than before. */
  shifted: ReadonlySet<StationId>
}

/** All who look at the same view. What they are told is made once for all of them. */
export interface Audience {
  /** What a viewer who comes now is told; the same object until the next tick. */
  snapshot(at: string): LiveState
  /** What the alarms of this view became; told at the next tick. */
  alarmsChanged(alarms: readonly Alarm[]): void
  /** What its viewers are owed of the news. Call once a tick. */
  owed(news: News): Owed
  /** Whether a station is told in full. */
  sees(id: StationId): boolean
  delta(at: string, owed: Owed, described: Map<StationId, LatestStation>): LiveState
}

/**
 * A view says which stations are told in full. With `others` the rest is not left out: of them is told who reports, so
 * that a client can count and list all stations without being sent values that it does not show. Who is in alarm is told
 * in full wherever it stands.
 */
export function createAudience(view: View, room: Room): Audience {
  const { stations, describe, reporting, isAlarmed, ongoingAlarms } = room
  const isSeen = createSight(view)
  const also = new Set<string>(view.also)
  const tellsOthers = view.others !== undefined
  /** Who was told in full, to whoever came first: who comes later takes nobody from it. */
  const told = new Set<StationId>()
  let alarms = new Map<string, Alarm>()
  let snapshot: LiveState | null = null

  function isFull(station: Station): boolean {
    return isSeen(station) || also.has(station.id) || (tellsOthers && isAlarmed(station.id))
  }

  /** Where a removed station stood nobody knows any more: its end concerns everybody. */
  function concerns(id: StationId): boolean {
    const station = stations.get(id)
    return tellsOthers || station === undefined || isFull(station)
  }

  return {
    snapshot(at) {
      if (snapshot) return snapshot
      const full: LatestStation[] = []
      const others: Others = {}
      for (const station of stations.list()) {
        if (isFull(station)) {
          told.add(station.id)
          full.push(describe(station.id))
        } else if (tellsOthers && reporting(station.id) !== 'reporting') note(others, station.id)
      }
      const ongoing = ongoingAlarms().filter((alarm) => concerns(alarm.station))
      return (snapshot = { at, stations: full, alarms: ongoing, ...(tellsOthers && { others }) })
    },
    sees(id) {
      const station = stations.get(id)
      return station !== undefined && isFull(station)
    },
    alarmsChanged(changed) {
      for (const alarm of changed) if (concerns(alarm.station)) alarms.set(alarm.id, alarm)
    },
    owed({ changed, shifted }) {
      snapshot = null
      const owed: Owed = { stations: new Set(), alarms }
      alarms = new Map()
      for (const id of changed) {
        const station = stations.get(id)
        const before = told.has(id)
        const full = station !== undefined && isFull(station)
        if (full) told.add(id)
        else told.delete(id)
        if (full || before || station === undefined || (tellsOthers && shifted.has(id))) owed.stations.add(id)
      }
      return owed
    },
    delta(at, owed, described) {
      const full: LatestStation[] = []
      const removed: string[] = []
      const others: Others = {}
      for (const id of owed.stations) {
        const station = stations.get(id)
        if (station !== undefined && isFull(station)) {
          let state = described.get(id)
          if (!state) described.set(id, (state = describe(id)))
          full.push(state)
        } else if (station !== undefined && tellsOthers) note(others, id)
        else removed.push(id)
      }
      return {
        at,
        stations: full,
        alarms: [...owed.alarms.values()],
        ...(removed.length > 0 && { removed }),
        ...(Object.keys(others).length > 0 && { others }),
      }
    },
  }

  function note(others: Others, id: StationId): void {
    ;(others[reporting(id)] ??= []).push(id)
  }
}
