import type { StationId } from '@ioc/shared/ids'
import { createSteadyTime } from '@ioc/shared/steady-time'
import type { EpochMs } from '@ioc/shared/time'

/** How many seconds' worth of messages a device may send at once after a pause. */
const BURST_S = 20
/** A larger message counts as several, bytes: a backlog of hours fits into one, a flood does not. */
const ONE_MESSAGE = 16 * 1024

/** How many seconds' worth of all devices' messages may come at once. */
const BURST_TOGETHER_S = 1

type WaitOf = (sender: StationId, now: EpochMs, bytes: number, devices?: number) => number

/**
 * Says how long a device's next message must wait so that it keeps to `perSecond` in the long run, and all devices
 * together to `together`.
 *
 * A bucket a device, and one for all: each message takes a place, places come back at the rate. 0 = no limit.
 * A gateway is given the places of all the `devices` behind it.
 */
export function createDeviceLimit(perSecond: number, together = 0): WaitOf {
  const spacing = 1000 / perSecond
  const burst = BURST_S * 1000
  const spacingTogether = 1000 / together
  const burstTogether = BURST_TOGETHER_S * 1000
  /** When the bucket of each device is full again, and that of all. */
  const fullAt = new Map<StationId, EpochMs>()
  let allFullAt = 0
  const steady = createSteadyTime()

  return (station, at, bytes, devices = 1) => {
    const now = steady(at)
    const places = Math.max(1, bytes / ONE_MESSAGE)
    let wait = 0
    if (perSecond > 0) {
      const next = Math.max(now, fullAt.get(station) ?? now) + (spacing / devices) * places
      fullAt.set(station, next)
      wait = Math.max(0, next - now - burst)
    }
    if (together > 0) {
      allFullAt = Math.max(now, allFullAt) + spacingTogether * places
      wait = Math.max(wait, allFullAt - now - burstTogether)
    }
    return wait
  }
}
