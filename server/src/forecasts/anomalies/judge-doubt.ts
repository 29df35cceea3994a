import type { AnomalyCause, AnomalyKind, Neighbour } from '@ioc/shared/anomaly'
import { HOUR } from '@ioc/shared/time'
import { nearest } from '../nearest.js'
import { faultOrEvent } from './fault-or-event.js'
import type { Watched } from './watched.js'

const NEAREST = 6
const FARTHEST_KM = 30
/** A neighbour that was not heard for so much longer says nothing. */
const HEARD_MS = HOUR
/**
 * Deviations of at least so many usual distances, to the same side, see the same; and who has moved no farther than that
 * from the middle of its neighbours has moved with them.
 */
const UNUSUAL = 2

/** These show in the hour before they are judged. */
const LASTING: readonly AnomalyKind[] = ['shift', 'drift']

type Judged = Pick<Watched, 'station' | 'anomaly' | 'seenAt' | 'learned'> & {
  watch: Pick<Watched['watch'], 'deviation'>
}

/** Asks the nearest stations of the same kind, that measure the same, what lies behind a value that does not fit. */
export function judgeDoubt(
  { station, anomaly, seenAt, watch }: Judged,
  alike: Iterable<Judged>,
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
  const cause = faultOrEvent(neighbours)
  const moved = watch.deviation() - middleOf(neighbours.map(({ deviation }) => deviation))
  const isAlone = !LASTING.includes(kind) || Math.abs(moved) >= UNUSUAL
  return { cause: cause === 'fault' && !isAlone ? 'unclear' : cause, neighbours }
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
