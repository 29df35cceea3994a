import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { Beat, LatestStation, View } from '@ioc/shared/wire'
import type { Clock, LiveClient } from '../ports.js'
import { isInView } from './view.js'

/** At most four deltas a second. */
const DELTA_MS = 250
const BEAT_MS = 2_000

interface LiveDeskOptions {
  clock: Clock
  stations: { get(id: StationId): Station | undefined; list(): readonly Station[] }
  describe: (station: StationId) => LatestStation
  ongoingAlarms: () => readonly Alarm[]
  committedAt: () => EpochMs | null
  /** Every station that changed since the last call. */
  drainChanged: () => Set<StationId>
}

interface Viewer {
  client: LiveClient
  view: View | null
  seq: number
  /** The stations that it was told of. */
  has: Set<StationId>
  /** Asked for while it could not take it. */
  wantsSnapshot: boolean
  wantsStations: boolean
  /** What the client is owed: names only, so that a stalled one costs no more than the number of stations. */
  stations: Set<StationId>
  alarms: Map<string, Alarm>
}

export interface LiveDesk {
  connect(client: LiveClient): { view(view: View): void; close(): void }
  alarmsChanged(alarms: readonly Alarm[]): void
  /** The list of stations itself has changed. */
  stationsChanged(): void
  close(): void
}

/**
 * Keeps every dashboard up to date: a snapshot when it says what it wants to see, then numbered deltas.
 *
 * A client that cannot take more at the moment gets nothing until it can, and then the newest state, never the backlog.
 */
export function createLiveDesk(options: LiveDeskOptions): LiveDesk {
  const { clock, stations, describe, ongoingAlarms, committedAt, drainChanged } = options
  const viewers = new Set<Viewer>()

  /** Where a removed station stood nobody knows any more: its end concerns every viewer. */
  function concerns({ view }: Viewer, id: StationId): boolean {
    const station = stations.get(id)
    return view !== null && (station === undefined || isInView(view, station))
  }

  function sendSnapshot(viewer: Viewer): void {
    viewer.wantsSnapshot = false
    viewer.stations.clear()
    viewer.alarms.clear()
    const seen = stations.list().filter(({ id }) => concerns(viewer, id))
    viewer.has = new Set(seen.map(({ id }) => id))
    viewer.client.send('snapshot', {
      seq: ++viewer.seq,
      at: formatTime(clock.now()),
      stations: seen.map(({ id }) => describe(id)),
      alarms: ongoingAlarms().filter(({ station }) => concerns(viewer, station)),
    })
  }

  function sendDelta(viewer: Viewer, described: Map<StationId, LatestStation>): void {
    const changed: LatestStation[] = []
    const removed: string[] = []
    for (const id of viewer.stations) {
      if (!stations.get(id) || !concerns(viewer, id)) {
        viewer.has.delete(id)
        removed.push(id)
        continue
      }
      viewer.has.add(id)
      let state = described.get(id)
      if (!state) described.set(id, (state = describe(id)))
      changed.push(state)
    }
    const alarms = [...viewer.alarms.values()]
    viewer.stations.clear()
    viewer.alarms.clear()
    const more = removed.length > 0 ? { removed } : {}
    viewer.client.send('delta', {
      seq: ++viewer.seq,
      at: formatTime(clock.now()),
      stations: changed,
      alarms,
      ...more,
    })
  }

  function tick(): void {
    const changed = drainChanged()
    const described = new Map<StationId, LatestStation>()
    for (const viewer of viewers) {
      for (const id of changed) if (concerns(viewer, id) || viewer.has.has(id)) viewer.stations.add(id)
      if (!viewer.client.ready()) continue
      if (viewer.wantsSnapshot) sendSnapshot(viewer)
      else if (viewer.stations.size > 0 || viewer.alarms.size > 0) sendDelta(viewer, described)
      if (viewer.wantsStations) viewer.client.send('stations', undefined)
      viewer.wantsStations = false
    }
  }

  function beat(): void {
    const committed = committedAt()
    const message: Beat = {
      at: formatTime(clock.now()),
      committedAt: committed === null ? null : formatTime(committed),
    }
    for (const { client } of viewers) if (client.ready()) client.send('beat', message)
  }

  const stops = [clock.every(DELTA_MS, tick), clock.every(BEAT_MS, beat)]

  return {
    connect(client) {
      const viewer: Viewer = {
        client,
        view: null,
        seq: 0,
        has: new Set(),
        wantsSnapshot: false,
        wantsStations: false,
        stations: new Set(),
        alarms: new Map(),
      }
      viewers.add(viewer)
      return {
        view(view) {
          viewer.view = view
          if (client.ready()) sendSnapshot(viewer)
          else viewer.wantsSnapshot = true
        },
        close: () => viewers.delete(viewer),
      }
    },
    alarmsChanged(alarms) {
      for (const viewer of viewers) {
        for (const alarm of alarms) if (concerns(viewer, alarm.station)) viewer.alarms.set(alarm.id, alarm)
      }
    },
    stationsChanged() {
      for (const viewer of viewers) viewer.wantsStations = true
    },
    close: () => stops.forEach((stop) => stop()),
  }
}
