import { datastreamId, type DatastreamId, type PropertyKey } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { ValueRule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import { lateAfterMs } from './lateness.js'
import { levelsAt } from './levels-at.js'
import { createSignal } from './signal.js'
import type { Leaps } from './leaps.js'
import type { Variety } from './variety.js'
import { createWatch, type RuleState, type Watch } from './watch.js'

/** A rule on values, with what its stations know of each other. */
export interface ValueRuleState extends RuleState<ValueRule> {
  variety: Variety
  leaps: Leaps
}

/** A datastream that some rule watches. */
export interface Stream {
  id: DatastreamId
  station: Station
  property: PropertyKey
  /** The plausible range. */
  min: number
  max: number
  /** A value this long after its measurement came late. */
  lateAfterMs: number
  watches: Watch[]
  /** Those of them that need every value, and those that plausible ones after each other tell nothing. */
  onValues: Watch[]
  onFaults: Watch[]
  /** Those do need the next value: the last one was not plausible, or they were not yet told that one is. */
  faulty: boolean
  /** A late value that waits until its burst is over. */
  waiting: { observation: Observation; dueAt: EpochMs } | null
}

/** The datastream with the rules that watch it, as they stand for its station now; null where there is none. */
export function createStream(
  station: Station,
  property: PropertyKey,
  known: ObservedProperty | undefined,
  rules: readonly ValueRuleState[],
): Stream | null {
  const watches = rules.flatMap((of) => watchBy(of, station, property, known) ?? [])
  if (watches.length === 0) return null
  const { min = -Infinity, max = Infinity } = known ?? {}
  const lateAfter = lateAfterMs(property, station.reportIntervalS)
  const id = datastreamId(station.id, property)
  const bound = { id, station, property, min, max, lateAfterMs: lateAfter }
  return { ...bound, ...watchedBy(watches), waiting: null }
}

/**
 * Takes the rules of these names from a datastream and gives it these that came in their place; all others go on as they
 * are. Answers the watches that have left it; null where nothing changed for it.
 */
export function amendStream(
  stream: Stream,
  known: ObservedProperty | undefined,
  gone: ReadonlySet<string>,
  come: readonly ValueRuleState[],
): Watch[] | null {
  const left = stream.watches.filter(({ of }) => gone.has(of.rule.id))
  const added = come.flatMap((of) => watchBy(of, stream.station, stream.property, known) ?? [])
  if (left.length === 0 && added.length === 0) return null
  Object.assign(stream, watchedBy([...stream.watches.filter((watch) => !left.includes(watch)), ...added]))
  return left
}

/** Null where the rule does not watch this station. */
function watchBy(
  of: ValueRuleState,
  station: Station,
  property: PropertyKey,
  known: ObservedProperty | undefined,
): Watch | null {
  const { rule, variety, leaps } = of
  const levels = levelsAt(rule, station)
  if (!levels) return null
  const key = `${rule.id}/${station.id}/${property}`
  const signal = createSignal({ rule, station, property: known, variety, leaps, levels })
  return createWatch({ key, of, station: station.id, name: station.name, property, signal, levels })
}

function watchedBy(watches: Watch[]): Pick<Stream, 'watches' | 'onValues' | 'onFaults' | 'faulty'> {
  const onFaults = watches.filter(({ signal }) => signal?.heedsFaultsAlone)
  const onValues = watches.filter(({ signal }) => !signal?.heedsFaultsAlone)
  return { watches, onValues, onFaults, faulty: true }
}
