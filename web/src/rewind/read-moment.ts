import type { WireOverview } from '@ioc/shared/overview'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { LatestStation, WireAlarm } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { applySnapshot, type LiveState } from '../live/live-state.js'

/** What the room showed at a moment, or is expected to show. */
export interface Moment {
  at: EpochMs
  state: LiveState
  overview: WireOverview
  /** It has not come yet: what it holds is forecast. */
  ahead: boolean
}

/**
 * Every station, every alarm and the figures as they stood then, in the form in which they are told of now. What
 * arrived later is not in it: nobody could have known.
 */
export async function readMoment(at: EpochMs): Promise<Moment> {
  const [stations, alarms, overview] = await Promise.all([
    call<LatestStation[]>(`latest?at=${at}&as=known`),
    call<WireAlarm[]>(`alarms?state=all&at=${at}`),
    call<WireOverview>(`overview?at=${at}&as=known`),
  ])
  return { at, state: applySnapshot({ seq: 0, at: formatTime(at), stations, alarms }), overview, ahead: false }
}
