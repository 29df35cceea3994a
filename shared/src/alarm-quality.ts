import type { Severity } from './alarm.js'
import { MINUTE } from './time.js'
import type { IsoTime } from './wire.js'

/**
 * What EEMUA 191 and ISA-18.2 ask of the alarms of one operator; the screen draws the figures against these.
 *
 * Rates are alarms in ten minutes, shares 0 to 1. The four severities stand for ISA-18.2's four priorities, of which the
 * highest is rare. `topShare` is unverified: sources say 1 to 5 %.
 */
export const QUALITY_TARGETS = {
  /** Mean: this or less is very likely acceptable … */
  rate: 1,
  /** … and this is the most that can be managed. */
  mostRate: 2,
  /** More than this is a flood, which ends with fewer than `floodEnd` … */
  flood: 10,
  floodEnd: 5,
  /** … and takes at most this share of the time. */
  floodShare: 0.01,
  topShare: 0.05,
  /** Alarms that stand for longer than a day. */
  standing: 5,
  severities: { critical: 0.01, high: 0.05, medium: 0.15, low: 0.8 } satisfies Record<Severity, number>,
} as const

/** The period in which EEMUA 191 counts. */
export const RATE_PERIOD_MS = 10 * MINUTE

/** The upper ends of the classes in which periods of ten minutes are counted, in alarms an operator; the last has none. */
export const RATE_CLASSES = [1, 2, 5, 10, Infinity] as const

/** A rule at a station, and how often it asked for a look. */
export interface AlarmLine {
  rule: string
  station: string
  count: number
}

/** A rule at a station that calls for nothing anybody could do. */
export interface NuisanceLine extends AlarmLine {
  /** Times that it was raised as the third, or a later, time within ten minutes. */
  chattering: number
  /** Times that it was over within a minute. */
  fleeting: number
  /** The mildest delay that would have kept nine of ten of these away: after it has ended, or before it is raised. */
  suggestion: { restS: number } | { holdS: number } | null
}

export interface StandingLine {
  alarm: string
  rule: string
  station: string
  severity: Severity
  state: 'unacknowledged' | 'acknowledged'
  since: IsoTime
}

/** From being asked for a look to the acknowledgement; null where there was none. */
export interface AnswerTimes {
  count: number
  medianS: number | null
  p90S: number | null
}

/** How good the alarms of a range were, for so many operators who share them evenly. */
export interface WireAlarmQuality {
  from: IsoTime
  to: IsoTime
  operators: number
  /** Times that an alarm asked for a look: raised, raised again, grown worse or back from aside. */
  asked: number
  /** In ten minutes, an operator. */
  rate: { mean: number; peak: number; peakAt: IsoTime | null }
  /** Periods of ten minutes by `RATE_CLASSES`. */
  classes: number[]
  /** Alarms asked for, a local day each, for all operators. */
  days: { day: IsoTime; count: number }[]
  floods: { share: number; longestS: number; list: { from: IsoTime; to: IsoTime; count: number; peak: number }[] }
  top: { lines: AlarmLine[]; share: number }
  nuisances: NuisanceLine[]
  standing: { count: number; lines: StandingLine[] }
  /** How often alarms were put aside, and how many are at the end. */
  shelved: { times: number; now: number }
  suppressed: { times: number; now: number }
  outOfService: { times: number; now: number }
  severities: Record<Severity, number>
  answers: AnswerTimes & { waiting: number; bySeverity: Record<Severity, AnswerTimes> }
}
