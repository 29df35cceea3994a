import type { WireStation } from '@ioc/shared/wire'
import { fold } from '../i18n/fold.js'
import { shortName } from './short-name.js'
import { rankOf } from './standing.js'

/** From here on nothing is wrong that was measured: a station that is silent is no more urgent than any. */
const CALM = rankOf('silent')

interface Entry {
  station: WireStation
  name: string
  short: string
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
      short: fold(shortName(station)),
      rest: fold([station.id, areaName(station.area), river, road, station.agency].filter(Boolean).join(' ')),
    }
  })
}

interface Options {
  /** How a station stands, 0 is the worst; left out: all stand alike. */
  rankById?: (id: string) => number
  limit?: number
}

/**
 * Every word must be found. The very id comes first, then what is in alarm, the worst of it, then names that start with
 * the words, names that hold them, and the rest.
 */
export function searchStations(
  index: SearchIndex,
  query: string,
  { rankById = () => CALM, limit = 8 }: Options = {},
): WireStation[] {
  const whole = fold(query.trim())
  const words = whole.split(/\s+/).filter(Boolean)
  if (words.length === 0) return []

  const found: { station: WireStation; rank: number; score: number }[] = []
  for (const entry of index) {
    const all = `${entry.name} ${entry.short} ${entry.rest}`
    if (!words.every((word) => all.includes(word))) continue
    const { station } = entry
    const isMeant = fold(station.id) === whole
    found.push({ station, rank: isMeant ? -1 : Math.min(CALM, rankById(station.id)), score: score(entry, whole) })
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.score - b.score || a.station.name.localeCompare(b.station.name, 'vi'))
    .slice(0, limit)
    .map(({ station }) => station)
}

function score({ name, short, rest }: Entry, whole: string): number {
  if (name.startsWith(whole) || short.startsWith(whole)) return 1
  if (` ${name}`.includes(` ${whole}`)) return 2
  if (` ${rest}`.includes(` ${whole}`)) return 3
  return 4
}
