/** A gauge moves this much by its waves alone, m an hour. */
const STILL = 0.01

/** How a level moves, in centimetres an hour, with an arrow: shape says it before the number is read. */
export function trendText(perHour: number | null, number: (value: number, decimals: number) => string): string {
  if (perHour === null) return '–'
  if (Math.abs(perHour) < STILL) return '→ 0 cm/h'
  return `${perHour > 0 ? '↗' : '↘'} ${number(Math.abs(perHour) * 100, 0)} cm/h`
}
