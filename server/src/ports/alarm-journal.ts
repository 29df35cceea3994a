import type { AlarmEvent, AlarmEventType, AlarmState, Severity } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { MaintenanceWindow } from '@ioc/shared/maintenance'
import type { EpochMs } from '@ioc/shared/time'

/** The phase of one rule at one datastream (or station), saved so that running durations survive a restart. */
export interface SavedCondition {
  key: string
  /** JSON; null forgets it. */
  state: string | null
}

/** Which alarms are wanted; what is left out does not restrict. */
export interface AlarmQuery {
  /** `active`, which is the default: not yet normal again, or not acknowledged. */
  states?: readonly (AlarmState | 'active' | 'all')[] | undefined
  severities?: readonly Severity[] | undefined
  stations?: readonly string[] | undefined
  areas?: string[] | undefined
  rules?: readonly string[] | undefined
  /** Only what this alarm explains. */
  suppressedBy?: string | undefined
  /** Raised at or after … */
  from?: EpochMs | undefined
  /** … and before. */
  to?: EpochMs | undefined
  /** Not over by then; one that ended earlier counts where something was done with it since. */
  since?: EpochMs | undefined
  /** Those that were not over at that moment, each as it stood then; left out: now. */
  at?: EpochMs | undefined
}

/** What the figures of the alarms need of an event. */
export interface AlarmFact {
  at: EpochMs
  type: AlarmEventType
  /** The occurrence, by its id. */
  alarm: string
  rule: string
  station: StationId
  /** As they are after the event. */
  severity: Severity
  state: AlarmState
}

/** Append-only memory of every transition of every alarm. */
export interface AlarmJournal {
  /** Durable once resolved: events and conditions together, or neither. */
  append(events: readonly AlarmEvent[], conditions: readonly SavedCondition[]): Promise<void>
  /** In the order of `seq`. */
  events(query: { alarm?: string; from?: EpochMs; to?: EpochMs }): Promise<AlarmEvent[]>
  conditions(): Promise<SavedCondition[]>
  /** The last event of each occurrence that was not `cleared` at `asOf` (default: now), oldest first. */
  open(asOf?: EpochMs): Promise<AlarmEvent[]>
  /** The last event of each of these occurrences. */
  last(alarms: readonly string[]): Promise<AlarmEvent[]>
  /** The last event of each occurrence raised in the range, whatever its state. */
  raised(from: EpochMs, to: EpochMs): Promise<AlarmEvent[]>
  /** The last event of each occurrence that something happened to at or after `since`. */
  touched(since: EpochMs): Promise<AlarmEvent[]>
  /** The events of a range in the order of `seq`, in chunks; those that move nothing (a comment) may be left out. */
  facts(from: EpochMs, to: EpochMs): AsyncIterable<readonly AlarmFact[]>
  lastSeq(): Promise<number>
  /** Every maintenance window there ever was, in the order of their first keeping. */
  windows(): Promise<MaintenanceWindow[]>
  /** A new one, or the new version of one; durable once resolved. */
  putWindow(window: MaintenanceWindow): Promise<void>
}
