import type { RiverLine } from '@ioc/shared/overview'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import type { IsoTime } from '@ioc/shared/wire'

/** How long until a river reaches its next limit, ms, of what was told at `at`; null where that is not foreseen. */
export function timeLeft(next: RiverLine['next'], at: IsoTime, now: EpochMs): number | null {
  if (!next || next.inS === null) return null
  return Math.max(0, next.inS * SECOND - Math.max(0, now - Date.parse(at)))
}
