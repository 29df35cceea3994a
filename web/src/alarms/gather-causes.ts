import type { WireAlarm } from '@ioc/shared/wire'
import { phaseOf } from '../stations/standing.js'
import type { AlarmGroup } from './group-alarms.js'

export interface Line extends AlarmGroup {
  /** It has gone meanwhile and stays only so that nothing moves. */
  ended: boolean
}

/** Entries that hang together; most of the time each is alone. */
export interface Cause {
  /** Stays while entries come and go. */
  id: string
  rule: string
  /** The commune, or the group that the alarm is about. */
  place: string
  lines: readonly Line[]
}

/** The quiet list: every entry for itself. */
export function eachAlone(groups: readonly AlarmGroup[]): Cause[] {
  return groups.map((group) => {
    const { rule, station } = group.alarm
    return { id: group.id, rule, place: station, lines: [{ ...group, ended: false }] }
  })
}

/**
 * The list in a flood: one heading for the entries of one rule in one commune, which the server lets people acknowledge
 * together. What was put aside is apart from what was not.
 *
 * Entries come in order, so a heading stands where its worst entry stood: worst first, and nothing is left out.
 */
export function gatherCauses(groups: readonly AlarmGroup[], areaOf: (station: string) => string | null): Cause[] {
  const causes = new Map<string, Cause & { lines: Line[] }>()
  for (const group of groups) {
    const { alarm } = group
    const place = alarm.stations === null ? (areaOf(alarm.station) ?? alarm.station) : alarm.station
    const id = [alarm.rule, place, phaseOf(alarm) === null ? 'aside' : 'shown'].join('/')
    const line = { ...group, ended: false }
    const cause = causes.get(id)
    if (cause) cause.lines.push(line)
    else causes.set(id, { id, rule: alarm.rule, place, lines: [line] })
  }
  return [...causes.values()]
}

/** Every alarm in it that is acknowledged by an answer to the whole. */
export function alarmsOf({ lines }: Pick<Cause, 'lines'>): WireAlarm[] {
  return lines.flatMap(({ alarm, others, ended }) => (ended ? [] : [alarm, ...others]))
}
