import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { coded } from '../errors.js'

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY }

/** The one file that a command is given. */
export function fileOf(positionals: readonly string[]): string {
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw coded('option.bad', 'name one CSV file')
  return file
}

export function columnOf(column: string | undefined): string {
  if (!column) throw coded('option.bad', 'name the column of the values: --column NAME')
  return column
}

/** Milliseconds of a step such as 10m or 1h: it divides the day, or is whole days. */
export function stepOf(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,5})([smhd])$/.exec(text) ?? []
  const step = Number(digits) * (UNITS[unit] ?? NaN)
  if (step > 0 && (DAY % step === 0 || step % DAY === 0)) return step
  throw coded('option.bad', `--step must be such as 10m, 1h or 1d, and divide the day, not '${text}'`)
}

export function wholeNumber(name: string, text: string, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN
  if (number >= 1 && number <= most) return number
  throw coded('option.bad', `${name} must be a whole number from 1 to ${most}, not '${text}'`)
}
