import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { createStream, type Stream, type ValueRuleState } from './stream.js'

/** Every datastream that was seen, with the rules that watch it. */
export interface BoundStreams {
  /** Binds a datastream when it is first seen; null where no rule watches it. */
  bind(station: StationId, property: PropertyKey, id?: DatastreamId): Stream | null
  get(id: DatastreamId): Stream | null | undefined
  /** Lets go of a station; answers what was bound there. */
  unbind(station: StationId): Stream[]
  /** From now on these rules; lets go of everything and answers it. */
  setRules(rules: readonly ValueRuleState[]): Stream[]
  values(): Iterable<Stream>
}

interface BoundStreamsOptions {
  stations: { get(id: StationId): Station | undefined }
  properties: readonly ObservedProperty[]
  onBound(stream: Stream): void
}

/** A datastream is bound once: from then on, one without rules costs a look into a map. */
export function createBoundStreams(options: BoundStreamsOptions): BoundStreams {
  const { stations, onBound } = options
  const properties = new Map<string, ObservedProperty>(options.properties.map((each) => [each.key, each]))
  const streams = new Map<DatastreamId, Stream | null>()
  const bound = new Map<StationId, DatastreamId[]>()
  let byProperty = new Map<string, ValueRuleState[]>()
  /** Rules on every property. */
  let general: ValueRuleState[] = []

  function unbind(id: StationId): Stream[] {
    const ids = bound.get(id) ?? []
    const old = ids.map((datastream) => streams.get(datastream)).filter((stream) => stream != null)
    for (const datastream of ids) streams.delete(datastream)
    bound.delete(id)
    return old
  }

  return {
    bind(stationId, property, id = datastreamId(stationId, property)) {
      const known = streams.get(id)
      if (known !== undefined) return known
      const station = stations.get(stationId)
      if (!station) return null
      const rules = [...(byProperty.get(property) ?? []), ...general]
      const stream = createStream(station, property, properties.get(property), rules)
      if (stream) onBound(stream)
      streams.set(id, stream)
      const others = bound.get(stationId)
      if (others) others.push(id)
      else bound.set(stationId, [id])
      return stream
    },
    get: (id) => streams.get(id),
    unbind,
    setRules(rules) {
      byProperty = new Map()
      general = []
      for (const state of rules) {
        const { property } = state.rule
        if (property === undefined) general.push(state)
        else byProperty.set(property, [...(byProperty.get(property) ?? []), state])
      }
      return [...bound.keys()].flatMap(unbind)
    },
    *values() {
      for (const stream of streams.values()) if (stream) yield stream
    },
  }
}
