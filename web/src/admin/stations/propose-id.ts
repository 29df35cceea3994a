import type { WireStation } from '@ioc/shared/wire'

/**
 * The id that a new station of this kind would be expected to have: the commonest beginning of the others of its kind,
 * with the next number. Empty where they have no numbers to go on from.
 */
export function proposeId(stations: Iterable<Pick<WireStation, 'id' | 'kind'>>, kind: string): string {
  const series = new Map<string, { count: number; highest: number; width: number }>()
  for (const station of stations) {
    if (station.kind !== kind) continue
    const [, start, digits] = /^(.*?)(\d{1,9})$/.exec(station.id) ?? []
    if (start === undefined || digits === undefined) continue
    const known = series.get(start) ?? { count: 0, highest: 0, width: 0 }
    series.set(start, {
      count: known.count + 1,
      highest: Math.max(known.highest, Number(digits)),
      width: Math.max(known.width, digits.length),
    })
  }
  const [commonest] = [...series].sort(([, a], [, b]) => b.count - a.count)
  if (!commonest) return ''
  const [start, { highest, width }] = commonest
  return `${start}${String(highest + 1).padStart(width, '0')}`
}
