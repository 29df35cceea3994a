import type { Severity } from './alarm.js'
import type { RuleFault } from './rule-faults.js'
import type { Rule } from './rule.js'
import { DAY, type EpochMs } from './time.js'
import type { IsoTime } from './wire.js'

/** A rule is tried over so much of the past at most. */
export const LONGEST_TRIAL_MS = 92 * DAY

/** What a rule would have raised over a range. */
export interface TrialSummary {
  alarms: number
  stations: number
  perDay: number
  /** Raised on each local day of the range. */
  days: number[]
  /** Stations where it would have chattered. */
  chattering: string[]
  /** Of those that ended; null where none did. */
  medianDurationS: number | null
}

/** One alarm of a trial, from raised to normal again. */
export interface TriedAlarm<Time = EpochMs> {
  station: string
  raisedAt: Time
  /** Null where it still stood at the end. */
  clearedAt: Time | null
  /** The worst severity it had … */
  worst: Severity
  /** … and the value with which it got there. */
  value: number | null
}

/** A change to a rule that may keep it from chattering. */
export interface CalmerChange {
  deadband?: number
  restS?: number
  holdS?: number
}

/** Where it chatters: the mildest change that keeps it from that and warns of the same stations. */
export interface TrialSuggestion {
  change: CalmerChange
  summary: TrialSummary
}

export interface Trial {
  /** What the rule of this id as it is now would have raised; null where there is none. */
  before: TrialSummary | null
  after: TrialSummary
  /** Of the rule that is tried. */
  alarms: TriedAlarm[]
  suggestion: TrialSuggestion | null
  /** When the first forecast was issued that it was played to; null where it needs none. */
  forecastsFrom: EpochMs | null
}

export interface WireTrial {
  /** `before` of the trial. */
  now: TrialSummary | null
  /** `after` of the trial. */
  then: TrialSummary
  alarms: TriedAlarm<IsoTime>[]
  suggestion: TrialSuggestion | null
  forecastsFrom: IsoTime | null
  warnings: RuleFault[]
}

export interface WireRuleVersion {
  version: number
  /** Null: the province came with it. */
  at: IsoTime | null
  by: string
  /** Null: removed. */
  rule: Rule | null
}

/** The rule with the change; a deadband takes the place of a limit that said the same otherwise. */
export function withChange(rule: Rule, change: CalmerChange): Rule {
  const next = { ...rule, ...change } as Rule
  if (change.deadband !== undefined && next.kind === 'threshold') delete next.clear
  return next
}
