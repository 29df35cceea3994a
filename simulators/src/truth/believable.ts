import { PROPERTIES } from '@ioc/shared/properties'
import type { Report } from '../report.js'
import { errorOf } from '../sensors.js'

const PLAUSIBLE = new Map(PROPERTIES.map(({ key, min, max }) => [key as string, { min, max }]))

/** What of a report a careful reader goes by: nothing that leapt, nothing that cannot be. */
export function believableOf({ values, spiked }: Report): Partial<Report['values']> {
  const entries = Object.entries(values).filter(([key, value]) => key !== spiked && isPlausible(key, value))
  return Object.fromEntries(entries)
}

/** Whether a value lies in the range that its property can have. */
function isPlausible(key: string, value: number): boolean {
  const { min = -Infinity, max = Infinity } = PLAUSIBLE.get(key) ?? {}
  return value >= min && value <= max
}

/**
 * Whether a reading lies out of that range, with every error of the instrument allowed for. One in order never reads
 * what cannot be; of one that distorts (`isTrue` is false) nobody knows on which side of the edge its error falls.
 */
export function implausibility(key: string, value: number, isTrue: boolean): { may: boolean; must: boolean } {
  const error = isTrue ? 0 : errorOf(key, value)
  const readings = [value - error, value, value + error].map((reading) => isPlausible(key, reading))
  return { may: readings.includes(false), must: !readings.includes(true) }
}
