import type { WireAlarm } from '@ioc/shared/wire'
import { phaseOf, severityRank } from '../stations/standing.js'

const PHASE_RANK = { open: 0, returned: 1, held: 2 }

/** Worst first, what nobody has before what somebody has, then newest; what was put aside last of all. */
export function orderAlarms(alarms: Iterable<WireAlarm>): WireAlarm[] {
  return [...alarms].sort(compareAlarms)
}

export function compareAlarms(a: WireAlarm, b: WireAlarm): number {
  return (
    Number(phaseOf(a) === null) - Number(phaseOf(b) === null) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    phaseRank(a) - phaseRank(b) ||
    Date.parse(b.raisedAt) - Date.parse(a.raisedAt) ||
    a.id.localeCompare(b.id)
  )
}

function phaseRank(alarm: WireAlarm): number {
  const phase = phaseOf(alarm)
  return phase === null ? 3 : PHASE_RANK[phase]
}
