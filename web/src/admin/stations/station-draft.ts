import type { WireStation } from '@ioc/shared/wire'
import { factsText, parseFacts, type Fact } from './facts-text.js'
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

/** A new station as it is sent. */
export function bodyOf(draft: StationDraft): Record<string, unknown> {
  const { facts, properties, gateway, ...plain } = draft
  const attributes = parseFacts(facts)
  const keys = keysOf(properties)
  return {
    ...plain,
    ...(gateway && { gateway }),
    ...(keys.length > 0 && { properties: keys }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  }
}

/**
 * What was changed in the form, and nothing else: somebody else may have changed the rest since it was opened.
 *
 * @param opened the station as the form showed it.
 * @param now the station as it is.
 */
export function changeOf(draft: StationDraft, opened: WireStation, now: WireStation): Record<string, unknown> {
  const before = draftOf(opened)
  const { facts, properties, gateway, ...plain } = draft
  const changed = Object.entries(plain).filter(([key, value]) => value !== before[key as keyof StationDraft])
  // What may be missing is taken away by null.
  return {
    ...Object.fromEntries(changed),
    ...(gateway !== before.gateway && { gateway: gateway || null }),
    ...(properties !== before.properties && { properties: orNull(keysOf(properties)) }),
    ...(facts !== before.facts && { attributes: changedFacts(facts, opened, now) }),
  }
}

/** Attributes are sent whole: those of now, with the changes made to what the form showed. */
function changedFacts(facts: string, opened: WireStation, now: WireStation): Record<string, Fact> | null {
  const shown = parseFacts(draftOf(opened).facts, opened.attributes)
  const wanted = parseFacts(facts, opened.attributes)
  const attributes = { ...now.attributes }
  for (const name of Object.keys(shown)) if (!(name in wanted)) delete attributes[name]
  for (const [name, value] of Object.entries(wanted)) if (value !== shown[name]) attributes[name] = value
  return Object.keys(attributes).length > 0 ? attributes : null
}

function keysOf(properties: string): string[] {
  return properties.split(/[\s,;]+/).filter(Boolean)
}

function orNull<T>(values: readonly T[]): readonly T[] | null {
  return values.length > 0 ? values : null
}

function commonest<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
