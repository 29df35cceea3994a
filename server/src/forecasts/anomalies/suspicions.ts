import type { StandingDoubt, Suspicion } from '@ioc/shared/anomaly'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import { DAY, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { Events } from '../../events.js'
import type { KnownStations } from '../../ports/registry.js'
import type { SuspicionStore } from '../../ports/suspicion-store.js'
import { isGrave } from './is-grave.js'

export interface Suspicions {
  /** Datastreams that are asked about at all; mostly none. */
  readonly size: number
  /** Whether a good value, measured then, is suspect. */
  has(datastream: DatastreamId, at: EpochMs, value: number): boolean
  /** Why a value measured then is not believed; null: no doubt of ours. */
  of(station: StationId, property: PropertyKey, at: EpochMs): Suspicion | null
  /** What is not believed now. */
  standing(datastream: DatastreamId): Suspicion | null
  /** From its first value that does not fit, in place of what stands, until `to`; null: it goes on. */
  begin(station: StationId, property: PropertyKey, doubt: StandingDoubt, to: EpochMs | null): void
  end(datastream: DatastreamId, now: EpochMs): void
  /** Forgets what ended long ago, on disk once a day. */
  tidy(now: EpochMs): void
  /** Resolves once all so far is kept. */
  settled(): Promise<void>
}

interface SuspicionsOptions {
  store: SuspicionStore
  stations: Pick<KnownStations, 'get'>
  events: Pick<Events, 'suspicionUnkept'>
  now: EpochMs
}

/** Late data is judged by when it was measured, so far back. */
const KEPT_MS = 7 * DAY
const FORGETS_EVERY_MS = DAY

/**
 * Remembers which sensors are not believed, and when. A value is judged by when it was measured, so it is the same
 * whether it comes in time or late; what people are warned of is never suspect. What stands of a station that is gone
 * ends at the start.
 */
export async function openSuspicions({ store, stations, events, now }: SuspicionsOptions): Promise<Suspicions> {
  /** Of each datastream, oldest first. */
  const known = new Map<DatastreamId, Suspicion[]>()
  const inTurn = createTurn()
  let forgotAt = -Infinity
  for (const suspicion of await store.after(now - KEPT_MS)) add(suspicion)
  for (const [id, all] of known) if (!stations.get(all[0]!.station)) end(id, now)

  function add(suspicion: Suspicion): void {
    const id = datastreamId(suspicion.station, suspicion.property)
    known.set(id, [...(known.get(id) ?? []), suspicion])
  }

  function at(datastream: DatastreamId, time: EpochMs): Suspicion | null {
    return known.get(datastream)?.find(({ from, to }) => time >= from && (to === null || time < to)) ?? null
  }

  function standing(datastream: DatastreamId): Suspicion | null {
    const last = known.get(datastream)?.at(-1)
    return last?.to === null ? last : null
  }

  function keep(suspicion: Suspicion): void {
    const kept = { ...suspicion }
    inTurn(() => store.put(kept)).catch((cause: unknown) => events.suspicionUnkept(kept, cause))
  }

  function end(datastream: DatastreamId, time: EpochMs): void {
    const suspicion = standing(datastream)
    if (!suspicion) return
    suspicion.to = time
    keep(suspicion)
  }

  return {
    get size() {
      return known.size
    },
    has(datastream, time, value) {
      const suspicion = at(datastream, time)
      const station = suspicion && stations.get(suspicion.station)
      return station ? !isGrave(station, suspicion.property, value) : false
    },
    of: (station, property, time) => at(datastreamId(station, property), time),
    standing,
    begin(station, property, doubt, to) {
      const suspicion = { station, property, from: doubt.at, to, doubt }
      end(datastreamId(station, property), doubt.at)
      add(suspicion)
      keep(suspicion)
    },
    end,
    tidy(time) {
      for (const [id, all] of known) {
        const left = all.filter(({ to }) => to === null || to > time - KEPT_MS)
        if (left.length === 0) known.delete(id)
        else if (left.length < all.length) known.set(id, left)
      }
      if (time - forgotAt < FORGETS_EVERY_MS) return
      forgotAt = time
      inTurn(() => store.forget(time - KEPT_MS)).catch((cause: unknown) => events.suspicionUnkept(null, cause))
    },
    settled: () => inTurn(async () => undefined),
  }
}
