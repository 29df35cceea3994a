import type { StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'

/** How many seconds' worth of messages a device may send at once after a pause. */
const BURST_S = 20
/** A larger message counts as several, bytes: a backlog of hours fits into one, a flood does not. */
const ONE_MESSAGE = 16 * 1024

type WaitOf = (sender: StationId, now: EpochMs, bytes: number, devices?: number) => number

/**
 * Says how long a device's next message must wait so that it keeps to `perSecond` in the long run.
 *
 * A bucket a device: each message takes a place, places come back at the rate. 0 = no limit.
 * A gateway is given the places of all the `devices` behind it.
 */
export function createDeviceLimit(perSecond: number): WaitOf {
  const spacing = 1000 / perSecond
  const burst = BURST_S * 1000
  /** When the bucket of each device is full again. */
  const fullAt = new Map<StationId, EpochMs>()

  return (station, now, bytes, devices = 1) => {
    if (perSecond === 0) return 0
    const next = Math.max(now, fullAt.get(station) ?? now) + (spacing / devices) * Math.max(1, bytes / ONE_MESSAGE)
    fullAt.set(station, next)
    return Math.max(0, next - now - burst)
  }
}
