import type { EpochMs } from '@ioc/shared/time'
import { asks } from './renew-doubt.js'
import { lookAtStretch, STRETCH_MS, type Watched } from './watched.js'

/**
 * Looks at what a datastream measured, as is done once a minute: what of it is over is told to `onOver`.
 *
 * @returns whether its neighbours are to be asked
 */
export function attend(each: Watched, now: EpochMs, onOver: (each: Watched) => void): boolean {
  // Who is judged is judged by all that came.
  if (now - each.stretch.from >= STRETCH_MS || asks(each, now)) lookAtStretch(each)
  if (each.over) {
    each.over = false
    each.doubt = null
    onOver(each)
  }
  return asks(each, now)
}
