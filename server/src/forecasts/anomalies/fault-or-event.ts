/** Deviations of at least so many usual distances count as unusual. */
const UNUSUAL = 2
/** Of fewer neighbours nothing is concluded. */
const LEAST_NEIGHBOURS = 2
const MOST_OF_THEM = 0.5
const FEW_OF_THEM = 0.2

/**
 * Tells a sensor's fault from something that happens around it: an event is seen by its neighbours too.
 *
 * @param own how far the flagged value lies from what is usual, in usual distances, with its sign
 * @param neighbours the same of stations nearby that measure the same, at about the same time
 * @returns `event` where at least half of them deviate to the same side, `fault` where hardly any does, or `unclear`
 */
export function faultOrEvent(own: number, neighbours: readonly number[]): 'event' | 'fault' | 'unclear' {
  if (neighbours.length < LEAST_NEIGHBOURS) return 'unclear'
  const alike = neighbours.filter((deviation) => deviation * Math.sign(own) >= UNUSUAL).length / neighbours.length
  if (alike >= MOST_OF_THEM) return 'event'
  return alike <= FEW_OF_THEM ? 'fault' : 'unclear'
}
