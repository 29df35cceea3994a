import { compareAlarms, isActive } from '@ioc/shared/alarm-order'
import type { Rule } from '@ioc/shared/rule'
import type { WireAlarm } from '@ioc/shared/wire'

export interface AlarmGroup {
  /** Stays while alarms of the group come and go. */
  id: string
  /** The one that speaks for all of them. */
  alarm: WireAlarm
  /** The same of the same station at other limits; acknowledged with it. */
  others: readonly WireAlarm[]
  /** What it explains: suppressed by design, to be found here and announced by nobody. */
  consequences: readonly WireAlarm[]
}

/**
 * Makes one entry of what has one cause: the alarms that say the same of a station at different limits (a gauge above
 * level III is above I and II as well), with everything that is explained by them.
 *
 * The worst speaks, but never one that is over while another still stands. What was put aside is not mixed with what
 * was not; what is explained by an alarm that is not here stands for itself.
 */
export function groupAlarms(alarms: readonly WireAlarm[], rules: ReadonlyMap<string, Rule>): AlarmGroup[] {
  const byId = new Map(alarms.map((alarm) => [alarm.id, alarm]))
  const groups = new Map<string, { id: string; alarm: WireAlarm; others: WireAlarm[]; consequences: WireAlarm[] }>()
  const groupOfAlarm = new Map<string, { consequences: WireAlarm[] }>()
  const explained: { alarm: WireAlarm; cause: WireAlarm }[] = []
  const ordered = [...alarms].sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || compareAlarms(a, b))

  for (const alarm of ordered) {
    const cause = causeOf(alarm, byId)
    if (cause !== alarm) {
      explained.push({ alarm, cause })
      continue
    }
    const id = groupId(alarm, rules.get(alarm.rule))
    let group = groups.get(id)
    if (group) group.others.push(alarm)
    else groups.set(id, (group = { id, alarm, others: [], consequences: [] }))
    groupOfAlarm.set(alarm.id, group)
  }
  for (const { alarm, cause } of explained) groupOfAlarm.get(cause.id)?.consequences.push(alarm)
  return [...groups.values()].sort((a, b) => compareAlarms(a.alarm, b.alarm))
}

/** Those that are acknowledged together, the one that speaks first. */
export function membersOf({ alarm, others }: Pick<AlarmGroup, 'alarm' | 'others'>): WireAlarm[] {
  return [alarm, ...others]
}

/** The last of what explains it, as far as that is among these; itself where nothing does. */
export function causeOf(alarm: WireAlarm, byId: ReadonlyMap<string, WireAlarm>): WireAlarm {
  const seen = new Set<string>()
  let cause = alarm
  while (cause.state === 'suppressed' && cause.suppressedBy !== null) {
    const next = byId.get(cause.suppressedBy)
    // Two that explain each other would both be hidden.
    if (!next || seen.has(next.id)) return next ? alarm : cause
    seen.add(next.id)
    cause = next
  }
  return cause
}

function isOver(alarm: WireAlarm): boolean {
  return alarm.state === 'returned'
}

function groupId(alarm: WireAlarm, rule: Rule | undefined): string {
  const side = isActive(alarm) ? 'shown' : 'aside'
  return [alarm.station, alarm.property ?? '', directionOf(alarm, rule), side].join('/')
}

function directionOf({ value, limit }: WireAlarm, rule: Rule | undefined): string {
  if (rule?.kind === 'forecast') return `early ${rule.when}`
  if (rule?.kind === 'threshold' || rule?.kind === 'band') return rule.when
  return value === null || limit === null ? '' : value >= limit ? 'above' : 'below'
}
