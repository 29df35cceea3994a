import type { WireExpected } from '@ioc/shared/forecast'
import type { LatestStation, WireStation } from '@ioc/shared/wire'
import type { Look } from './standing.js'

/** A station with what is known of it now and how it stands. */
export interface Row {
  station: WireStation
  latest: LatestStation | undefined
  look: Look
  /** In a map of what is expected: of what its values were made; null where nothing reliable is. */
  expected?: WireExpected | null
}
