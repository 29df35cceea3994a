import type { AnomalyCause } from '@ioc/shared/anomaly'

/** Of fewer neighbours nothing is concluded. */
const LEAST_NEIGHBOURS = 2
const MOST_OF_THEM = 0.5
const FEW_OF_THEM = 0.2

/**
 * Tells a sensor's fault from something that happens around it: an event is seen by its neighbours too.
 *
 * @param neighbours whether each of them sees the same, at about the same time
 * @returns `event` where at least half of them do, `fault` where hardly any does, or `unclear`
 */
export function faultOrEvent(neighbours: readonly { alike: boolean }[]): AnomalyCause {
  if (neighbours.length < LEAST_NEIGHBOURS) return 'unclear'
  const share = neighbours.filter(({ alike }) => alike).length / neighbours.length
  if (share >= MOST_OF_THEM) return 'event'
  return share <= FEW_OF_THEM ? 'fault' : 'unclear'
}
