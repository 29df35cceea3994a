import type { AirLine } from '@ioc/shared/overview'
import type { Spot } from './flatten.js'

/** A station in the drawing, and where its number stands: beside it where a worse one's is in the way, nowhere where there is no room. */
export interface Dot extends Spot {
  line: AirLine
  spot: Spot
  hasNumber: boolean
}

/** What a number takes, in units of the drawing. */
export const LABEL = { width: 30, height: 18 } as const

/** How far from its station a number may stand, nearest first: in labels. */
const AWAY = [
  [0, -1],
  [0, 1],
  [1, 0],
  [-1, 0],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
  [0, -2],
  [0, 2],
  [2, 0],
  [-2, 0],
  [1, -2],
  [-1, -2],
  [1, 2],
  [-1, 2],
] as const
/** Between two numbers. */
const ROOM = 2

/** Stations as dots, the worst last, so that it is drawn on top. `lines` come worst first. */
export function placeDots(lines: readonly AirLine[], spotOf: (station: string) => Spot | null): Dot[] {
  const taken: Spot[] = []
  const take = (places: readonly Spot[]) => {
    const free = places.find((place) => !taken.some((other) => isOver(other, place)))
    if (free) taken.push(free)
    return free
  }
  const seen = lines.flatMap((line) => {
    const spot = spotOf(line.station)
    return spot ? [{ line, spot, at: take([spot]) }] : []
  })
  // Beside its station stands what leaves its own place to a worse one, where no other number stands at its own.
  return seen
    .map(({ line, spot, at = take(around(spot)) }) => ({ ...(at ?? spot), spot, line, hasNumber: at !== undefined }))
    .toReversed()
}

function around({ x, y }: Spot): Spot[] {
  return AWAY.map(([across, down]) => ({
    x: x + across * (LABEL.width + ROOM),
    y: y + down * (LABEL.height + ROOM),
  }))
}

function isOver(a: Spot, b: Spot): boolean {
  return Math.abs(a.x - b.x) < LABEL.width && Math.abs(a.y - b.y) < LABEL.height
}
