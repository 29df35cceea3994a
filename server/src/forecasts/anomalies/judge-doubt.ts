import type { AnomalyCause, Neighbour } from '@ioc/shared/anomaly'
import { HOUR } from '@ioc/shared/time'
import { nearest } from '../nearest.js'
import { faultOrEvent } from './fault-or-event.js'
import type { Watched } from './watched.js'

const NEAREST = 6
const FARTHEST_KM = 30
/** A neighbour that was not heard for so much longer says nothing. */
const HEARD_MS = HOUR
/** Deviations of at least so many usual distances, to the same side, see the same. */
const UNUSUAL = 2

/** Asks the nearest stations of the same kind, that measure the same, what lies behind a value that does not fit. */
export function judgeDoubt(
  { station, anomaly, seenAt }: Watched,
  alike: Iterable<Watched>,
): { cause: AnomalyCause; neighbours: Neighbour[] } {
  const { kind, side } = anomaly!
  const heard = [...alike].filter((other) => {
    const isNeighbour = other.station.id !== station.id && other.station.kind === station.kind
    return isNeighbour && other.learned && seenAt - other.seenAt <= HEARD_MS
  })
  const places = heard.map((other) => ({ other, lon: other.station.lon, lat: other.station.lat }))
  const isOfLevel = kind === 'spike' || kind === 'shift' || kind === 'drift'
  const neighbours = nearest(station, places, NEAREST, FARTHEST_KM).map(({ other }) => {
    const deviation = other.watch.deviation()
    const isFlagged = other.anomaly?.kind === kind && (!isOfLevel || other.anomaly.side === side)
    return { station: other.station.id, deviation, alike: isFlagged || (isOfLevel && deviation * side >= UNUSUAL) }
  })
  return { cause: faultOrEvent(neighbours), neighbours }
}
