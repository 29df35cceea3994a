import { createSteadyTime } from '@ioc/shared/steady-time'
import type { EpochMs } from '@ioc/shared/time'

/** Connections a second from one address in the long run, and at once after a pause. */
const PER_SECOND = 200
const BURST = 2_000
/** Who would have to wait longer than this is sent away instead. */
const LONGEST_WAIT_MS = 5_000
const MOST_KEPT = 20_000

/**
 * Says how long a new connection from this address must wait before it is looked at; null: it is sent away.
 *
 * Wide enough for the thousands of devices behind one address that come back together when a mobile network does.
 */
export function createAttemptLimit(): (address: string, now: EpochMs) => number | null {
  /** When the bucket of each address is full again, the longest untouched first. */
  const fullAt = new Map<string, EpochMs>()
  const steady = createSteadyTime()

  function forgetOld(now: EpochMs): void {
    for (const [address, at] of fullAt) {
      if (fullAt.size < MOST_KEPT && at > now) return
      fullAt.delete(address)
    }
  }

  return (address, at) => {
    const now = steady(at)
    const next = Math.max(now, fullAt.get(address) ?? now) + 1_000 / PER_SECOND
    const wait = next - now - (BURST * 1_000) / PER_SECOND
    if (wait > LONGEST_WAIT_MS) return null
    fullAt.delete(address)
    fullAt.set(address, next)
    if (fullAt.size >= MOST_KEPT) forgetOld(now)
    return Math.max(0, wait)
  }
}
