import type { StationId } from '@ioc/shared/ids'
import { placesOf, type Submission } from './submission.js'

/** Who waits for a commit, a line a station. */
export interface StationLines<W extends { submission: Submission }> {
  join(waiting: W): void
  /** Takes a submission of each line in turn, until so many observations are together or everybody had a turn. */
  take(observations: number): W[]
  has(station: StationId): boolean
  isEmpty(): boolean
  /** The memory that all who wait take, in places. */
  places(): number
}

/** Stations take turns, a submission each, so that one with a long backlog does not delay the rest. */
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
        const next = line.shift()!
        taken.push(next)
        observations += next.submission.observations.length
        places -= placesOf(next.submission)
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
