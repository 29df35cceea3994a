import { DAY, type EpochMs } from './time.js'
import type { IsoTime } from './wire.js'

/** A figure beside what it was at the same time yesterday; null where it was not measured then. */
export interface Compared {
  value: number
  yesterday: number | null
}

/** A figure of one station that stands for all of its kind: the worst, the highest. */
export interface Leading extends Compared {
  station: string
  /** When it was measured. */
  at: IsoTime
  /** Said where that is too long ago for a value of now: it stays in its list, and counts for nothing. */
  old?: true | undefined
}

/** A gauge moves this much by its waves alone, m an hour. */
export const STILL = 0.01

/** `band`: 1 to 6 of VN_AQI. */
export interface AirLine extends Leading {
  band: number
}

/** As it was last heard, however long ago: no river goes down because its gauge fell silent. */
export interface RiverLine extends Leading {
  /** Said where its newest level is doubted: it stays in the list, and counts for nothing. */
  quality?: 'suspect' | undefined
  /** 0 below BĐ I to 3; null where the station has no limits. */
  level: number | null
  /** m an hour, over about the last hour; null where nothing was measured lately. */
  trend: number | null
  /** The next limit above it, and in how many seconds from now it is reached if the trend goes on; null where it does not rise. */
  next: { level: 1 | 2 | 3; limit: number; inS: number | null } | null
}

export interface RoadLine extends Leading {
  freeFlowKmh: number | null
  /** 1 to 6: A to F. */
  los: number | null
}

export interface LoadLine extends Leading {
  ratedKw: number | null
  /** Load as a share of what it is rated for. */
  share: number | null
  /** The highest that is expected within 24 h; null without a forecast that can be relied on, or of a past moment. */
  peak: Peak | null
}

/** The hour, named by its start, in which most is expected, and how much: the median. */
export interface Peak {
  at: IsoTime
  value: number
}

/** Load beside what was forecast of the same meters, kW. */
export interface LoadAhead {
  /** Substations that report now, and those of them with a forecast that can be relied on: of these alone is the rest. */
  of: number
  known: number
  value: number
  /** For the hour that runs; null where not all of them were forecast for it. */
  expected: number | null
  /** The hour to come in which most is expected, of all of them together. */
  peak: Peak | null
}

/** How an agency's data is: on time, complete, clean, alive ("đúng, đủ, sạch, sống"), each a share of 0 to 1. */
export interface AgencyLine {
  agency: string
  stations: number
  /** Stations whose newest report is no older than their interval allows. */
  onTime: number
  /** Reports of the last 24 h that came, of those expected. */
  complete: number | null
  /** Newest values that are `good`. */
  clean: number | null
  /** Stations that are not silent. */
  alive: number
}

/** The worst first: fewest alive, then fewest on time. */
export function compareAgencies(a: AgencyLine, b: AgencyLine): number {
  return a.alive - b.alive || a.onTime - b.onTime || a.agency.localeCompare(b.agency, 'vi')
}

/** A flood is over by then: who fell silent longer ago is looked for by those who mend gauges. */
export const RIVER_REMEMBERED_MS = 3 * DAY

type RankedRiver = Pick<RiverLine, 'value' | 'level' | 'next' | 'at' | 'old'>

/** The highest level first, then what is nearest to its next one; who fell silent days ago comes last. */
export function sortRivers<T extends RankedRiver>(rivers: readonly T[], now: EpochMs): T[] {
  const isForgotten = ({ at, old }: T) => (old && now - Date.parse(at) > RIVER_REMEMBERED_MS ? 1 : 0)
  return rivers
    .map((line) => ({ line, forgotten: isForgotten(line) }))
    .sort(
      ({ line: a, forgotten }, { line: b, forgotten: other }) =>
        forgotten - other || (b.level ?? -1) - (a.level ?? -1) || distance(a) - distance(b),
    )
    .map(({ line }) => line)
}

/** Metres to the next limit; a gauge without one comes last. */
function distance({ value, next, level }: RankedRiver): number {
  if (next) return next.limit - value
  return level === null ? Infinity : -value
}

/** The lists of an overview that grow with the province. */
export const OVERVIEW_LISTS = ['airs', 'rivers', 'roads', 'loads'] as const
export type OverviewList = (typeof OVERVIEW_LISTS)[number]

/** The few numbers that a leader asks for, with yesterday beside them, and the tables behind them. */
export interface WireOverview {
  at: IsoTime
  air: AirLine | null
  /** Air stations by band of VN_AQI, 1 to 6. */
  airBands: number[]
  /** The worst first. */
  airs: AirLine[]
  river: RiverLine | null
  /** Gauges at or above BĐ I, II, III. */
  gaugesAbove: [bd1: number, bd2: number, bd3: number]
  /** Gauges that fell silent within days while they stood at or above BĐ I, which are not among those; null: none. */
  silentAbove: { count: number; worst: RiverLine } | null
  /** mm of the last 12 h. */
  rain: (Compared & { station: string }) | null
  /** Mean speed, km/h, weighted by flow. */
  speed: Compared | null
  /** Roads at level of service E or F. */
  jammed: number
  /** kW, all of them together. */
  load: Compared | null
  /** Null without a forecast that can be relied on, or of a past moment. */
  loadAhead: LoadAhead | null
  rivers: RiverLine[]
  roads: RoadLine[]
  loads: LoadLine[]
  /** How many there are of each: a list may hold the worst of them alone. */
  lengths: Record<OverviewList, number>
  agencies: AgencyLine[]
}

/** How fast the values of a station move, each in the unit of its property an hour. */
export interface WireTrend {
  station: string
  perHour: Record<string, number>
}

/** mm fallen at a gauge in the last 1, 12 and 24 hours; null where nothing was measured in that time. */
export interface WireRainfall {
  station: string
  hour: number | null
  halfDay: number | null
  day: number | null
}
