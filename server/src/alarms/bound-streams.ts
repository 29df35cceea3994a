import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { KnownStations } from '../ports/registry.js'
import { amendStream, createStream, type Stream, type ValueRuleState } from './stream.js'
import type { Watch } from './watch.js'

/** Every datastream that was seen, with the rules that watch it. */
export interface BoundStreams {
  /** Binds a datastream when it is first seen; null where no rule watches it. */
  bind(station: StationId, property: PropertyKey, id?: DatastreamId): Stream | null
  get(id: DatastreamId): Stream | null | undefined
  /** Lets go of a station; answers what was bound there. */
  unbind(station: StationId): Stream[]
  /** From now on these rules, of which these came, changed or went; answers the datastreams that notice, and what left them. */
  setRules(rules: readonly ValueRuleState[], changed: ReadonlySet<string>): Amended[]
  values(): Iterable<Stream>
}

interface Amended {
  stream: Stream
  left: Watch[]
}

interface BoundStreamsOptions {
  stations: Pick<KnownStations, 'get'>
  properties: readonly ObservedProperty[]
  onBound(stream: Stream): void
}

/** A datastream is bound once: from then on, one without rules costs a look into a map. */
export function createBoundStreams(options: BoundStreamsOptions): BoundStreams {
  const { stations, onBound } = options
  const properties = new Map<string, ObservedProperty>(options.properties.map((each) => [each.key, each]))
  const streams = new Map<DatastreamId, Stream | null>()
  const bound = new Map<StationId, Map<DatastreamId, PropertyKey>>()
  let states: readonly ValueRuleState[] = []
  let byProperty = new Map<string, ValueRuleState[]>()
  /** Rules on every property. */
  let general: ValueRuleState[] = []

  function unbind(id: StationId): Stream[] {
    const ids = [...(bound.get(id)?.keys() ?? [])]
    const old = ids.map((datastream) => streams.get(datastream)).filter((stream) => stream != null)
    for (const datastream of ids) streams.delete(datastream)
    bound.delete(id)
    return old
  }

  function rulesOn(property: PropertyKey): ValueRuleState[] {
    return [...(byProperty.get(property) ?? []), ...general]
  }

  /** What no rule watched is forgotten where one may by now: its next value binds it. */
  function amend(id: DatastreamId, gone: ReadonlySet<string>, come: readonly ValueRuleState[]): Amended | null {
    const stream = streams.get(id)
    if (!stream) {
      streams.delete(id)
      return null
    }
    const here = come.filter(({ rule }) => rule.property === undefined || rule.property === stream.property)
    const left = amendStream(stream, properties.get(stream.property), gone, here)
    if (!left) return null
    if (stream.watches.length === 0) streams.set(id, null)
    onBound(stream)
    return { stream, left }
  }

  return {
    bind(stationId, property, id = datastreamId(stationId, property)) {
      const known = streams.get(id)
      if (known !== undefined) return known
      const station = stations.get(stationId)
      if (!station) return null
      const stream = createStream(station, property, properties.get(property), rulesOn(property))
      if (stream) onBound(stream)
      streams.set(id, stream)
      const others = bound.get(stationId)
      if (others) others.set(id, property)
      else bound.set(stationId, new Map([[id, property]]))
      return stream
    },
    get: (id) => streams.get(id),
    unbind,
    setRules(rules, changed) {
      const isChanged = ({ rule }: ValueRuleState) => changed.has(rule.id)
      const come = rules.filter(isChanged)
      const concerned = new Set<string | undefined>(
        [...states.filter(isChanged), ...come].map(({ rule }) => rule.property),
      )
      states = rules
      byProperty = new Map()
      general = []
      for (const state of rules) {
        const { property } = state.rule
        if (property === undefined) general.push(state)
        else byProperty.set(property, [...(byProperty.get(property) ?? []), state])
      }
      const amended: Amended[] = []
      for (const ids of bound.values()) {
        for (const [id, property] of ids) {
          const isConcerned = concerned.has(property) || concerned.has(undefined)
          const found = isConcerned ? amend(id, changed, come) : null
          if (found) amended.push(found)
        }
      }
      return amended
    },
    *values() {
      for (const stream of streams.values()) if (stream) yield stream
    },
  }
}
