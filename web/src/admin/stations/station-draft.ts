import type { WireStation } from '@ioc/shared/wire'
import { factsText, parseFacts } from './facts-text.js'
import { proposeId } from './propose-id.js'

/** A station as it stands in the form. */
export interface StationDraft {
  id: string
  name: string
  kind: string
  lon: number | null
  lat: number | null
  area: string
  agency: string
  reportIntervalS: number
  gateway: string
  /** Keys of properties, by spaces. */
  properties: string
  /** One a line: `name = value`. */
  facts: string
}

/** They are kept by the station's own page. */
const ELSEWHERE = ['photo', 'notes']
const USUAL_INTERVAL_S = 300

export function draftOf(station: WireStation): StationDraft {
  const { id, name, kind, lon, lat, area, agency, reportIntervalS, gateway = '', properties = [], attributes } = station
  const facts = Object.entries(attributes ?? {}).filter(([key]) => !ELSEWHERE.includes(key))
  return {
    id,
    name,
    kind,
    lon,
    lat,
    area,
    agency,
    reportIntervalS,
    gateway,
    properties: properties.join(' '),
    facts: factsText(Object.fromEntries(facts)),
  }
}

/** What a new station of this kind most likely is: what most others of its kind are. */
export function likelyDraft(
  stations: readonly WireStation[],
  kind: string,
): Omit<StationDraft, 'name' | 'lon' | 'lat' | 'area'> {
  const alike = stations.filter((station) => station.kind === kind)
  return {
    id: proposeId(stations, kind),
    kind,
    agency: commonest(alike.map(({ agency }) => agency)) ?? '',
    reportIntervalS: commonest(alike.map(({ reportIntervalS }) => reportIntervalS)) ?? USUAL_INTERVAL_S,
    gateway: '',
    properties: commonest(alike.map(({ properties = [] }) => properties.join(' '))) ?? '',
    facts: missingFacts(alike),
  }
}

/** The numbers that most of them have, to be filled in: without its limits a gauge never raises an alarm. */
function missingFacts(alike: readonly WireStation[]): string {
  const having = new Map<string, number>()
  for (const [name, value] of alike.flatMap(({ attributes }) => Object.entries(attributes ?? {}))) {
    if (typeof value === 'number') having.set(name, (having.get(name) ?? 0) + 1)
  }
  return [...having].flatMap(([name, count]) => (count * 2 > alike.length ? `${name} = ` : [])).join('\n')
}

/** What is sent; facts that the form does not show stay as they are. */
export function bodyOf(draft: StationDraft, before: WireStation | null): Record<string, unknown> {
  const { facts, properties, gateway, id, ...plain } = draft
  const hidden = Object.entries(before?.attributes ?? {}).filter(([key]) => ELSEWHERE.includes(key))
  const attributes = { ...Object.fromEntries(hidden), ...parseFacts(facts, before?.attributes) }
  const keys = properties.split(/[\s,;]+/).filter(Boolean)
  // A change takes away by null; something new just does not have it.
  const none = before ? null : undefined
  return {
    ...(before ? {} : { id }),
    ...plain,
    gateway: gateway || none,
    properties: keys.length > 0 ? keys : none,
    attributes: Object.keys(attributes).length > 0 ? attributes : none,
  }
}

function commonest<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
