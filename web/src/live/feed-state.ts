import { SECOND, type EpochMs } from '@ioc/shared/time'

/** Beats come every 2 s; two may be lost before the screen says so, and it says so within 5 s. */
export const BEAT_LIMIT_MS = 4_500
/** The server lives, but no value has come for so many of the field's usual intervals … */
const QUIET_INTERVALS = 2
/** … and for so long. */
const QUIET_LEAST_MS = 15 * SECOND

export interface Heard {
  connected: boolean
  /** When the feed last said anything (our clock); null before it ever did. */
  heardAt: EpochMs | null
  /** When the newest value of the whole field came (our clock); null where that is not known. */
  valueAt: EpochMs | null
  /** How long the field is usually without a word at most; null where nothing reports. */
  usualMs: number | null
}

type FeedState =
  | { kind: 'connecting' }
  /** With the age of the newest value, where there is one. */
  | { kind: 'live'; ageMs: number | null }
  | { kind: 'quiet'; since: EpochMs }
  | { kind: 'stale'; since: EpochMs; ageMs: number }

/** What the screen may claim about itself at a moment. */
export function feedState({ connected, heardAt, valueAt, usualMs }: Heard, now: EpochMs): FeedState {
  if (heardAt === null) return { kind: 'connecting' }
  const ageMs = Math.max(0, now - heardAt)
  if (!connected || ageMs >= BEAT_LIMIT_MS) return { kind: 'stale', since: heardAt, ageMs }
  if (valueAt === null) return { kind: 'live', ageMs: null }
  const valueAgeMs = Math.max(0, now - valueAt)
  const isQuiet = usualMs === null || valueAgeMs >= Math.max(QUIET_LEAST_MS, QUIET_INTERVALS * usualMs)
  return isQuiet ? { kind: 'quiet', since: valueAt } : { kind: 'live', ageMs: valueAgeMs }
}
