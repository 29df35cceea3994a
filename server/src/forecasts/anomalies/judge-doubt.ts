import type { AnomalyCause, AnomalyKind, Neighbour } from '@ioc/shared/anomaly'
import { HOUR } from '@ioc/shared/time'
import { faultOrEvent } from './fault-or-event.js'
import type { Near } from './neighbourhoods.js'
import { provesFault } from './proves-fault.js'
import type { Watched } from './watched.js'

/** A neighbour that was not heard for so much longer says nothing. */
const HEARD_MS = HOUR
/**
 * Deviations of at least so many usual distances, to the same side, see the same; who has moved no farther than that from
 * the middle of its neighbours has moved with them; and where that middle is so far away, one wild value proves nothing.
 */
const UNUSUAL = 2

/** Who had less of its usual daily course than this is losing it too: cloud and rain last over all, and end it hour by hour. */
const FADES = 0.5

/** These show in the hour before they are judged. */
const LASTING: readonly AnomalyKind[] = ['shift', 'drift']

export type Suspect = Pick<Watched, 'station' | 'property' | 'anomaly' | 'seenAt' | 'learned'> & {
  watch: Pick<Watched['watch'], 'deviation' | 'dailyCourse'>
}

/** Asks the nearest stations of the same kind, that measure the same, what lies behind a value that does not fit. */
export function judgeDoubt<T extends Suspect>(
  suspect: T,
  near: Near<T>,
): { cause: AnomalyCause; neighbours: Neighbour[] } {
  const { anomaly, seenAt, watch } = suspect
  const { kind, side } = anomaly!
  const isOfLevel = kind === 'spike' || kind === 'shift' || kind === 'drift'
  const wasHeard = (other: T) => other.learned && seenAt - other.seenAt <= HEARD_MS
  const neighbours = near(suspect, wasHeard).map((other) => {
    const deviation = other.watch.deviation()
    const isFlagged = other.anomaly?.kind === kind && (!isOfLevel || other.anomaly.side === side)
    const goesAlong = isOfLevel
      ? deviation * side >= UNUSUAL
      : kind === 'lost-season' && other.watch.dailyCourse() < FADES
    return { station: other.station.id, deviation, alike: isFlagged || goesAlong }
  })
  const cause = faultOrEvent(neighbours)
  const middle = middleOf(neighbours.map(({ deviation }) => deviation))
  const isAlone = LASTING.includes(kind)
    ? Math.abs(watch.deviation() - middle) >= UNUSUAL
    : // What stands still while all else moves is alone all the more.
      kind === 'flatline' || Math.abs(middle) < UNUSUAL
  const isProven = isAlone && provesFault(suspect.station, anomaly!)
  return { cause: cause === 'fault' && !isProven ? 'unclear' : cause, neighbours }
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
