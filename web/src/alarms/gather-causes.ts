import type { Severity } from '@ioc/shared/alarm'
import { isActive } from '@ioc/shared/alarm-order'
import type { WireAlarm } from '@ioc/shared/wire'
import { membersOf, type AlarmGroup } from './group-alarms.js'

export interface Line extends AlarmGroup {
  /** It has gone meanwhile and stays only so that nothing moves. */
  ended: boolean
}

/** Entries that hang together; most of the time each is alone. */
export interface Cause {
  /** Stays while entries come and go. */
  id: string
  /** Causes of one kin stand together: the same is said of many communes. */
  kin: string
  rule: string
  severity: Severity
  /** The commune, or the group that the alarm is about. */
  place: string
  lines: readonly Line[]
}

/** The quiet list: every entry for itself. */
export function eachAlone(groups: readonly AlarmGroup[]): Cause[] {
  return groups.map((group) => {
    const { rule, station, severity } = group.alarm
    return { id: group.id, kin: group.id, rule, severity, place: station, lines: [{ ...group, ended: false }] }
  })
}

/**
 * The list in a flood: what one rule says at one severity stands together, commune by commune, for one rain over ten
 * communes is one thing to know; the server lets people acknowledge that together. What was put aside is apart from
 * what was not, and an alarm of a group says already all that belongs to it.
 *
 * Entries come in order, so all of a kin stand where their worst entry stood: worst first, and nothing is left out.
 */
export function gatherCauses(groups: readonly AlarmGroup[], areaOf: (station: string) => string | null): Cause[] {
  const kins = new Map<string, Map<string, Cause & { lines: Line[] }>>()
  for (const group of groups) {
    const { rule, severity, station, stations } = group.alarm
    const place = stations === null ? (areaOf(station) ?? station) : station
    const side = isActive(group.alarm) ? 'shown' : 'aside'
    const kin = [rule, severity, side, ...(stations === null ? [] : [place])].join('/')
    const causes = kins.get(kin) ?? new Map<string, Cause & { lines: Line[] }>()
    kins.set(kin, causes)
    const line = { ...group, ended: false }
    const cause = causes.get(place)
    if (cause) cause.lines.push(line)
    else causes.set(place, { id: `${kin}/${place}`, kin, rule, severity, place, lines: [line] })
  }
  return [...kins.values()].flatMap((causes) => [...causes.values()])
}

/**
 * Every alarm in them that is acknowledged by an answer to the whole. Over many communes that is what is still as bad
 * as the row says: what has changed meanwhile is another matter.
 */
export function alarmsOf(causes: readonly Pick<Cause, 'lines' | 'severity'>[]): WireAlarm[] {
  return causes.flatMap(({ lines, severity }) =>
    lines.flatMap((line) => {
      const isMeant = !line.ended && (causes.length === 1 || line.alarm.severity === severity)
      return isMeant ? membersOf(line) : []
    }),
  )
}
