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
}

/** `band`: 1 to 6 of VN_AQI. */
export interface AirLine extends Leading {
  band: number
}

/** As it was last heard, however long ago: no river goes down because its gauge fell silent. */
export interface RiverLine extends Leading {
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
  /** mm of the last 12 h. */
  rain: (Compared & { station: string }) | null
  /** Mean speed, km/h, weighted by flow. */
  speed: Compared | null
  /** Roads at level of service E or F. */
  jammed: number
  /** kW, all of them together. */
  load: Compared | null
  rivers: RiverLine[]
  roads: RoadLine[]
  loads: LoadLine[]
  agencies: AgencyLine[]
}

/** How far the values of a station have moved within the last hour, each in the unit of its property. */
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
