import type { WireStation } from '@ioc/shared/wire'
import { fold } from '../i18n/fold.js'

interface Entry {
  station: WireStation
  name: string
  rest: string
}

/** Stations with what they can be found by, folded once. */
type SearchIndex = readonly Entry[]

export function indexStations(stations: Iterable<WireStation>, areaName: (area: string) => string): SearchIndex {
  return [...stations].map((station) => {
    const river = station.attributes?.['river']
    const road = station.attributes?.['road']
    return {
      station,
      name: fold(station.name),
      rest: fold([station.id, areaName(station.area), river, road, station.agency].filter(Boolean).join(' ')),
    }
  })
}

/** Every word must be found; a name that starts with the words comes first, then names, then the rest. */
export function searchStations(index: SearchIndex, query: string, limit = 8): WireStation[] {
  const whole = fold(query.trim())
  const words = whole.split(/\s+/).filter(Boolean)
  if (words.length === 0) return []

  const found: { station: WireStation; score: number }[] = []
  for (const entry of index) {
    const all = `${entry.name} ${entry.rest}`
    if (words.every((word) => all.includes(word))) found.push({ station: entry.station, score: score(entry, whole) })
  }
  return found
    .sort((a, b) => a.score - b.score || a.station.name.localeCompare(b.station.name, 'vi'))
    .slice(0, limit)
    .map(({ station }) => station)
}

function score({ station, name, rest }: Entry, whole: string): number {
  if (fold(station.id) === whole) return 0
  if (name.startsWith(whole)) return 1
  if (` ${name}`.includes(` ${whole}`)) return 2
  if (` ${rest}`.includes(` ${whole}`)) return 3
  return 4
}
