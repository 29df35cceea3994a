import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import { watches } from '@ioc/shared/limits'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import { isDerivedRule, type Rule } from '@ioc/shared/rule'
import { DAY, HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Foretold } from '../ports/forecasts.js'
import type { Reading } from '../ports/observation-store.js'
import type { KnownStations } from '../ports/registry.js'
import type { RecalledDoubt } from '../ports/suspicion-store.js'
import { knownAfterMs } from './lateness.js'

type Sources = Map<DatastreamId, { station: StationId; property: PropertyKey }>

/** What became known at one moment. */
export type Happening = Observation | Foretold | RecalledDoubt

export interface HappeningsOptions {
  /** Who looks: all that they can see is read, and nothing else. */
  rules: readonly Rule[]
  stations: Pick<KnownStations, 'values'>
  properties: readonly ObservedProperty[]
  from: EpochMs
  to: EpochMs
  /** What was measured or computed, in time order. */
  read(station: StationId, property: string, from: EpochMs, to: EpochMs): AsyncIterable<readonly Reading[]>
  /** What was expected of a property, issue by issue. */
  readForetold(property: string, from: EpochMs, to: EpochMs): Promise<Foretold[]>
  /** What was doubted of what the rules look at, in time order. */
  doubts: readonly RecalledDoubt[]
  /** The one who asked is gone. */
  signal: AbortSignal
}

/** Values that are held in memory at a time. */
export const HELD = 500_000
/** Where so short a stretch has more, there are more datastreams than could be read in any useful time. */
const SHORTEST_MS = 10 * MINUTE
/** One stretch is no more than so much longer than the one before it. */
const MOST_GROWTH = 4

/**
 * What the rules can see, in the order in which it became known, a stretch of time after the other.
 *
 * A stretch is as long as what it holds allows: the first goes by a value each ten seconds, the others by what was found.
 */
export async function* happenings(options: HappeningsOptions): AsyncGenerator<Happening[]> {
  const { from, to, readForetold } = options
  const sources = sourcesOf(options)
  const foretold = foretoldOf(options.rules)
  // What was expected is held with it, and how much that is is not known before.
  const longest = foretold.size > 0 ? DAY : to - from
  let stretch = Math.max(HOUR, Math.min(DAY, Math.floor((HELD / Math.max(1, sources.size)) * 10_000)))
  for (let start = from; start < to;) {
    const end = Math.min(start + stretch, to)
    const { found, all } = await measured(options, sources, start, end)
    const fits = Math.floor(((end - start) * HELD) / Math.max(1, all))
    if (all > HELD) {
      if (fits < SHORTEST_MS) throw tooLarge(sources.size)
      stretch = Math.floor(fits / 2)
      continue
    }
    for (const property of foretold) {
      const expected = await readForetold(property, start, end)
      found.push(...expected.filter(({ station }) => sources.has(datastreamId(station, property))))
    }
    for (const each of options.doubts) if (each.from >= start && each.from < end) found.push(each)
    yield found.sort((a, b) => knownAt(a) - knownAt(b))
    start = end
    stretch = Math.max(1, Math.min(stretch * MOST_GROWTH, Math.floor(fits / 2), longest))
  }
}

/** What was measured in a stretch; where that is more than is held, a part of it. And how much it is in all, roughly. */
async function measured({ read, signal }: HappeningsOptions, sources: Sources, start: EpochMs, end: EpochMs) {
  const found: Happening[] = []
  let seen = 0
  for (const [datastream, { station, property }] of sources) {
    const after = knownAfterMs(property)
    for await (const readings of read(station, property, start - after, end - after)) {
      for (const { at, value, quality } of readings) {
        const receivedAt = at + after
        found.push({ datastream, station, property, at, value, quality, receivedAt, timeSource: 'device' })
      }
      if (found.length > HELD) return { found, all: (found.length * sources.size) / (seen + 1) }
    }
    seen += 1
    if (signal.aborted) throw coded('request.gone', 'the one who asked is gone')
  }
  return { found, all: found.length }
}

function tooLarge(datastreams: number): Error {
  return coded('trial.too-large', `the rule looks at ${datastreams} datastreams: try it on fewer stations`)
}

function knownAt(happening: Happening): EpochMs {
  if ('doubt' in happening) return happening.from
  return 'expectation' in happening ? happening.expectation.issuedAt : happening.receivedAt
}

/** The properties whose forecasts the rules look at. */
function foretoldOf(rules: readonly Rule[]): Set<PropertyKey> {
  return new Set(rules.flatMap((rule) => (rule.kind === 'forecast' ? [rule.property as PropertyKey] : [])))
}

/** The datastreams that rules look at. */
export function sourcesOf({
  rules,
  stations,
  properties,
}: Pick<HappeningsOptions, 'rules' | 'stations' | 'properties'>): Sources {
  const sources: Sources = new Map()
  for (const station of stations.values()) {
    for (const rule of rules) {
      if (isDerivedRule(rule) || !watches({ ...rule, enabled: true }, station)) continue
      const measured = station.properties ?? properties.map(({ key }) => key)
      const keys = 'property' in rule && rule.property !== undefined ? [rule.property as PropertyKey] : measured
      for (const property of keys) sources.set(datastreamId(station.id, property), { station: station.id, property })
    }
  }
  return sources
}
