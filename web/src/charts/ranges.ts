import { DAY, HOUR } from '@ioc/shared/time'

export const RANGES = ['6h', '24h', '7d', '30d'] as const
export type Range = (typeof RANGES)[number]

export const RANGE_MS: Record<Range, number> = { '6h': 6 * HOUR, '24h': 24 * HOUR, '7d': 7 * DAY, '30d': 30 * DAY }

/** How much of what is expected is drawn behind so long a past: half as long again, a day at most. */
export function aheadOf(pastMs: number): number {
  return Math.min(DAY, pastMs / 2)
}
