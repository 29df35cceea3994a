import type { LiveState } from '../live/live-state.js'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import type { Row } from './row.js'
import { byStation, standingOf } from './standing.js'

export interface Rows {
  state: LiveState
  stations: ReadonlyMap<string, WireStation>
  rows: ReadonlyMap<string, Row>
}

const NO_ALARMS: readonly WireAlarm[] = []

/**
 * Joins stations with what is known of them now.
 *
 * A row whose station, values and alarms are unchanged stays the same object, so whoever draws rows can tell by
 * identity that there is nothing to do.
 */
export function buildRows(stations: ReadonlyMap<string, WireStation>, state: LiveState, before: Rows | null): Rows {
  const alarms = byStation(state.alarms.values())
  const alarmsBefore = before && before.state.alarms !== state.alarms ? byStation(before.state.alarms.values()) : alarms
  const rows = new Map<string, Row>()

  for (const [id, station] of stations) {
    const latest = state.stations.get(id)
    const its = alarms.get(id) ?? NO_ALARMS
    const old = before?.rows.get(id)
    const isSame =
      old !== undefined &&
      old.station === station &&
      old.latest === latest &&
      areSame(its, alarmsBefore.get(id) ?? NO_ALARMS)
    rows.set(id, isSame ? old : { station, latest, look: standingOf(latest, its) })
  }
  return { state, stations, rows }
}

function areSame(a: readonly WireAlarm[], b: readonly WireAlarm[]): boolean {
  return a.length === b.length && a.every((alarm, i) => alarm === b[i])
}
