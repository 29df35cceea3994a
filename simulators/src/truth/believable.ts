import { PROPERTIES } from '@ioc/shared/properties'
import type { Report } from '../report.js'

const PLAUSIBLE = new Map(PROPERTIES.map(({ key, min, max }) => [key as string, { min, max }]))

/** What of a report a careful reader goes by: nothing that leapt, nothing that cannot be. */
export function believableOf({ values, spiked }: Report): Partial<Report['values']> {
  const entries = Object.entries(values).filter(([key, value]) => key !== spiked && isPlausible(key, value))
  return Object.fromEntries(entries)
}

/** Whether a value lies in the range that its property can have. */
export function isPlausible(key: string, value: number): boolean {
  const { min = -Infinity, max = Infinity } = PLAUSIBLE.get(key) ?? {}
  return value >= min && value <= max
}
