import type { Station } from '@ioc/shared/station'

/** How the levels of a flood are called, by `flood_level`: 0 has no name. */
export const BAO_DONG = ['', 'BĐ I', 'BĐ II', 'BĐ III'] as const

/** The level of a flood that a station has this limit for; null where it is none. */
export function baoDongOf(attributes: Station['attributes'], limit: number): string | null {
  const level = BAO_DONG.findIndex((_, n) => attributes?.[`bd${n}`] === limit)
  return BAO_DONG[level] ?? null
}

/** How severe each is drawn. */
export const BAO_DONG_SEVERITY = ['', 'medium', 'high', 'critical'] as const

/** The level that a value of `flood_level` stands for; between two observations an index may be no whole number. */
export function levelOf(index: number): 0 | 1 | 2 | 3 {
  return Math.min(3, Math.max(0, Math.round(index))) as 0 | 1 | 2 | 3
}
