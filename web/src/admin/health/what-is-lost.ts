import { DAY, startOfLocalMonth, type EpochMs } from '@ioc/shared/time'
import type { Retention } from '@ioc/shared/retention'

/** What a shorter retention deletes for good, each before a moment; null: nothing of it. */
export interface Loss {
  raw: EpochMs | null
  tiers: EpochMs | null
}

/** What goes that is there now, by the oldest of it; whole local months go, the one that is cut into stays. */
export function whatIsLost(
  { forgetRawAfterDays, forgetTiersAfterDays }: Pick<Retention, 'forgetRawAfterDays' | 'forgetTiersAfterDays'>,
  oldest: { raw: EpochMs | null; tiers: EpochMs | null },
  now: EpochMs,
): Loss {
  const cut = (days: number | null, first: EpochMs | null) => {
    if (days === null || first === null) return null
    const before = startOfLocalMonth(now - days * DAY)
    return first < before ? before : null
  }
  return { raw: cut(forgetRawAfterDays, oldest.raw), tiers: cut(forgetTiersAfterDays, oldest.tiers) }
}
