import { DAY, startOfLocalMonth, type EpochMs } from '@ioc/shared/time'
import type { Retention } from '@ioc/shared/retention'

/** What a shorter retention deletes for good, each before a moment; null: nothing of it. */
export interface Loss {
  raw: EpochMs | null
  tiers: EpochMs | null
}

type Forgetting = Pick<Retention, 'forgetRawAfterDays' | 'forgetTiersAfterDays'>

/**
 * What goes that is there now, by the oldest of it; whole local months go, the one that is cut into stays. What is
 * forgotten as early already, `kept`, loses nothing more.
 */
export function whatIsLost(
  wanted: Forgetting,
  kept: Forgetting,
  oldest: { raw: EpochMs | null; tiers: EpochMs | null },
  now: EpochMs,
): Loss {
  const cut = (field: keyof Forgetting, first: EpochMs | null) => {
    const [days, before] = [wanted[field], kept[field]]
    if (days === null || first === null || (before !== null && before <= days)) return null
    const end = startOfLocalMonth(now - days * DAY)
    return first < end ? end : null
  }
  return { raw: cut('forgetRawAfterDays', oldest.raw), tiers: cut('forgetTiersAfterDays', oldest.tiers) }
}
