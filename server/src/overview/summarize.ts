import {
  compareAgencies,
  sortRivers,
  type AirLine,
  type Compared,
  type LoadLine,
  type Peak,
  type RiverLine,
  type RoadLine,
  type WireOverview,
} from '@ioc/shared/overview'
import { highest } from '@ioc/shared/highest'
import type { Station } from '@ioc/shared/station'
import { formatTime, HOUR, type EpochMs } from '@ioc/shared/time'
import { loadAhead } from './load-ahead.js'
import type { Before } from './per-hour.js'
import { riverLine, silentAbove } from './river-line.js'
import { createScores } from './scores.js'
import { AQI_MS, goodOf, isOfNow, valueThen, type Past, type Present, type StationState } from './state.js'

export interface OverviewFacts {
  now: EpochMs
  stations: readonly Station[]
  /** Every station as it is, lately and a day ago. */
  latest: Present
  before: Before
  dayAgo: Past
  /** VN_AQI of a day ago, by station. */
  airDayAgo: ReadonlyMap<string, number>
  /** mm of the last 12 h, and of the same 12 h yesterday, by station. */
  rain: ReadonlyMap<string, Compared>
  /** Reports of the last 24 h that came, of those expected, 0 to 1. */
  completeness: (station: Station) => number | null
  /** The hours that are expected of each of them. */
  loadsAhead: ReadonlyMap<string, readonly Peak[]>
}

/** Looked at in one go: a piece of this size holds nothing else up. */
const STATIONS_AT_ONCE = 1_000

/**
 * Sums up the province for those who lead it: the same facts give the same figures. Headlines, counts, sums and means are
 * of what is fresh; what is old stays in its list, marked, and counts for nothing.
 *
 * Each station is looked at once, and between pieces of them whatever else waits has its turn.
 */
export async function summarize(facts: OverviewFacts): Promise<WireOverview> {
  const { now, stations, latest, dayAgo } = facts
  const [airs, rivers, roads, loads]: [AirLine[], RiverLine[], RoadLine[], LoadLine[]] = [[], [], [], []]
  const [speed, speedDayAgo] = [createMeanSpeed(), createMeanSpeed()]
  const scores = createScores()
  const rain: ({ station: string } & Compared)[] = []
  for (const [n, station] of stations.entries()) {
    if (n % STATIONS_AT_ONCE === 0) await new Promise((resume) => setImmediate(resume))
    const state = latest.get(station.id)
    scores.add(station, state, facts.completeness(station))
    if (!state) continue
    const fast = freshOf(station, state, 'speed', now)
    if (fast !== null) {
      speed.add(fast, freshOf(station, state, 'flow', now))
      // Of the same roads: another road is no change.
      speedDayAgo.add(valueThen(dayAgo, station, 'speed'), valueThen(dayAgo, station, 'flow'))
    }
    const fallen = facts.rain.get(station.id)
    if (fallen && freshOf(station, state, 'rain', now) !== null) rain.push({ station: station.id, ...fallen })
    addKnown(airs, airLine(station, state, facts))
    addKnown(rivers, riverLine(station, state, facts))
    addKnown(roads, roadLine(station, state, facts))
    addKnown(loads, loadLine(station, state, facts))
  }
  const sorted = {
    airs: airs.sort((a, b) => oldLast(a, b) || b.value - a.value),
    rivers: sortRivers(rivers, now),
    roads: roads.sort((a, b) => oldLast(a, b) || slowness(a) - slowness(b)),
    loads: loads.sort((a, b) => oldLast(a, b) || highestShare(b) - highestShare(a)),
  }
  const [air, river] = [sorted.airs.filter(isNow), sorted.rivers.filter((line) => isNow(line) && !line.quality)]
  const above = (least: number) => river.filter(({ level }) => (level ?? 0) >= least).length
  return {
    at: formatTime(now),
    air: air[0] ?? null,
    airBands: [1, 2, 3, 4, 5, 6].map((band) => air.filter((each) => each.band === band).length),
    river: river[0] ?? null,
    gaugesAbove: [above(1), above(2), above(3)],
    silentAbove: silentAbove(sorted.rivers, now),
    rain: highest(rain),
    speed: compared(speed.mean(), speedDayAgo.mean()),
    jammed: roads.filter((road) => isNow(road) && (road.los ?? 0) >= 5).length,
    load: totalLoad(loads.filter(isNow)),
    loadAhead: loadAhead(loads.filter(isNow), facts.loadsAhead, now),
    ...sorted,
    lengths: { airs: airs.length, rivers: rivers.length, roads: roads.length, loads: loads.length },
    agencies: scores.lines().sort(compareAgencies),
  }
}

function addKnown<T>(lines: T[], line: T | null): void {
  if (line !== null) lines.push(line)
}

const isNow = ({ old }: { old?: true | undefined }) => !old
const oldLast = (a: { old?: true | undefined }, b: { old?: true | undefined }) => Number(!!a.old) - Number(!!b.old)

function freshOf(station: Station, state: StationState, property: string, now: EpochMs): number | null {
  const held = goodOf(state.values.get(property))
  return held && isOfNow(station, state, held.at, now) ? held.value : null
}

function airLine(station: Station, state: StationState, { now, airDayAgo }: OverviewFacts): AirLine | null {
  const index = state.indices.get('vn_aqi')
  if (!index) return null
  const { value, band, at } = index
  const line = { station: station.id, value, band, at: formatTime(at), yesterday: airDayAgo.get(station.id) ?? null }
  return isOfNow(station, state, at, now, AQI_MS) ? line : { ...line, old: true }
}

/** The newest good value of a property beside that of yesterday; null where there is none. */
function figureOf(station: Station, state: StationState, property: string, { now, dayAgo }: OverviewFacts) {
  const held = goodOf(state.values.get(property))
  if (!held) return null
  const figure = { station: station.id, value: held.value, at: formatTime(held.at) }
  const yesterday = valueThen(dayAgo, station, property)
  return { ...figure, yesterday, ...(!isOfNow(station, state, held.at, now) && { old: true as const }) }
}

function roadLine(station: Station, state: StationState, facts: OverviewFacts): RoadLine | null {
  const figure = figureOf(station, state, 'speed', facts)
  const free = station.attributes?.['freeFlowKmh']
  const los = state.indices.get('los')?.value ?? null
  return figure && { ...figure, freeFlowKmh: typeof free === 'number' ? free : null, los }
}

/** Against its free flow. */
function slowness({ value, freeFlowKmh }: RoadLine): number {
  return freeFlowKmh === null ? Infinity : value / freeFlowKmh
}

function loadLine(station: Station, state: StationState, facts: OverviewFacts): LoadLine | null {
  const figure = figureOf(station, state, 'active_power', facts)
  if (!figure) return null
  const rated = station.attributes?.['ratedKw']
  const ratedKw = typeof rated === 'number' && rated > 0 ? rated : null
  const share = ratedKw === null ? null : figure.value / ratedKw
  return { ...figure, ratedKw, share, peak: peakOf(facts.loadsAhead.get(station.id) ?? [], facts.now) }
}

/** The hour in which most is expected, of those that are not over; null of none. */
function peakOf(hours: readonly Peak[], now: EpochMs): Peak | null {
  return highest(hours.filter(({ at }) => Date.parse(at) + HOUR > now))
}

/** How near it is to its limit, now or at the peak that is expected. */
function highestShare({ value, peak, ratedKw }: LoadLine): number {
  return ratedKw === null ? -1 : Math.max(value, peak?.value ?? 0) / ratedKw
}

/** Compared only where yesterday is known of all of them: a sum of some would look like a change. */
function totalLoad(loads: readonly LoadLine[]): Compared | null {
  const before = loads.flatMap(({ yesterday }) => yesterday ?? [])
  return compared(total(loads.map(({ value }) => value)), before.length === loads.length ? total(before) : null)
}

/** Weighted by flow; a road without a count still moves, and weighs as little as one vehicle. */
function createMeanSpeed() {
  let [weighted, weight] = [0, 0]
  return {
    add(speed: number | null, flow: number | null) {
      if (speed === null) return
      const vehicles = Math.max(1, flow ?? 1)
      weighted += speed * vehicles
      weight += vehicles
    },
    mean: () => (weight === 0 ? null : weighted / weight),
  }
}

function compared(value: number | null, yesterday: number | null): Compared | null {
  return value === null ? null : { value, yesterday }
}

function total(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
}
