import type { Alarm, AlarmState } from '@ioc/shared/alarm'
import { isActive } from '@ioc/shared/alarm-order'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import type { AlarmQuery } from '../ports/alarm-journal.js'

/** Whether the answer may hold occurrences that are over. */
export function wantsEnded({ states }: AlarmQuery): boolean {
  return states !== undefined && (states.includes('all') || states.includes('cleared'))
}

export function matches(alarm: Alarm, query: AlarmQuery, stationOf: (id: StationId) => Station | undefined): boolean {
  const { states = [query.suppressedBy ? 'all' : 'active'], severities, stations, areas, rules, from, to } = query
  if (!states.some((state) => isInState(alarm, state))) return false
  if (severities && !severities.includes(alarm.severity)) return false
  if (rules && !rules.includes(alarm.rule)) return false
  if (query.suppressedBy && alarm.suppressedBy !== query.suppressedBy) return false
  const concerned = [alarm.station, ...(alarm.stations ?? [])]
  if (stations && !concerned.some((id) => stations.includes(id))) return false
  if (areas && !concerned.some((id) => areas.includes(stationOf(id)?.area ?? ''))) return false
  return alarm.raisedAt >= (from ?? -Infinity) && alarm.raisedAt < (to ?? Infinity)
}

function isInState(alarm: Alarm, state: AlarmState | 'active' | 'all'): boolean {
  if (state === 'all') return true
  return state === 'active' ? isActive(alarm) : alarm.state === state
}
