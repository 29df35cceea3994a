import type { StationId } from '@ioc/shared/ids'
import { placesOf, type Submission } from './submission.js'

/** Who waits for a commit, a line a station. */
export interface StationLines<W extends { submission: Submission }> {
  join(waiting: W): void
  /** Takes from the lines in turn, until so many observations are together or nobody waits. */
  take(observations: number): W[]
  has(station: StationId): boolean
  isEmpty(): boolean
  /** The memory that all who wait take, in places. */
  places(): number
}

/**
 * The observations of a turn. What follows a commit goes through its observations in this order, so those of a station
 * lie together: its datastreams are then fetched from memory once a turn, not once a value.
 */
const TURN = 64

/** Stations take turns, so that one with a long backlog does not delay the rest. */
export function createStationLines<W extends { submission: Submission }>(): StationLines<W> {
  /** The one whose turn is next stands first. */
  const lines = new Map<StationId, W[]>()
  let places = 0

  return {
    join(waiting) {
      const { submission } = waiting
      places += placesOf(submission)
      const line = lines.get(submission.station)
      if (line) line.push(waiting)
      else lines.set(submission.station, [waiting])
    },
    take(most) {
      const taken: W[] = []
      let observations = 0
      for (const [station, line] of lines) {
        let turn = TURN
        while (turn > 0 && line.length > 0 && observations < most) {
          const next = line.shift()!
          const count = next.submission.observations.length
          taken.push(next)
          observations += count
          turn -= Math.max(1, count)
          places -= placesOf(next.submission)
        }
        lines.delete(station)
        if (line.length > 0) lines.set(station, line)
        if (observations >= most) break
      }
      return taken
    },
    has: (station) => lines.has(station),
    isEmpty: () => lines.size === 0,
    places: () => places,
  }
}
