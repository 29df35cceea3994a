import type { EpochMs } from '@ioc/shared/time'

interface MomentsOptions<M> {
  read: (at: EpochMs) => Promise<M>
  /** So many are kept; the one that was looked at longest ago goes first. */
  most: number
}

/** Moments of the past, each read once while it is kept: what is over does not change under who looks at it. */
export function createMoments<M>({ read, most }: MomentsOptions<M>) {
  const kept = new Map<EpochMs, Promise<M>>()

  return {
    /** Asked for again where it could not be read. */
    get(at: EpochMs): Promise<M> {
      const moment = kept.get(at) ?? read(at)
      kept.delete(at)
      kept.set(at, moment)
      if (kept.size > most) kept.delete(kept.keys().next().value!)
      moment.catch(() => kept.get(at) === moment && kept.delete(at))
      return moment
    },
    clear: () => kept.clear(),
  }
}
