import type { Reporting } from '@ioc/shared/station'
import type { Delta, LatestStation, Others, Snapshot, WireAlarm } from '@ioc/shared/wire'

/** Everything the screen knows of now. */
export interface LiveState {
  seq: number
  stations: ReadonlyMap<string, LatestStation>
  /** Of stations that are not told in full: those that do not report as they should. Null: all are told in full. */
  others: ReadonlyMap<string, Reporting> | null
  alarms: ReadonlyMap<string, WireAlarm>
  /** The stations that differ from the state before this one; null: any may. */
  changed: ReadonlySet<string> | null
  /** It is of a moment to come: all in it is only expected. */
  isAhead?: boolean
}

export const NOTHING: LiveState = { seq: -1, stations: new Map(), others: null, alarms: new Map(), changed: null }

/** A snapshot replaces whatever was there: after a reconnect nothing old can remain. */
export function applySnapshot(snapshot: Snapshot): LiveState {
  return {
    seq: snapshot.seq,
    stations: new Map(snapshot.stations.map((station) => [station.station, station])),
    others: snapshot.others ? withOthers(new Map(), snapshot.others) : null,
    alarms: new Map(snapshot.alarms.filter(isOpen).map((alarm) => [alarm.id, alarm])),
    changed: null,
  }
}

/**
 * Applies what changed. Null where a delta is missing in between: the caller asks for a new snapshot, for half a
 * state would be a lie. A delta that the snapshot already contains changes nothing.
 */
export function applyDelta(state: LiveState, delta: Omit<Delta, 'valueAt'>): LiveState | null {
  if (delta.seq <= state.seq) return state
  if (delta.seq !== state.seq + 1) return null

  const changed = new Set<string>(delta.removed)
  const stations = new Map(state.stations)
  for (const station of delta.stations) {
    stations.set(station.station, station)
    changed.add(station.station)
  }
  for (const id of delta.removed ?? []) stations.delete(id)
  for (const ids of Object.values(delta.others ?? {})) {
    for (const id of ids) {
      stations.delete(id)
      changed.add(id)
    }
  }
  for (const { station } of delta.alarms) changed.add(station)
  return {
    seq: delta.seq,
    stations,
    others: delta.others ? withOthers(new Map(state.others), delta.others) : state.others,
    alarms: withAlarms(state.alarms, delta.alarms),
    changed,
  }
}

/** The answer to what somebody did, shown before the feed repeats it. */
export function applyAlarms(state: LiveState, answered: readonly WireAlarm[]): LiveState {
  // The feed may have told its end while the answer was on its way.
  const known = answered.filter(({ id }) => state.alarms.has(id))
  if (known.length === 0) return state
  const changed = new Set(known.map(({ station }) => station as string))
  return { ...state, alarms: withAlarms(state.alarms, known), changed }
}

/** A station of which only that much is known that it reports, or does not. */
export function bareStation(station: string, reporting: Reporting): LatestStation {
  return { station, at: null, receivedAt: null, connection: null, reporting, values: {}, indices: {}, alarm: null }
}

function withAlarms(before: ReadonlyMap<string, WireAlarm>, changed: readonly WireAlarm[]): typeof before {
  if (changed.length === 0) return before
  const alarms = new Map(before)
  for (const alarm of changed) {
    if (isOpen(alarm)) alarms.set(alarm.id, alarm)
    else alarms.delete(alarm.id)
  }
  return alarms
}

function withOthers(known: Map<string, Reporting>, told: Others): Map<string, Reporting> {
  for (const [reporting, ids] of Object.entries(told) as [Reporting, string[]][]) {
    for (const id of ids) {
      if (reporting === 'reporting') known.delete(id)
      else known.set(id, reporting)
    }
  }
  return known
}

function isOpen(alarm: WireAlarm): boolean {
  return alarm.state !== 'cleared'
}
