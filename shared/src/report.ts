import type { AlarmState, Localized, Severity } from './alarm.js'
import type { AgencyLine, Compared } from './overview.js'
import type { RejectionReason } from './observation.js'
import type { WireEarlyTally } from './forecast.js'
import type { SignOff, WireShiftNote, Wired } from './shift.js'
import type { IsoTime } from './wire.js'

/** An alarm of a day as a leader reads of it: how bad it was at its worst, and what became of it. */
export interface ReportAlarm {
  id: string
  rule: string
  station: string
  /** The worst of the day, */
  severity: Severity
  /** since when, and what was said then. */
  worstAt: IsoTime
  message: Localized
  raisedAt: IsoTime
  /** Null: it stood at the end of the day. */
  clearedAt: IsoTime | null
  state: AlarmState
  /** Who took it in the day; null: nobody. */
  by: string | null
  /** A limit was expected to be passed; nothing was yet. */
  early: boolean
  /** What the same rule said at the same severity, this one with it: how often, how many stood at the end, and where first. */
  same: { count: number; open: number; stations: string[] }
}

/** A figure of a station, beside that of the day before. */
interface StationFigure extends Compared {
  station: string
}

export interface ReportRiver extends StationFigure {
  /** The level of its highest value: 0 below BĐ I to 3; null where the station has no limits. */
  level: 0 | 1 | 2 | 3 | null
  /** When it was reached first: to the observation, or to its hour where those are no longer kept. */
  at: IsoTime
}

export interface ReportAir extends StationFigure {
  band: number
  /** The property that decides it. */
  main: string
  /** Values that arrived, of those owed, 0 to 1. */
  completeness: number
}

export interface ReportRain extends StationFigure {
  /** mm of the hour with the most, */
  most: number
  /** which begins then. */
  at: IsoTime
}

/** The hour with the highest load, kW: its mean, of all stations together. */
export interface ReportLoad extends Compared {
  at: IsoTime
  /** How many stations that is the sum of. */
  stations: number
}

/** A substation's hour nearest to what it is rated for. */
export interface ReportShare {
  station: string
  /** kW */
  value: number
  share: number
  at: IsoTime
}

/** What one part of a report lists, worst first, and how many there are in all. */
export interface Listed<T> {
  count: number
  lines: T[]
}

/** How the forecasts of one property did that came due in a day; scaled errors as those of a `WireForecastRecord`. */
export interface ReportForecast {
  property: string
  count: number
  mase: number
  coverage90: number
  /** In the unit of the property. */
  error: number
}

export interface ReportHandover {
  note: string | null
  leaving: Wired<SignOff>
  taking: Wired<SignOff> | null
}

/** One local day of the province, for those who lead it. */
export interface WireReport {
  /** `2026-11-22` */
  day: string
  from: IsoTime
  /** The end of the day; of a day that goes on: now. */
  to: IsoTime
  alarms: Listed<ReportAlarm> & {
    /** Raised in the day, by the worst that they were in it, without early warnings. */
    raised: Record<Severity, number>
    /** Early warnings raised in the day. */
    early: number
    /** Stood from the day before, and stood at the end of this one. */
    before: number
    open: number
    /** From being asked for a look to the acknowledgement, seconds: the median; null where there was none. */
    answerS: number | null
  }
  /** By level, then by what was nearest to its next one. */
  rivers: Listed<ReportRiver>
  /** VN_AQI of the day. */
  air: Listed<ReportAir>
  /** mm of the day, where some fell; `gauges` measured, wet or dry. */
  rain: Listed<ReportRain> & { gauges: number }
  load: ReportLoad | null
  shares: Listed<ReportShare>
  /** The day's hours: on time and alive are shares of them, complete of the reports owed, clean of what was measured. */
  agencies: AgencyLine[]
  /** Hours in which a station said nothing. */
  silent: Listed<{ station: string; hours: number; still: boolean }>
  /** What was refused in the day and is still refused; the newest thousand of a station are kept. */
  rejected: Listed<{ station: string; count: number; reasons: Partial<Record<RejectionReason, number>> }> & {
    /** Observations in all. */
    observations: number
  }
  forecasts: ReportForecast[]
  early: (WireEarlyTally & { rule: string })[]
  notes: WireShiftNote[]
  handovers: ReportHandover[]
}
