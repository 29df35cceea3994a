import type { WireExpected } from '@ioc/shared/forecast'
import type { WireOverview } from '@ioc/shared/overview'
import type { EpochMs } from '@ioc/shared/time'
import { call } from '../access/call.js'
import { expectedOverview } from '../forecasts/expected-overview.js'
import { expectedState } from '../forecasts/expected-state.js'
import type { Moment } from './read-moment.js'

/** More than a province has of anything. */
const ALL = 100_000

/** What the room is expected to show at a moment to come. */
export async function readAhead(at: EpochMs, known: Parameters<typeof expectedState>[2]): Promise<Moment> {
  const [expected, now] = await Promise.all([
    call<WireExpected[]>(`forecasts/expected?at=${at}`),
    call<WireOverview>(`overview?most=${ALL}`),
  ])
  const overview = expectedOverview(at, expected, now, known.stations)
  return { at, state: expectedState(at, expected, known), overview, eyes: 'known', ahead: true }
}
