import type { AirLine } from '@ioc/shared/overview'
import type { Spot } from './flatten.js'

/** A station in the drawing; one whose number would lie on a worse one's has none. */
export interface Dot extends Spot {
  line: AirLine
  hasNumber: boolean
}

/** What a number takes, in units of the drawing. */
export const LABEL = { width: 30, height: 18 } as const

/** Stations as dots, the worst last, so that it is drawn on top. `lines` come worst first. */
export function placeDots(lines: readonly AirLine[], spotOf: (station: string) => Spot | null): Dot[] {
  const dots: Dot[] = []
  for (const line of lines) {
    const spot = spotOf(line.station)
    if (!spot) continue
    const covers = (worse: Dot) =>
      Math.abs(worse.x - spot.x) < LABEL.width && Math.abs(worse.y - spot.y) < LABEL.height && worse.hasNumber
    dots.unshift({ ...spot, line, hasNumber: !dots.some(covers) })
  }
  return dots
}
