import type { WireAlarm, WireObservation } from '@ioc/shared/wire'

/** The value farthest past the limit, of those that may be trusted; null where there is none. */
export function worstValue(observations: readonly WireObservation[], { value, limit }: WireAlarm): number | null {
  const isBelow = value !== null && limit !== null && value < limit
  let worst: number | null = null
  for (const { value: each, quality } of observations) {
    if (quality !== 'good') continue
    if (worst === null || (isBelow ? each < worst : each > worst)) worst = each
  }
  return worst
}
