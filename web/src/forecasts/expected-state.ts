import type { WireExpected } from '@ioc/shared/forecast'
import type { Rule } from '@ioc/shared/rule'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { applySnapshot, type LiveState } from '../live/live-state.js'
import { byStation } from '../stations/standing.js'
import { expectedAlarms } from './expected-alarms.js'
import { expectedLatest } from './expected-latest.js'

interface Known {
  stations: ReadonlyMap<string, WireStation>
  rules: Iterable<Rule>
  /** The alarms of now. */
  alarms: ReadonlyMap<string, WireAlarm>
}

/**
 * The room at a moment to come, in the form in which the feed tells the present: values as expected, and the alarms that
 * they would give. A station of which nothing reliable is expected has no values and stands as one that is not heard.
 */
export function expectedState(at: EpochMs, expected: readonly WireExpected[], known: Known): LiveState {
  const values = byStation(expected)
  const standing = byStation(known.alarms.values())
  const rules = [...known.rules]
  const all = [...known.stations.values()]
  const state = applySnapshot({
    seq: 0,
    at: formatTime(at),
    stations: all.map(({ id }) => expectedLatest(id, values.get(id) ?? [])),
    alarms: all.flatMap((station) => {
      const its = values.get(station.id)
      return its ? expectedAlarms(station, its, { rules, standing: standing.get(station.id) ?? [] }) : []
    }),
  })
  return { ...state, isAhead: true }
}
