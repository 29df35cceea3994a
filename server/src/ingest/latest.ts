import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Observation, Outcome } from '@ioc/shared/observation'
import type { IndexKey } from '@ioc/shared/properties'
import type { Reporting, Station } from '@ioc/shared/station'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { IndexValue } from '../ports/index-value.js'

/** What is known of a station now. */
export interface StationNow {
  /** When the newest value was measured; null before the first. */
  at: EpochMs | null
  receivedAt: EpochMs | null
  /** What the device (or its last will) said of its connection since we listen. */
  connection: Connection | null
  values: Map<PropertyKey, Observation>
  indices: Map<IndexKey, IndexValue>
  reporting: Reporting
}

type Connection = 'online' | 'offline'

/** What a commit was to the datastreams in it; duplicates and corrections of the past are neither. */
export interface Taken {
  /** These became the newest of their datastream. */
  newest: Observation[]
  /** These are new and came after a newer one. */
  behind: Observation[]
}

export interface Latest {
  /** Takes a commit over. */
  take(observations: readonly Observation[], outcomes: readonly Outcome[]): Taken
  heard(stations: ReadonlyMap<StationId, EpochMs>): void
  setConnection(station: StationId, connection: Connection): void
  /** Null: there is no value any more. Whether anything changed. */
  setIndex(station: StationId, key: IndexKey, value: IndexValue | null): boolean
  get(station: StationId): StationNow | undefined
  /** When the last value came that became the newest of its datastream; null before the first. */
  valueAt(): EpochMs | null
  /** Looks at the clock: who has become late or silent since? */
  sweep(stations: Iterable<Station>, now: EpochMs): void
  /** When each station was last heard. */
  lastHeard(): Map<StationId, EpochMs>
  forget(station: StationId): void
  /** The newest observation of each datastream. */
  observations(): Iterable<Observation>
  /** Every station that changed since the last call. */
  drainChanged(): Set<StationId>
  markChanged(station: StationId): void
}

/** Report intervals without a word after which a station is late, and silent. */
const LATE_AFTER = 2
const SILENT_AFTER = 4
/** So short an interval that one delayed packet would count as silence is not taken literally. */
const SHORTEST_SILENCE_MS = 2 * MINUTE

/** Whether a station last heard at `receivedAt` still reports; `since` is when listening began. */
export function reportingOf(
  { reportIntervalS }: Pick<Station, 'reportIntervalS'>,
  receivedAt: EpochMs | null,
  now: EpochMs,
  since: EpochMs,
): Reporting {
  if (receivedAt === null) return 'never'
  const intervalMs = reportIntervalS * 1000
  const age = now - receivedAt
  if (age <= Math.max(LATE_AFTER * intervalMs, SHORTEST_SILENCE_MS / 2)) return 'reporting'
  // What was missed while nobody listened is not the station's silence.
  const silence = now - Math.max(receivedAt, since)
  return silence > Math.max(SILENT_AFTER * intervalMs, SHORTEST_SILENCE_MS) ? 'silent' : 'late'
}

/**
 * The newest measured value of every datastream: late data never overwrites a newer value.
 *
 * `restored` are the newest observations of the store, `since` is when the server began to listen.
 */
export function createLatest(restored: readonly Observation[], since: EpochMs): Latest {
  const stations = new Map<StationId, StationNow>()
  let changed = new Set<StationId>()
  let valueAt: EpochMs | null = null

  function entry(station: StationId): StationNow {
    let now = stations.get(station)
    if (!now) {
      now = { at: null, receivedAt: null, connection: null, values: new Map(), indices: new Map(), reporting: 'never' }
      stations.set(station, now)
    }
    return now
  }

  function put(now: StationNow, observation: Observation): void {
    now.values.set(observation.property, observation)
    if (now.at === null || observation.at > now.at) now.at = observation.at
    if (valueAt === null || observation.receivedAt > valueAt) valueAt = observation.receivedAt
  }

  for (const observation of restored) {
    const now = entry(observation.station)
    put(now, observation)
    changed.add(observation.station)
    now.receivedAt = Math.max(now.receivedAt ?? 0, observation.receivedAt)
  }

  return {
    take(observations, outcomes) {
      const taken: Taken = { newest: [], behind: [] }
      // A message's observations follow each other: its station is looked up once.
      let of: StationId | null = null
      let now: StationNow | null = null
      for (let index = 0; index < observations.length; index++) {
        if (outcomes[index] === 'duplicate') continue
        const observation = observations[index] as Observation
        if (now === null || observation.station !== of) {
          of = observation.station
          now = entry(of)
          changed.add(of)
        }
        const before = now.values.get(observation.property)
        const newer = before === undefined || observation.at > before.at
        const corrects = before !== undefined && observation.at === before.at && outcomes[index] === 'corrected'
        if (newer || corrects) {
          put(now, observation)
          taken.newest.push(observation)
        } else if (outcomes[index] === 'stored') taken.behind.push(observation)
      }
      return taken
    },
    heard(times) {
      for (const [station, at] of times) {
        const now = entry(station)
        now.receivedAt = Math.max(now.receivedAt ?? 0, at)
        now.reporting = 'reporting'
        changed.add(station)
      }
    },
    setConnection(station, connection) {
      entry(station).connection = connection
      changed.add(station)
    },
    setIndex(station, key, value) {
      const { indices } = entry(station)
      const before = indices.get(key)
      if (before?.value === value?.value && before?.at === value?.at && before?.main === value?.main) return false
      if (value) indices.set(key, value)
      else indices.delete(key)
      changed.add(station)
      return true
    },
    get: (station) => stations.get(station),
    valueAt: () => valueAt,
    sweep(all, now) {
      for (const station of all) {
        const entryNow = entry(station.id)
        const reporting = reportingOf(station, entryNow.receivedAt, now, since)
        if (reporting === entryNow.reporting) continue
        entryNow.reporting = reporting
        changed.add(station.id)
      }
    },
    lastHeard: () =>
      new Map(
        [...stations].flatMap(([id, { receivedAt }]) => (receivedAt === null ? [] : [[id, receivedAt] as const])),
      ),
    forget(station) {
      stations.delete(station)
      changed.delete(station)
    },
    *observations() {
      for (const { values } of stations.values()) yield* values.values()
    },
    markChanged: (station) => changed.add(station),
    drainChanged() {
      const drained = changed
      changed = new Set()
      return drained
    },
  }
}
