import { badness } from '@ioc/shared/bucket'
import { QUALITIES, type Observation } from '@ioc/shared/observation'

/** The bits of the quality; 0 is `good`. */
export const QUALITY_BITS = 3
const SERVER_TIME_BIT = 4

/** The two low bits are the quality, the third says that the time is ours, not the device's. */
export function toFlags({ quality, timeSource }: Pick<Observation, 'quality' | 'timeSource'>): number {
  return QUALITIES.indexOf(quality) | (timeSource === 'server' ? SERVER_TIME_BIT : 0)
}

export function fromFlags(flags: number): Pick<Observation, 'quality' | 'timeSource'> {
  return { quality: QUALITIES[flags & QUALITY_BITS]!, timeSource: flags & SERVER_TIME_BIT ? 'server' : 'device' }
}

/** SQL: whether the row is of good quality. */
export const IS_GOOD = `flags & ${QUALITY_BITS} = ${QUALITIES.indexOf('good')}`
/** SQL: how bad the row's quality is. */
export const BADNESS = `[${QUALITIES.map(badness).join(', ')}][(flags & ${QUALITY_BITS}) + 1]`
