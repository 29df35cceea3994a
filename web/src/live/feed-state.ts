import { MINUTE, type EpochMs } from '@ioc/shared/time'

/** Beats come every 2 s; two may be lost before the screen says so, and it says so within 5 s. */
export const BEAT_LIMIT_MS = 4_500
/** The server lives but nothing new reaches its disk. */
const QUIET_LIMIT_MS = 2 * MINUTE

export interface Heard {
  connected: boolean
  /** When the feed last said anything (our clock); null before it ever did. */
  heardAt: EpochMs | null
  /** How old the newest committed batch was when the server last told. */
  committedAgoMs: number | null
}

type FeedState =
  | { kind: 'connecting' }
  | { kind: 'live'; ageMs: number }
  | { kind: 'quiet'; since: EpochMs }
  | { kind: 'stale'; since: EpochMs; ageMs: number }

/** What the screen may claim about itself at a moment. */
export function feedState({ connected, heardAt, committedAgoMs }: Heard, now: EpochMs): FeedState {
  if (heardAt === null) return { kind: 'connecting' }
  const ageMs = Math.max(0, now - heardAt)
  if (!connected || ageMs >= BEAT_LIMIT_MS) return { kind: 'stale', since: heardAt, ageMs }
  if (committedAgoMs !== null && committedAgoMs >= QUIET_LIMIT_MS) {
    return { kind: 'quiet', since: heardAt - committedAgoMs }
  }
  return { kind: 'live', ageMs }
}
