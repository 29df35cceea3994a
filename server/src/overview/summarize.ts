import {
  compareAgencies,
  type AgencyLine,
  type AirLine,
  type Compared,
  type LoadLine,
  type Peak,
  type RiverLine,
  type RoadLine,
  type WireOverview,
} from '@ioc/shared/overview'
import { groupBy } from '@ioc/shared/group-by'
import { highest } from '@ioc/shared/highest'
import type { Station } from '@ioc/shared/station'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import { perHour } from './per-hour.js'
import { FRESH_MS, newestOf, valueAt, type Measured, type Snapshot } from './value-at.js'

export interface OverviewFacts {
  now: EpochMs
  stations: readonly Station[]
  /** Every station as it is, an hour ago and a day ago. */
  latest: Snapshot
  hourAgo: Snapshot
  dayAgo: Snapshot
  /** mm of the last 12 h, and of the same 12 h yesterday, by station. */
  rain: ReadonlyMap<string, Compared>
  /** Reports of the last 24 h that came, of those expected, 0 to 1. */
  complete: ReadonlyMap<string, number | null>
  /** The highest load expected of each substation. */
  peaks: ReadonlyMap<string, Peak>
}

const HOUR_S = 3_600
/** Beyond this a straight line through one hour is no statement. */
const FORESEEABLE_S = 24 * HOUR_S
/** A gauge moves this much by its waves alone, m an hour. */
const STILL = 0.01

/** Sums up the province for those who lead it. Pure: the same facts give the same figures. */
export function summarize(facts: OverviewFacts): WireOverview {
  const { now, latest, dayAgo } = facts
  const rivers = riverLines(facts)
  const roads = roadLines(facts)
  const loads = loadLines(facts)
  const airs = airLines(facts)
  const rain = [...facts.rain].map(([station, amount]) => ({ station, ...amount }))
  return {
    at: formatTime(now),
    air: airs[0] ?? null,
    airBands: [1, 2, 3, 4, 5, 6].map((band) => airs.filter((each) => each.band === band).length),
    airs,
    river: rivers[0] ?? null,
    gaugesAbove: [1, 2, 3].map((level) => rivers.filter((each) => (each.level ?? 0) >= level).length) as [
      number,
      number,
      number,
    ],
    rain: highest(rain),
    speed: compared(meanSpeed(latest, now), meanSpeed(dayAgo, now - 24 * FRESH_MS)),
    jammed: roads.filter(({ los }) => (los ?? 0) >= 5).length,
    load: totalLoad(loads),
    rivers,
    roads,
    loads,
    agencies: agencyLines(facts),
  }
}

function airLines({ stations, latest, dayAgo }: OverviewFacts): AirLine[] {
  const lines = stations.flatMap(({ id }): AirLine[] => {
    const index = latest.get(id)?.indices['vn_aqi']
    if (!index) return []
    const yesterday = dayAgo.get(id)?.indices['vn_aqi']?.value ?? null
    return [{ station: id, value: index.value, band: index.band, yesterday, at: index.at }]
  })
  return lines.sort((a, b) => b.value - a.value)
}

/** The highest level first, then what is nearest to its next one. */
function riverLines({ stations, latest, hourAgo, dayAgo, now }: OverviewFacts): RiverLine[] {
  const lines = stations.flatMap((station): RiverLine[] => {
    const newest = newestOf(latest, station.id, 'water_level')
    if (!newest) return []
    const trend = perHour(newestOf(hourAgo, station.id, 'water_level'), newest, now)
    const level = latest.get(station.id)?.indices['flood_level']?.value ?? null
    const yesterday = valueAt(dayAgo, station.id, 'water_level', now - 24 * FRESH_MS)
    const next = nextLimit(station, newest, trend, now)
    return [{ station: station.id, value: newest.value, at: formatTime(newest.at), yesterday, level, trend, next }]
  })
  return lines.sort((a, b) => (b.level ?? -1) - (a.level ?? -1) || distance(a) - distance(b))
}

/** Metres to the next limit; a gauge without one comes last. */
function distance({ value, next, level }: RiverLine): number {
  if (next) return next.limit - value
  return level === null ? Infinity : -value
}

function nextLimit(
  { attributes }: Station,
  { value, at }: Measured,
  trend: number | null,
  now: EpochMs,
): RiverLine['next'] {
  for (const level of [1, 2, 3] as const) {
    const limit = attributes?.[`bd${level}`]
    if (typeof limit !== 'number' || value >= limit) continue
    const inS = trend !== null && trend > STILL ? ((limit - value) / trend) * HOUR_S - (now - at) / 1_000 : null
    return { level, limit, inS: inS !== null && inS <= FORESEEABLE_S ? Math.max(0, inS) : null }
  }
  return null
}

/** The slowest against its free flow first. */
function roadLines({ stations, latest, dayAgo, now }: OverviewFacts): RoadLine[] {
  const lines = stations.flatMap((station): RoadLine[] => {
    const newest = newestOf(latest, station.id, 'speed')
    if (!newest || now - newest.at > FRESH_MS) return []
    const value = newest.value
    const at = formatTime(newest.at)
    const free = station.attributes?.['freeFlowKmh']
    const yesterday = valueAt(dayAgo, station.id, 'speed', now - 24 * FRESH_MS)
    const los = latest.get(station.id)?.indices['los']?.value ?? null
    return [{ station: station.id, value, at, yesterday, freeFlowKmh: typeof free === 'number' ? free : null, los }]
  })
  return lines.sort((a, b) => ratio(a) - ratio(b))
}

function ratio({ value, freeFlowKmh }: RoadLine): number {
  return freeFlowKmh === null ? Infinity : value / freeFlowKmh
}

/** First what is nearest to its limit, now or at the peak that is expected. */
function loadLines({ stations, latest, dayAgo, now, peaks }: OverviewFacts): LoadLine[] {
  const lines = stations.flatMap((station): LoadLine[] => {
    const newest = newestOf(latest, station.id, 'active_power')
    if (!newest || now - newest.at > FRESH_MS) return []
    const value = newest.value
    const at = formatTime(newest.at)
    const rated = station.attributes?.['ratedKw']
    const ratedKw = typeof rated === 'number' && rated > 0 ? rated : null
    const yesterday = valueAt(dayAgo, station.id, 'active_power', now - 24 * FRESH_MS)
    const share = ratedKw === null ? null : value / ratedKw
    return [{ station: station.id, value, at, yesterday, ratedKw, share, peak: peaks.get(station.id) ?? null }]
  })
  return lines.sort((a, b) => highestShare(b) - highestShare(a))
}

function highestShare({ value, peak, ratedKw }: LoadLine): number {
  return ratedKw === null ? -1 : Math.max(value, peak?.value ?? 0) / ratedKw
}

/** Compared only where yesterday is known of all of them: a sum of some would look like a change. */
function totalLoad(loads: readonly LoadLine[]): Compared | null {
  const before = loads.flatMap(({ yesterday }) => yesterday ?? [])
  const yesterday = before.length === loads.length ? total(before) : null
  return compared(total(loads.map(({ value }) => value)), yesterday)
}

function meanSpeed(snapshot: Snapshot, now: EpochMs): number | null {
  let weighted = 0
  let weight = 0
  for (const id of snapshot.keys()) {
    const speed = valueAt(snapshot, id, 'speed', now)
    if (speed === null) continue
    // A road without a count still moves; it weighs as little as one vehicle.
    const flow = Math.max(1, valueAt(snapshot, id, 'flow', now) ?? 1)
    weighted += speed * flow
    weight += flow
  }
  return weight === 0 ? null : weighted / weight
}

function agencyLines({ stations, latest, complete }: OverviewFacts): AgencyLine[] {
  return [...groupBy(stations, ({ agency }) => agency)]
    .map(([agency, list]): AgencyLine => {
      const states = list.map(({ id }) => latest.get(id)?.reporting ?? 'never')
      const values = list.flatMap(({ id }) => Object.values(latest.get(id)?.values ?? {}))
      const known = list.flatMap(({ id }) => complete.get(id) ?? [])
      return {
        agency,
        stations: list.length,
        onTime: share(states, (state) => state === 'reporting'),
        complete: known.length === 0 ? null : (total(known) ?? 0) / known.length,
        clean: values.length === 0 ? null : share(values, ({ quality }) => quality === 'good'),
        alive: share(states, (state) => state === 'reporting' || state === 'late'),
      }
    })
    .sort(compareAgencies)
}

function compared(value: number | null, yesterday: number | null): Compared | null {
  return value === null ? null : { value, yesterday }
}

function total(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length
}
