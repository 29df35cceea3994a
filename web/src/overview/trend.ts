import { STILL } from '@ioc/shared/overview'

/** Of anything else, a change within an hour by a smaller share of the value is no news: whatever is measured trembles. */
const NOTABLE = 0.1

export type Direction = 'up' | 'down' | 'still'

export const ARROWS: Readonly<Record<Direction, string>> = { up: '↗', down: '↘', still: '→' }

/** Which way a value goes, by how far it moves in an hour. */
export function directionOf(property: string, value: number, perHour: number): Direction {
  const least = property === 'water_level' ? STILL : NOTABLE * Math.max(Math.abs(value), Math.abs(value - perHour))
  if (perHour === 0 || Math.abs(perHour) < least) return 'still'
  return perHour > 0 ? 'up' : 'down'
}

/** It is one word: a line never breaks between a number and its unit. */
const NO_BREAK = '\u00a0'

/** How a level moves, in centimetres an hour, with an arrow: shape says it before the number is read. */
export function trendText(perHour: number | null, number: (value: number, decimals: number) => string): string {
  if (perHour === null) return '–'
  const direction = directionOf('water_level', 0, perHour)
  const by = direction === 'still' ? '0' : number(Math.abs(perHour) * 100, 0)
  return [ARROWS[direction], by, 'cm/h'].join(NO_BREAK)
}
