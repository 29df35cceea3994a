import { DAY, HOUR, VIETNAM_OFFSET_MS } from '@ioc/shared/time'

const YEAR = 365.2425 * DAY

/** Hours since local midnight, 0 to 24. */
export function localHour(at: number): number {
  return modulo(at + VIETNAM_OFFSET_MS, DAY) / HOUR
}

/** 1970-01-01 was a Thursday. */
export function isWeekend(at: number): boolean {
  const day = modulo(Math.floor((at + VIETNAM_OFFSET_MS) / DAY) + 4, 7)
  return day === 0 || day === 6
}

/** Reads a table of twelve monthly normals as a curve through the middles of the months. */
export function seasonal(normals: readonly number[], at: number): number {
  const position = (modulo(at + VIETNAM_OFFSET_MS, YEAR) / YEAR) * 12 - 0.5
  const month = Math.floor(position)
  const from = normals[modulo(month, 12)] ?? 0
  const to = normals[modulo(month + 1, 12)] ?? 0
  return from + (to - from) * (position - month)
}

/** How high the sun stands, 0 at night to 1 at noon; the tropics know little difference between the seasons. */
export function sunshine(at: number): number {
  return Math.max(0, Math.sin((Math.PI * (localHour(at) - 5.6)) / 12.4))
}

/** A hill over the clock: 1 at `peak`, gone some `widthH` hours away from it, across midnight too. */
export function hump(hour: number, peak: number, widthH: number): number {
  const away = Math.abs(modulo(hour - peak + 12, 24) - 12) / widthH
  return Math.exp(-away * away)
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
