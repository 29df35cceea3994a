import type { Severity } from './alarm.js'
import type { RuleFault } from './rule-faults.js'
import type { Rule } from './rule.js'
import type { IsoTime } from './wire.js'

/** What a rule would have raised over a range. */
export interface WireTrialSummary {
  alarms: number
  stations: number
  perDay: number
  /** Raised on each local day of the range. */
  days: number[]
  /** Stations where it would have chattered. */
  chattering: string[]
  medianDurationS: number | null
}

export interface WireTrial {
  /** The rule of this id as it is; null where there is none. */
  now: WireTrialSummary | null
  then: WireTrialSummary
  alarms: {
    station: string
    raisedAt: IsoTime
    clearedAt: IsoTime | null
    worst: Severity
    value: number | null
  }[]
  /** Where it chatters: the mildest change that keeps it from that and warns of the same stations. */
  suggestion: { change: { deadband?: number; restS?: number; holdS?: number }; summary: WireTrialSummary } | null
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
