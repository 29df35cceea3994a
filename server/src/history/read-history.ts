import type { Combine } from '@ioc/shared/bucket'
import { isIndexKey, type IndexKey, type ObservedProperty } from '@ioc/shared/properties'
import { datastreamId } from '@ioc/shared/ids'
import type { HistoryQuery, ObservationStore, ReadHistory, Reading } from '../ports/observation-store.js'

interface HistoryOptions {
  store: ObservationStore
  properties: ReadonlyMap<string, ObservedProperty>
  /** Null: no such station. */
  readIndex: (key: IndexKey, query: HistoryQuery) => AsyncIterable<readonly Reading[]> | null
}

/** Reads one property of one station over a range, raw or in buckets, measured or computed. */
export function createHistory({ store, properties, readIndex }: HistoryOptions): ReadHistory {
  async function* buckets(
    query: HistoryQuery,
    everyMs: number,
    property: ObservedProperty,
  ): AsyncGenerator<readonly Reading[]> {
    const { station, from, to, known } = query
    const combine = query.fn ?? property.over
    const fn: Combine = combine === 'mean' && property.circular ? 'circular-mean' : combine
    const found = await store.buckets({ station, properties: [property.key], from, to, everyMs, fn, known })
    yield found.map(({ at, value, quality }) => ({ at, value, quality }))
  }

  return (query) => {
    if (isIndexKey(query.property)) return readIndex(query.property, query) ?? nothing()
    const property = properties.get(query.property)
    if (!property) return nothing()
    if (query.everyMs !== null) return buckets(query, query.everyMs, property)
    return store.read(datastreamId(query.station, property.key), query.from, query.to, query.known)
  }
}

async function* nothing(): AsyncGenerator<readonly Reading[]> {}
