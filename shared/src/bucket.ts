import type { Aggregate, Quality } from './observation.js'

/** How the values of a bucket combine; angles have a mean of their own. */
export type Combine = Aggregate | 'circular-mean'

interface Member {
  value: number
  quality: Quality
}

/** Best first. */
const BEST_FIRST: readonly Quality[] = ['good', 'suspect', 'calibrating', 'fault']

/** How bad a quality is, 0 for good. */
export function badness(quality: Quality): number {
  return BEST_FIRST.indexOf(quality)
}

/** The quality that is so bad. */
export function qualityOf(bad: number): Quality {
  return BEST_FIRST[bad] ?? 'fault'
}

/**
 * What the members of one bucket, in time order, come to.
 *
 * It is computed from the `good` ones alone; where there is none, from all, and then it carries the worst quality.
 */
export function combine(members: readonly Member[], how: Combine): Member & { goodCount: number } {
  const good = members.filter(({ quality }) => quality === 'good')
  const values = (good.length > 0 ? good : members).map(({ value }) => value)
  const worst = members.reduce((bad, { quality }) => Math.max(bad, badness(quality)), 0)
  return { value: aggregate(values, how), quality: qualityOf(good.length > 0 ? 0 : worst), goodCount: good.length }
}

function aggregate(values: readonly number[], how: Combine): number {
  const total = (pick: (value: number) => number) => values.reduce((sum, value) => sum + pick(value), 0)
  switch (how) {
    case 'mean':
      return total(Number) / values.length
    case 'sum':
      return total(Number)
    case 'min':
      return values.reduce((low, value) => Math.min(low, value))
    case 'max':
      return values.reduce((high, value) => Math.max(high, value))
    case 'count':
      return values.length
    case 'last':
      return values.at(-1)!
    case 'circular-mean': {
      const radians = Math.PI / 180
      const angle = Math.atan2(
        total((value) => Math.sin(value * radians)),
        total((value) => Math.cos(value * radians)),
      )
      return (angle / radians + 360) % 360
    }
  }
}
