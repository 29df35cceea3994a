import type { Clock } from '../ports/clock.js'

/**
 * What is found within `ms`, else null. What takes longer is looked for all the same, and who asks again may find it; that
 * it fails only then is not told here.
 */
export function foundWithin<T>(clock: Pick<Clock, 'after'>, ms: number, found: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(ms, () => resolve(null))
    void found.then(resolve, reject).finally(stop)
  })
}
