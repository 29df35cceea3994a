import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { LatestStation, WireAlarm } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { applySnapshot, type LiveState } from '../live/live-state.js'

/** What the room showed at a moment. */
export interface Moment {
  at: EpochMs
  state: LiveState
}

/** Every station and every alarm as they stood then, in the form in which the feed tells those of now. */
export async function readMoment(at: EpochMs): Promise<Moment> {
  const [stations, alarms] = await Promise.all([
    call<LatestStation[]>(`latest?at=${at}`),
    call<WireAlarm[]>(`alarms?state=all&at=${at}`),
  ])
  return { at, state: applySnapshot({ seq: 0, at: formatTime(at), stations, alarms }) }
}
