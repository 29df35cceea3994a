import type { EpochMs } from '@ioc/shared/time'
import type { Clock } from '../ports/clock.js'

/**
 * An answer that takes long to find, shared by all who ask: for `ms` from when it was begun, which may depend on what was
 * found, it is given to everybody. Then it is found anew, once however many wait, and meanwhile the old one is given,
 * until it is twice as old. What failed is tried again by who asks next.
 */
export function keepLately<T>(
  clock: Pick<Clock, 'now'>,
  ms: number | ((made: T) => number),
  make: () => Promise<T>,
): () => Promise<T> {
  let last: { at: EpochMs; ms: number; made: T } | null = null
  let making: Promise<T> | null = null

  async function makeAnew(): Promise<T> {
    const at = clock.now()
    try {
      const made = await make()
      last = { at, made, ms: typeof ms === 'number' ? ms : ms(made) }
      return made
    } finally {
      making = null
    }
  }

  return async () => {
    const age = last ? clock.now() - last.at : Infinity
    if (last && age < last.ms) return last.made
    making ??= makeAnew()
    if (!last || age >= 2 * last.ms) return making
    // Who waits for it is told of its failure; here nobody does.
    making.catch(() => {})
    return last.made
  }
}
