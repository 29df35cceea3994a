import type { WireOverview } from '@ioc/shared/overview'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { LatestStation, WireAlarm } from '@ioc/shared/wire'
import { call } from '../access/call.js'
import { applySnapshot, type LiveState } from '../live/live-state.js'

/** What of a moment is shown: what had arrived by then, or what was measured by then, whenever it arrived. */
export type Eyes = 'known' | 'measured'

/** What the room showed at a moment, or is expected to show. */
export interface Moment {
  at: EpochMs
  state: LiveState
  overview: WireOverview
  /** Of a moment to come it says nothing. */
  eyes: Eyes
  /** It has not come yet: what it holds is forecast. */
  ahead: boolean
}

/**
 * Every station, every alarm and the figures as they stood then, in the form in which they are told of now.
 *
 * As the room knew them, what arrived later is not in it: nobody could have known. But before the first thing that ever
 * arrived nobody looked, and the room would be empty: then it is what was measured, as of history that was brought later.
 */
export async function readMoment(at: EpochMs, eyes: Eyes): Promise<Moment> {
  const [stations, alarms, overview] = await Promise.all([
    call<LatestStation[]>(`latest?at=${at}&as=${eyes}`),
    call<WireAlarm[]>(`alarms?state=all&at=${at}`),
    call<WireOverview>(`overview?at=${at}&as=${eyes}`),
  ])
  if (eyes === 'known' && stations.every(({ receivedAt }) => receivedAt === null)) return readMoment(at, 'measured')
  return { at, state: applySnapshot({ seq: 0, at: formatTime(at), stations, alarms }), overview, eyes, ahead: false }
}
