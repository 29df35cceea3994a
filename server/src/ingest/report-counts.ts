import type { DatastreamId, PropertyKey, StationId } from '@ioc/shared/ids'
import type { Observation, Outcome } from '@ioc/shared/observation'
import { HOUR, SECOND, type EpochMs } from '@ioc/shared/time'
import type { WireReportRate, WireReports } from '@ioc/shared/wire'

export interface ReportCounts {
  /** Takes a commit over. */
  take(observations: readonly Observation[], outcomes: readonly Outcome[], now: EpochMs): void
  /** What came from a station against what its interval promises. */
  of(station: StationId, reportIntervalS: number, now: EpochMs): WireReports
}

interface Restored {
  datastream: DatastreamId
  at: EpochMs
  count: number
}

const DAY_HOURS = 24
/** The 24 whole hours, the running one, and the next: a device's clock may be a little ahead. */
const HOURS = DAY_HOURS + 2
/** How far back the counts reach that are restored at a start. */
export const COUNTED_MS = (DAY_HOURS + 1) * HOUR

/**
 * Counts the reports of each station by the hour in which they were measured, so that late ones fill their hour and
 * duplicates and corrections add nothing; after a restart the store has the same counts.
 *
 * A report is a time at which the property that the station reports most often in that hour has a value. `received` is
 * the sum over the hours, each no more than its share of `expected` (rounded up), and no more than `expected`, so that
 * one busy hour does not hide that another is empty.
 */
export function createReportCounts(restored: readonly Restored[], now: EpochMs): ReportCounts {
  /** Each datastream's counts, hour by hour in a ring. */
  const counts = new Map<StationId, Map<PropertyKey, Uint32Array>>()
  /** The ring's newest hour. */
  let head = Math.floor(now / HOUR) + 1

  function ringsOf(station: StationId): Map<PropertyKey, Uint32Array> {
    let rings = counts.get(station)
    if (!rings) counts.set(station, (rings = new Map()))
    return rings
  }

  function add(rings: Map<PropertyKey, Uint32Array>, property: PropertyKey, hour: number, n: number): void {
    if (hour > head || hour <= head - HOURS) return
    let ring = rings.get(property)
    if (!ring) rings.set(property, (ring = new Uint32Array(HOURS)))
    ring[hour % HOURS] = (ring[hour % HOURS] as number) + n
  }

  function turnTo(now: EpochMs): void {
    for (const newest = Math.floor(now / HOUR) + 1; head < newest; head++) {
      for (const rings of counts.values()) for (const ring of rings.values()) ring[(head + 1) % HOURS] = 0
    }
  }

  for (const { datastream, at, count } of restored) {
    const [station, property] = datastream.split('/') as [StationId, PropertyKey]
    add(ringsOf(station), property, Math.floor(at / HOUR), count)
  }

  return {
    take(observations, outcomes, now) {
      turnTo(now)
      // A message's observations follow each other: its station is looked up once.
      let of: StationId | null = null
      let rings: Map<PropertyKey, Uint32Array> | null = null
      for (let index = 0; index < observations.length; index++) {
        if (outcomes[index] !== 'stored') continue
        const { station, property, at } = observations[index] as Observation
        if (rings === null || station !== of) rings = ringsOf((of = station))
        add(rings, property, Math.floor(at / HOUR), 1)
      }
    },
    of(station, reportIntervalS, now) {
      turnTo(now)
      const rings = [...(counts.get(station)?.values() ?? [])]
      const last = Math.floor(now / HOUR) - 1
      const intervalMs = reportIntervalS * SECOND
      return { hour: rateOf(rings, last, 1, intervalMs), day: rateOf(rings, last, DAY_HOURS, intervalMs) }
    },
  }
}

function rateOf(rings: readonly Uint32Array[], last: number, hours: number, intervalMs: number): WireReportRate {
  const most = Math.ceil(HOUR / intervalMs)
  const expected = (hours * HOUR) / intervalMs
  let received = 0
  for (let hour = last - hours + 1; hour <= last; hour++) {
    let reports = 0
    for (const ring of rings) reports = Math.max(reports, ring[hour % HOURS] as number)
    received += Math.min(most, reports)
  }
  received = Math.min(received, expected)
  return { received, expected, rate: received / expected }
}
