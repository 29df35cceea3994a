import { MINUTE, type EpochMs } from '@ioc/shared/time'

interface Failures {
  count: number
  last: EpochMs
}

export interface DeviceBrake {
  /** Notes a wrong secret; how long its answer waits, milliseconds. */
  failed(address: string, name: string, now: EpochMs): number
  /** A right one: what failed under this name from this address is forgotten. */
  succeeded(address: string, name: string): void
}

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 10_000
const FORGET_MS = 10 * MINUTE
/** So many failures are answered at once: a mistyped secret, and a network where a few devices have it wrong. */
const FREE_OF_NAME = 2
const FREE_OF_ADDRESS = 50
const MOST_KEPT = 20_000

/**
 * Slows down who guesses the secrets of devices: the answer to each wrong one takes twice as long as the one before.
 *
 * Only wrong secrets wait. Whoever tries to lock a station out by guessing does not slow the station itself, not even
 * from behind the same address: a secret is 256 random bits, so what matters is that guessing costs us little.
 */
export function createDeviceBrake(): DeviceBrake {
  const failures = new Map<string, Failures>()

  function fail(key: string, free: number, now: EpochMs): number {
    const found = failures.get(key)
    const count = found && now - found.last < FORGET_MS ? found.count + 1 : 1
    failures.delete(key)
    failures.set(key, { count, last: now })
    const [oldest] = failures.keys()
    if (failures.size > MOST_KEPT && oldest !== undefined) failures.delete(oldest)
    return count <= free ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, count - free - 1))
  }

  return {
    failed(address, name, now) {
      return Math.max(fail(address, FREE_OF_ADDRESS, now), fail(`${address}\n${name}`, FREE_OF_NAME, now))
    },
    succeeded: (address, name) => void failures.delete(`${address}\n${name}`),
  }
}
