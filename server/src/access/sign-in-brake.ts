import { createSteadyTime } from '@ioc/shared/steady-time'
import { MINUTE, type EpochMs } from '@ioc/shared/time'

interface Tries {
  count: number
  since: EpochMs
}

export interface SignInBrake {
  /** Counts a try before its password is looked at; milliseconds to wait where there were too many, else null. */
  take(address: string, name: string, now: EpochMs): number | null
  /** A right password: the tries of this name from this address are forgotten. */
  release(address: string, name: string): void
}

const WINDOW_MS = 5 * MINUTE
const TRIES_OF_NAME = 10
const TRIES_OF_ADDRESS = 60
const MOST_KEPT = 20_000

/**
 * Slows down who guesses passwords, by address and by address and name.
 *
 * Not by name alone: then anybody could lock everybody out.
 */
export function createSignInBrake(): SignInBrake {
  const tries = new Map<string, Tries>()
  const steady = createSteadyTime()

  function current(key: string, now: EpochMs): Tries {
    const found = tries.get(key)
    return found && now - found.since < WINDOW_MS ? found : { count: 0, since: now }
  }

  function forgetOld(now: EpochMs): void {
    if (tries.size < MOST_KEPT) return
    for (const [key, { since }] of tries) if (now - since >= WINDOW_MS) tries.delete(key)
    for (const key of tries.keys()) {
      if (tries.size < MOST_KEPT) return
      tries.delete(key)
    }
  }

  return {
    take(address, name, at) {
      const now = steady(at)
      const limits = [
        { key: address, most: TRIES_OF_ADDRESS },
        { key: `${address}\n${name}`, most: TRIES_OF_NAME },
      ].map(({ key, most }) => ({ key, most, ...current(key, now) }))
      const full = limits.filter(({ count, most }) => count >= most)
      if (full.length > 0) return Math.max(...full.map(({ since }) => since + WINDOW_MS - now))
      forgetOld(now)
      for (const { key, count, since } of limits) tries.set(key, { count: count + 1, since })
      return null
    },
    release(address, name) {
      const own = tries.get(`${address}\n${name}`)?.count ?? 0
      tries.delete(`${address}\n${name}`)
      const all = tries.get(address)
      if (all) tries.set(address, { ...all, count: Math.max(0, all.count - own) })
    },
  }
}
