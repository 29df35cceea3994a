import type { Delta, LatestStation, Snapshot, WireAlarm } from '@ioc/shared/wire'

/** Everything the screen knows of now. */
export interface LiveState {
  seq: number
  stations: ReadonlyMap<string, LatestStation>
  alarms: ReadonlyMap<string, WireAlarm>
}

export const NOTHING: LiveState = { seq: -1, stations: new Map(), alarms: new Map() }

/** A snapshot replaces whatever was there: after a reconnect nothing old can remain. */
export function applySnapshot(snapshot: Snapshot): LiveState {
  return {
    seq: snapshot.seq,
    stations: new Map(snapshot.stations.map((station) => [station.station, station])),
    alarms: new Map(snapshot.alarms.filter(isOpen).map((alarm) => [alarm.id, alarm])),
  }
}

/**
 * Applies what changed. Null where a delta is missing in between: the caller asks for a new snapshot, for half a
 * state would be a lie. A delta that the snapshot already contains changes nothing.
 */
export function applyDelta(state: LiveState, delta: Delta): LiveState | null {
  if (delta.seq <= state.seq) return state
  if (delta.seq !== state.seq + 1) return null

  const stations = new Map(state.stations)
  for (const station of delta.stations) stations.set(station.station, station)
  for (const id of delta.removed ?? []) stations.delete(id)

  if (delta.alarms.length === 0) return { seq: delta.seq, stations, alarms: state.alarms }
  const alarms = new Map(state.alarms)
  for (const alarm of delta.alarms) {
    if (isOpen(alarm)) alarms.set(alarm.id, alarm)
    else alarms.delete(alarm.id)
  }
  return { seq: delta.seq, stations, alarms }
}

/** The answer to what somebody did, shown before the feed repeats it. */
export function applyAlarms(state: LiveState, answered: readonly WireAlarm[]): LiveState {
  // The feed may have told its end while the answer was on its way.
  const known = answered.filter(({ id }) => state.alarms.has(id))
  if (known.length === 0) return state
  const alarms = new Map(state.alarms)
  for (const alarm of known) {
    if (isOpen(alarm)) alarms.set(alarm.id, alarm)
    else alarms.delete(alarm.id)
  }
  return { ...state, alarms }
}

function isOpen(alarm: WireAlarm): boolean {
  return alarm.state !== 'cleared'
}
