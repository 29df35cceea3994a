import type { WireExpected } from '@ioc/shared/forecast'
import type { Rule } from '@ioc/shared/rule'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import { aqiBand } from '@ioc/shared/vn-aqi'
import type { LatestStation, WireAlarm, WireStation } from '@ioc/shared/wire'
import { applySnapshot, type LiveState } from '../live/live-state.js'
import { byStation } from '../stations/standing.js'
import { expectedAlarms } from './expected-alarms.js'

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
  return applySnapshot({
    seq: 0,
    at: formatTime(at),
    stations: all.map(({ id }) => latestOf(id, values.get(id) ?? [])),
    alarms: all.flatMap((station) => {
      const its = values.get(station.id)
      return its ? expectedAlarms(station, its, { rules, standing: standing.get(station.id) ?? [] }) : []
    }),
  })
}

function latestOf(station: string, expected: readonly WireExpected[]): LatestStation {
  const values: LatestStation['values'] = {}
  const indices: LatestStation['indices'] = {}
  for (const { property, at, p50 } of expected) {
    if (property === 'vn_aqi')
      indices[property] = { value: p50, band: aqiBand(Math.round(p50)).band, main: property, at }
    else values[property] = { value: p50, at, quality: 'good' }
  }
  const reporting = expected.length > 0 ? 'reporting' : 'never'
  const at = expected[0]?.at ?? null
  return { station, at, receivedAt: null, connection: null, reporting, values, indices, alarm: null }
}
