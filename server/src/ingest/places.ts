import { isUnreadable, type Parsed } from './codecs/native.js'

/**
 * Writes down where in their message values stood: they are numbered as they are read.
 *
 * In order, as `0-4,7`; null where one of them is about all that the message says.
 */
export function formatPlaces(places: readonly (number | null)[]): string | null {
  const ranges: { first: number; last: number }[] = []
  for (const place of places) {
    if (place === null) return null
    const before = ranges.at(-1)
    if (before?.last === place - 1) before.last = place
    else ranges.push({ first: place, last: place })
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}

/** Says of a place whether `formatPlaces` wrote it down. */
export function parsePlaces(text: string | null): (place: number) => boolean {
  if (text === null) return () => true
  const ranges = text
    .split(',')
    .map((range) => range.split('-').map(Number))
    .sort(([a = 0], [b = 0]) => a - b)
  return (place) => {
    let [low, high] = [0, ranges.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ranges[middle]?.[0] ?? 0) <= place) low = middle + 1
      else high = middle
    }
    const [first = 0, last = first] = ranges[low - 1] ?? [1, 0]
    return first <= place && place <= last
  }
}

/** What of a message stands at these places; every value keeps its number. */
export function pickPlaces(elements: readonly Parsed[], isWanted: (place: number) => boolean): Parsed[] {
  const picked: Parsed[] = []
  let next = 0
  for (const element of elements) {
    if (isUnreadable(element)) {
      const place = element.place ?? next
      next += element.count
      if (isWanted(place)) picked.push({ ...element, place })
      continue
    }
    const values: Record<string, unknown> = Object.create(null)
    const places: Record<string, number> = Object.create(null)
    let found = false
    for (const key in element.values) {
      const place = element.places?.[key] ?? next++
      if (!isWanted(place)) continue
      values[key] = element.values[key]
      places[key] = place
      found = true
    }
    if (found) picked.push({ ...element, values, places })
  }
  return picked
}
