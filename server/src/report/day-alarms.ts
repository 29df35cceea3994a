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
  /** Worst first, what was only expected behind what was so; then what came first. */
  list: DayAlarm[]
  /** What was so, by severity, */
  raised: Record<Severity, number>
  /** and what was only expected. */
  early: number
  before: number
  open: number
}

interface Known extends DayAlarm {
  /** Whether anybody was to look at it: what is put aside from its first moment on asked nothing of anyone. */
  wasHeard: boolean
  isNew: boolean
  /** A limit was expected to be passed; nothing was yet. */
  isEarly: boolean
}

/**
 * Sorts the alarms of a day by the worst that each was in it: `standing` when it began, and what became of them and of
 * others by `facts`, in the order of the journal. Of a rule of `earlyRules` are early warnings.
 */
export function sortDayAlarms(
  standing: readonly Alarm[],
  facts: readonly AlarmFact[],
  from: EpochMs,
  earlyRules: ReadonlySet<string>,
): DayAlarms {
  const found = new Map<string, Known>()
  for (const alarm of standing) {
    const { id, rule, station, severity, state } = alarm
    const isEarly = earlyRules.has(rule)
    found.set(id, {
      id,
      rule,
      station,
      severity,
      state,
      worstAt: from,
      wasHeard: isActive(alarm),
      isNew: false,
      isEarly,
    })
  }
  for (const { alarm: id, rule, station, at, type, severity, state } of facts) {
    const known = found.get(id)
    if (!known) {
      const isNew = type === 'raised'
      const isEarly = earlyRules.has(rule)
      found.set(id, { id, rule, station, severity, state, worstAt: at, wasHeard: isActive({ state }), isNew, isEarly })
      continue
    }
    known.state = state
    known.wasHeard ||= isActive({ state })
    if (isWorse(severity, known.severity)) Object.assign(known, { severity, worstAt: at })
  }
  const heard = [...found.values()].filter(({ wasHeard }) => wasHeard)
  const count = (holds: (known: Known) => boolean) => heard.filter(holds).length
  const raisedAs = (as: Severity) => count(({ isNew, isEarly, severity }) => isNew && !isEarly && severity === as)
  return {
    list: heard
      .sort((a, b) => rank(a) - rank(b) || a.worstAt - b.worstAt || (a.id < b.id ? -1 : 1))
      .map(({ wasHeard: _wasHeard, isNew: _isNew, isEarly: _isEarly, ...alarm }) => alarm),
    raised: {
      critical: raisedAs('critical'),
      high: raisedAs('high'),
      medium: raisedAs('medium'),
      low: raisedAs('low'),
    },
    early: count(({ isNew, isEarly }) => isNew && isEarly),
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

function rank({ severity, isEarly }: Known): number {
  return 2 * SEVERITIES.indexOf(severity) + Number(isEarly)
}
