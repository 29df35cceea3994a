import { compareAlarms } from '@ioc/shared/alarm-order'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm } from '@ioc/shared/wire'
import { phaseOf } from '../stations/standing.js'

export interface AlarmGroup {
  /** Stays while alarms of the group come and go. */
  id: string
  /** The one that speaks for all of them. */
  alarm: WireAlarm
  others: readonly WireAlarm[]
}

/**
 * Makes one entry of the alarms that say the same of a station at different limits: a gauge above level III is above
 * I and II as well.
 *
 * The worst speaks, but never one that is over while another still stands. What was put aside is not mixed with what
 * was not.
 */
export function groupAlarms(alarms: readonly WireAlarm[], rules: ReadonlyMap<string, Rule>): AlarmGroup[] {
  const groups = new Map<string, AlarmGroup & { others: WireAlarm[] }>()
  for (const alarm of [...alarms].sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || compareAlarms(a, b))) {
    const id = groupId(alarm, rules.get(alarm.rule))
    const group = groups.get(id)
    if (group) group.others.push(alarm)
    else groups.set(id, { id, alarm, others: [] })
  }
  return [...groups.values()].sort((a, b) => compareAlarms(a.alarm, b.alarm))
}

/** All of them, the one that speaks first. */
export function membersOf({ alarm, others }: Omit<AlarmGroup, 'id'>): WireAlarm[] {
  return [alarm, ...others]
}

function isOver(alarm: WireAlarm): boolean {
  return phaseOf(alarm) === 'returned'
}

function groupId(alarm: WireAlarm, rule: Rule | undefined): string {
  const side = phaseOf(alarm) === null ? 'aside' : 'shown'
  return [alarm.station, alarm.property ?? '', directionOf(alarm, rule), side].join('/')
}

function directionOf({ value, limit }: WireAlarm, rule: Rule | undefined): string {
  if (rule?.kind === 'threshold' || rule?.kind === 'band') return rule.when
  return value === null || limit === null ? '' : value >= limit ? 'above' : 'below'
}
