/** A soft step: 0 up to 0, 1 from 1 on, without a corner at either end. */
export function ease(u: number): number {
  const inside = Math.max(0, Math.min(1, u))
  return inside * inside * (3 - 2 * inside)
}

/** 0 before `from`, 1 between `full` and `fade`, 0 again after `to`; hours. */
export function swell(hours: number, [from, full, fade, to]: readonly [number, number, number, number]): number {
  return Math.min(ease((hours - from) / (full - from)), ease((to - hours) / (to - fade)))
}
