import type { LatestStation, WireStation } from '@ioc/shared/wire'
import type { Look } from './standing.js'

/** A station with what is known of it now and how it stands. */
export interface Row {
  station: WireStation
  latest: LatestStation | undefined
  look: Look
}
