import type { StationId } from '@ioc/shared/ids'
import { MINUTE, type EpochMs } from '@ioc/shared/time'

/** So many make a group … */
const GROUP_LEAST = 3
/** … where they are so large a part of all that could fall silent there; it ends below half of that. */
const GROUP_SHARE = 0.5
/** What fell silent within so long of each other did so together. */
export const TOGETHER_MS = 10 * MINUTE

/** A station that was heard before. */
export interface Listened {
  station: StationId
  /** When its silence began, where it is silent: the last that was heard of it. */
  silentSince: EpochMs | null
  /** How long it may be quiet. */
  limitMs: number
}

/**
 * The stations of a gateway or an area that are silent for one reason; null where there is no such group.
 *
 * A group begins with at least three that fell silent within ten minutes (or within the longest time that one of them
 * may be quiet: a slow station is noticed later), and at least half of those that were not silent long before. It takes
 * in who falls silent later, and ends below three or below a quarter, so that it does not come and go.
 */
export function silentTogether(
  stations: readonly Listened[],
  group: ReadonlySet<StationId>,
): readonly StationId[] | null {
  const silent = stations.filter(wentSilent)
  const together = group.size > 0 ? joined(silent, group) : newest(silent)
  const longBefore = silent.length - together.length
  const share = together.length / (stations.length - longBefore)
  if (together.length < GROUP_LEAST || share < (group.size > 0 ? GROUP_SHARE / 2 : GROUP_SHARE)) return null
  return together.map(({ station }) => station).sort()
}

type Silent = Listened & { silentSince: EpochMs }

function wentSilent(listened: Listened): listened is Silent {
  return listened.silentSince !== null
}

function newest(silent: readonly Silent[]): Silent[] {
  const last = silent.reduce((latest, { silentSince }) => Math.max(latest, silentSince), 0)
  return silent.filter(({ silentSince, limitMs }) => last - silentSince <= Math.max(TOGETHER_MS, limitMs))
}

function joined(silent: readonly Silent[], group: ReadonlySet<StationId>): Silent[] {
  const first = silent.reduce(
    (earliest, { station, silentSince }) => (group.has(station) ? Math.min(earliest, silentSince) : earliest),
    Infinity,
  )
  return silent.filter(({ station, silentSince }) => group.has(station) || silentSince >= first)
}
