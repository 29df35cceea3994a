import type { Alarm, Localized, Severity } from '@ioc/shared/alarm'
import type { Channel, SeverityCounts, Why } from '@ioc/shared/channel'
import type { EpochMs } from '@ioc/shared/time'

/** One alarm of a notice, with what somebody needs who reads nothing else. */
export interface NoticeItem {
  why: Why
  alarm: Alarm
  /** How the station, group or system is called. */
  name: string
  /** How its commune is called; null where it has none. */
  area: string | null
  /** How its value is written, `unitEn` where English has another word; null where the alarm has no property. */
  measured: { name: Localized; unit: string; unitEn?: string; decimals: number } | null
  advice: Localized | null
  /** Where it is on the screen; null where nobody said how we are reached. */
  link: string | null
}

/** What one channel says at one moment, to those that it says it to. It does not change from one try to the next. */
export interface Notice {
  /** Stable: by it a receiver knows what came twice. */
  id: string
  channel: string
  /** 0: those who are told at once; n: the nth step of the escalation. */
  step: number
  at: EpochMs
  /** Worst first; none of them in a test. */
  items: readonly NoticeItem[]
  /** How many of each severity are due, those included that come in the next notice. */
  counts: SeverityCounts
  following: number
}

/** Takes a notice to where its channel leads. */
export interface Notifier {
  /**
   * Resolves once the other side has taken it: null, or who of several people did not get it. What went wrong is
   * thrown, in words without secrets; `channel.unfit` where the other side will never take this notice as it is.
   */
  send(channel: Channel, notice: Notice, signal: AbortSignal): Promise<string | null>
}

/** What one step of one channel was told of one alarm last. */
export interface Told {
  channel: string
  step: number
  alarm: string
  /** How severe it was then, */
  severity: Severity
  /** and whether its condition had ended. */
  isOver: boolean
  at: EpochMs
  /** Since when the channel asks for somebody to look. */
  since: EpochMs
}

/** How a channel has fared. */
export interface ChannelHealth {
  /** Tries in a row that failed. */
  failures: number
  sentAt: EpochMs | null
  failedAt: EpochMs | null
  error: string | null
  /** The last notice that arrived did not reach everybody. */
  isPartial: boolean
  givenUp: number
}

/** Channels, what waits to be sent through them, and who was told what. Durable once resolved. */
export interface NoticeStore {
  channels(): Promise<{ channel: Channel; health: ChannelHealth | null }[]>
  /** A new one, or a new version of one; what belongs to steps that it no longer has is forgotten. */
  putChannel(channel: Channel): Promise<void>
  /** With all that waits and was told. */
  removeChannel(id: string): Promise<void>
  putHealth(channel: string, health: ChannelHealth): Promise<void>
  /** Oldest first. */
  waiting(): Promise<Notice[]>
  enqueue(notice: Notice): Promise<void>
  /** The notice waits no longer, and this was told by it: together, or neither. */
  settle(notice: string, told: readonly Told[]): Promise<void>
  told(): Promise<Told[]>
  /** Nobody needs to know any more who was told of these alarms. */
  forget(alarms: readonly string[]): Promise<void>
}
