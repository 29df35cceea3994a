import { SEVERITIES, type Alarm, type AlarmState, type Severity } from '@ioc/shared/alarm'
import type { AnswerTimes, StandingLine, WireAlarmQuality } from '@ioc/shared/alarm-quality'
import type { Rule } from '@ioc/shared/rule'
import { DAY, SECOND, formatTime, type EpochMs } from '@ioc/shared/time'
import type { AlarmFact } from '../ports/alarm-journal.js'
import { createAlarmRates } from './alarm-rates.js'
import { createNuisances } from './nuisances.js'
import { quantile } from './quantile.js'

export interface Load {
  /** An alarm that was not over when the range began. Before all facts. */
  begin(alarm: Alarm): void
  /** In the order of the journal. */
  take(fact: AlarmFact): void
  result(): WireAlarmQuality
}

interface LoadOptions {
  from: EpochMs
  to: EpochMs
  /** They share the alarms evenly. */
  operators: number
  /** As they are now: a suggested delay is measured by theirs. */
  rules: readonly Rule[]
}

/** What is known of one occurrence. */
interface Known {
  rule: string
  station: string
  severity: Severity
  state: AlarmState
  /** When its condition began; null where it does not stand. */
  since: EpochMs | null
  /** Since when it asks for a look; null where it does not. */
  askedAt: EpochMs | null
}

const ASIDE = ['shelved', 'suppressed', 'out_of_service'] as const
const MOST_STANDING = 100

/**
 * How good the alarms of a range were, by EEMUA 191 and ISA-18.2: what each asked of the operators, how they could
 * answer, and what was put aside. One pass over the events; what it remembers grows with the alarms that are not over.
 *
 * An alarm asks for a look when it becomes unacknowledged (raised, raised again, back from aside) and when it grows worse.
 */
export function createLoad({ from, to, operators, rules }: LoadOptions): Load {
  const open = new Map<string, Known>()
  const rates = createAlarmRates(from, to)
  const nuisances = createNuisances(rules)
  const severities: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 }
  const answers: Record<Severity, number[]> = { critical: [], high: [], medium: [], low: [] }
  const aside = { shelved: 0, suppressed: 0, out_of_service: 0 }
  let asked = 0

  function ask(known: Known, at: EpochMs): void {
    known.askedAt ??= at
    asked += 1
    severities[known.severity] += 1
    rates.add(at)
    nuisances.asked(known.rule, known.station)
  }

  function standingLines(): StandingLine[] {
    const lines: StandingLine[] = []
    for (const [alarm, { rule, station, severity, state, since }] of open) {
      if (state !== 'unacknowledged' && state !== 'acknowledged') continue
      if (since !== null && to - since > DAY) {
        lines.push({ alarm, rule, station, severity, state, since: formatTime(since) })
      }
    }
    return lines.sort((a, b) => (a.since < b.since ? -1 : 1))
  }

  return {
    begin({ id, rule, station, severity, state, raisedAt, clearedAt, ack }) {
      const since = clearedAt === null ? raisedAt : null
      open.set(id, { rule, station, severity, state, since, askedAt: ack === null ? raisedAt : null })
    },
    take({ at, type, alarm, rule, station, severity, state }) {
      let known = open.get(alarm)
      if (!known) open.set(alarm, (known = { rule, station, severity, state: 'cleared', since: null, askedAt: null }))
      const before = known.state
      known.severity = severity
      known.state = state
      if (type === 'raised') known.since = at
      if (type === 'acknowledged' && known.askedAt !== null) {
        answers[severity].push((at - known.askedAt) / SECOND)
        known.askedAt = null
      }
      for (const word of ASIDE) if (state === word && before !== word) aside[word] += 1
      const isNew = state === 'unacknowledged' && before !== 'unacknowledged'
      const isWorse = type === 'worsened' && (state === 'unacknowledged' || state === 'acknowledged')
      if (isNew || isWorse) ask(known, at)
      if (isNew && type === 'raised') nuisances.raised(rule, station, at)
      if ((type === 'returned' || type === 'cleared') && known.since !== null) {
        nuisances.ended(rule, station, known.since, at)
        known.since = null
      }
      if (state === 'cleared') open.delete(alarm)
    },
    result() {
      const standing = standingLines()
      const left = [...open.values()]
      const at = (state: AlarmState) => left.filter((known) => known.state === state).length
      return {
        from: formatTime(from),
        to: formatTime(to),
        operators,
        asked,
        ...rates.result(operators),
        ...nuisances.result(),
        standing: { count: standing.length, lines: standing.slice(0, MOST_STANDING) },
        shelved: { times: aside.shelved, now: at('shelved') },
        suppressed: { times: aside.suppressed, now: at('suppressed') },
        outOfService: { times: aside.out_of_service, now: at('out_of_service') },
        severities,
        answers: {
          ...timesOf(SEVERITIES.flatMap((severity) => answers[severity])),
          waiting: at('unacknowledged') + at('returned'),
          bySeverity: {
            critical: timesOf(answers.critical),
            high: timesOf(answers.high),
            medium: timesOf(answers.medium),
            low: timesOf(answers.low),
          },
        },
      }
    },
  }
}

function timesOf(seconds: readonly number[]): AnswerTimes {
  return { count: seconds.length, medianS: quantile(seconds, 0.5), p90S: quantile(seconds, 0.9) }
}
