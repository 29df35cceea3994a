import { SEVERITIES, type Alarm, type AlarmState, type Severity } from '@ioc/shared/alarm'
import { isActive, isWorse } from '@ioc/shared/alarm-order'
import { groupBy } from '@ioc/shared/group-by'
import type { EpochMs } from '@ioc/shared/time'
import type { AlarmFact } from '../ports/alarm-journal.js'

/** What an alarm was in a day. */
export interface DayAlarm {
  id: string
  rule: string
  station: string
  /** At its worst in the day, and since when. */
  severity: Severity
  worstAt: EpochMs
  /** At the end of the day. */
  state: AlarmState
}

export interface DayAlarms {
  /** Worst first; then what came first. */
  list: DayAlarm[]
  raised: Record<Severity, number>
  before: number
  open: number
}

interface Known extends DayAlarm {
  /** Whether anybody was to look at it: what is put aside from its first moment on asked nothing of anyone. */
  wasHeard: boolean
  isNew: boolean
}

/**
 * Sorts the alarms of a day by the worst that each was in it: `standing` when it began, and what became of them and of
 * others by `facts`, in the order of the journal.
 */
export function sortDayAlarms(standing: readonly Alarm[], facts: readonly AlarmFact[], from: EpochMs): DayAlarms {
  const found = new Map<string, Known>()
  for (const alarm of standing) {
    const { id, rule, station, severity, state } = alarm
    found.set(id, { id, rule, station, severity, state, worstAt: from, wasHeard: isActive(alarm), isNew: false })
  }
  for (const { alarm: id, rule, station, at, type, severity, state } of facts) {
    const known = found.get(id)
    if (!known) {
      const isNew = type === 'raised'
      found.set(id, { id, rule, station, severity, state, worstAt: at, wasHeard: isActive({ state }), isNew })
      continue
    }
    known.state = state
    known.wasHeard ||= isActive({ state })
    if (isWorse(severity, known.severity)) Object.assign(known, { severity, worstAt: at })
  }
  const heard = [...found.values()].filter(({ wasHeard }) => wasHeard)
  const count = (holds: (known: Known) => boolean) => heard.filter(holds).length
  return {
    list: heard
      .sort((a, b) => rank(a) - rank(b) || a.worstAt - b.worstAt || (a.id < b.id ? -1 : 1))
      .map(({ wasHeard: _wasHeard, isNew: _isNew, ...alarm }) => alarm),
    raised: {
      critical: count(({ isNew, severity }) => isNew && severity === 'critical'),
      high: count(({ isNew, severity }) => isNew && severity === 'high'),
      medium: count(({ isNew, severity }) => isNew && severity === 'medium'),
      low: count(({ isNew, severity }) => isNew && severity === 'low'),
    },
    before: count(({ isNew }) => !isNew),
    open: count(({ state }) => state !== 'cleared'),
  }
}

/**
 * What one rule said at one severity, together: one rain over ten communes is one thing to read. Each stands where its
 * first stood.
 */
export function gatherDayAlarms(list: readonly DayAlarm[]): DayAlarm[][] {
  return [...groupBy(list, ({ rule, severity }) => `${severity} ${rule}`).values()]
}

function rank({ severity }: DayAlarm): number {
  return SEVERITIES.indexOf(severity)
}
