import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation, RejectionReason } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { isUnreadable, type Element, type Parsed } from './codecs/native.js'

/** How far ahead of ours a device's clock may be. */
export const FUTURE_MS = 5 * MINUTE
/** How far times that we give may run ahead of our clock, for a device that sends more than one value a millisecond. */
export const MOST_AHEAD_MS = MINUTE

/** Detectors send −1 where they have no data. */
const NO_DATA = -1
const MEASURES_TRAFFIC = new Set(['vehicles', 'flow', 'speed', 'occupancy'])

export interface Refusal {
  /** Place in the message's array; 0 for a single one. */
  index: number
  /** Null where the element as a whole was refused. */
  property: string | null
  reason: RejectionReason
  detail: string
  /** How many observations it stands for. */
  count: number
  /** The number of its (first) value in the message; null: nothing of the message could be read. */
  place: number | null
}

export interface Admitted {
  observations: Observation[]
  refusals: Refusal[]
  /** The highest `seq` of each element that had one, in order. */
  seqs: number[]
}

/** Sensors that are not believed. */
export interface Suspects {
  /** How many there are at all; mostly none. */
  readonly size: number
  /** Whether a good value, measured then, is suspect. */
  has(datastream: DatastreamId, at: EpochMs, value: number): boolean
}

export type Admit = (
  station: StationId,
  elements: readonly Parsed[],
  receivedAt: EpochMs,
  judgedAt?: EpochMs,
) => Admitted

/**
 * Judges every value of a message on its own: what is good enough is an observation, the rest is refused with a reason.
 * Good is `suspect` outside of the plausible range, and of a sensor that is not believed.
 *
 * Judged later than it was received, what was of the future then may not be so any more; all else is as it was.
 */
export function createAdmit(
  properties: ReadonlyMap<string, ObservedProperty>,
  suspects: Suspects = new Set<DatastreamId>(),
): Admit {
  // One string object a datastream, so that every later look-up compares by identity.
  const ids = new Map<StationId, Map<string, DatastreamId>>()
  /** The last time we gave, by datastream. */
  const given = new Map<DatastreamId, EpochMs>()

  function idOf(station: StationId, property: PropertyKey): DatastreamId {
    let ofStation = ids.get(station)
    if (!ofStation) ids.set(station, (ofStation = new Map()))
    let id = ofStation.get(property)
    if (!id) ofStation.set(property, (id = datastreamId(station, property)))
    return id
  }

  /** Two values that came without a time in the same millisecond are two values: the second takes the next one. */
  function timeFor(datastream: DatastreamId, receivedAt: EpochMs): EpochMs {
    const next = (given.get(datastream) ?? 0) + 1
    const at = next > receivedAt && next <= receivedAt + MOST_AHEAD_MS ? next : receivedAt
    given.set(datastream, at)
    return at
  }

  /** The number of the value that follows. */
  function admitElement(
    station: StationId,
    element: Element,
    index: number,
    first: number,
    receivedAt: EpochMs,
    judgedAt: EpochMs,
    into: Admitted,
  ): number {
    if (element.seq !== null) into.seqs.push(element.seq)
    let n = -1
    for (const key in element.values) {
      n++
      const value = element.values[key]
      const property = properties.get(key)
      const refused = refuse(key, value, property, element.at ?? receivedAt, judgedAt)
      if (refused || !property) {
        const place = element.places?.[key] ?? first + n
        into.refusals.push({ index, property: key, count: 1, place, ...(refused ?? UNKNOWN) })
        continue
      }
      const number = value as number
      const datastream = idOf(station, property.key)
      const plausible = number >= property.min && number <= property.max
      const at = element.at ?? timeFor(datastream, receivedAt)
      const believed = plausible && (suspects.size === 0 || !suspects.has(datastream, at, number))
      into.observations.push({
        datastream,
        station,
        property: property.key,
        at,
        value: number,
        quality: believed || element.quality !== 'good' ? element.quality : 'suspect',
        receivedAt,
        timeSource: element.at === null ? 'server' : 'device',
      })
    }
    return first + n + 1
  }

  return (station, elements, receivedAt, judgedAt = receivedAt) => {
    const admitted: Admitted = { observations: [], refusals: [], seqs: [] }
    let next = 0
    for (const [index, element] of elements.entries()) {
      if (isUnreadable(element)) {
        admitted.refusals.push({ index, property: null, place: next, ...element })
        next += element.count
      } else next = admitElement(station, element, index, next, receivedAt, judgedAt, admitted)
    }
    return admitted
  }
}

const UNKNOWN = { reason: 'property.unknown', detail: 'no such property' } as const

function refuse(
  key: string,
  value: unknown,
  property: ObservedProperty | undefined,
  at: EpochMs,
  now: EpochMs,
): Pick<Refusal, 'reason' | 'detail'> | null {
  if (!property) return UNKNOWN
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { reason: 'value.not-a-number', detail: 'not a finite number' }
  }
  if (value === NO_DATA && MEASURES_TRAFFIC.has(key)) {
    return { reason: 'value.not-a-number', detail: '−1 means no data' }
  }
  if (at > now + FUTURE_MS) {
    return { reason: 'time.future', detail: `${Math.round((at - now) / 1000)} s ahead of our clock` }
  }
  return null
}
