import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import { watches } from '@ioc/shared/limits'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import { isDerivedRule, type Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import { coded } from '../errors.js'
import type { Reading } from '../ports/observation-store.js'
import type { Expectation } from './ahead.js'
import { knownAfterMs } from './lateness.js'

/** What was expected of a datastream from one moment on. */
export interface Foretold {
  station: StationId
  property: string
  expectation: Expectation
}

/** What became known at one moment. */
export type Happening = Observation | Foretold

export interface HappeningsOptions {
  /** Who looks: all that they can see is read, and nothing else. */
  rules: readonly Rule[]
  stations: { values(): Iterable<Station> }
  properties: readonly ObservedProperty[]
  from: EpochMs
  to: EpochMs
  /** What was measured or computed, in time order. */
  read(station: StationId, property: string, from: EpochMs, to: EpochMs): AsyncIterable<readonly Reading[]>
  /** What was expected of a property, issue by issue. */
  readForetold(property: string, from: EpochMs, to: EpochMs): Promise<Foretold[]>
  /** The one who asked is gone. */
  signal: AbortSignal
}

/** Values that are held in memory at a time, roughly, at one each ten seconds. */
const HELD = 500_000

/** What the rules can see, in the order in which it became known, a stretch of time after the other. */
export async function* happenings(options: HappeningsOptions): AsyncGenerator<Happening[]> {
  const { from, to, read, readForetold, signal } = options
  const sources = sourcesOf(options)
  const foretold = foretoldOf(options.rules)
  const stretch = Math.max(HOUR, Math.min(DAY, Math.floor((HELD / Math.max(1, sources.size)) * 10_000)))
  for (let start = from; start < to; start += stretch) {
    const end = Math.min(start + stretch, to)
    const found: Happening[] = []
    for (const [datastream, { station, property }] of sources) {
      const after = knownAfterMs(property)
      for await (const readings of read(station, property, start - after, end - after)) {
        for (const { at, value, quality } of readings) {
          const receivedAt = at + after
          found.push({ datastream, station, property, at, value, quality, receivedAt, timeSource: 'device' })
        }
      }
      if (signal.aborted) throw coded('request.gone', 'the one who asked is gone')
    }
    for (const property of foretold) {
      const expected = await readForetold(property, start, end)
      found.push(...expected.filter(({ station }) => sources.has(datastreamId(station, property))))
    }
    yield found.sort((a, b) => knownAt(a) - knownAt(b))
  }
}

function knownAt(happening: Happening): EpochMs {
  return 'expectation' in happening ? happening.expectation.issuedAt : happening.receivedAt
}

/** The properties whose forecasts the rules look at. */
function foretoldOf(rules: readonly Rule[]): Set<PropertyKey> {
  return new Set(rules.flatMap((rule) => (rule.kind === 'forecast' ? [rule.property as PropertyKey] : [])))
}

function sourcesOf({ rules, stations, properties }: HappeningsOptions) {
  const sources = new Map<DatastreamId, { station: StationId; property: PropertyKey }>()
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
