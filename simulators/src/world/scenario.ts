import type { Place } from './site.js'

/** What a scenario can pull at; everything else follows from these. */
export type Lever =
  | 'rain'
  | 'temperature'
  | 'humidity'
  | 'pressure'
  | 'wind_speed'
  | 'cloud'
  | 'traffic_density'
  | 'emission'
  | 'dust'
  | 'surge'
  | 'load'
  | 'voltage'
  | 'frequency'

export interface Circumstance {
  seed: number
  /** World time. */
  at: number
  /** How far the story is told, by its own clock: world time since it began where nothing stretches it. */
  since: number
  place: Place
}

/** Takes the world's own value and answers what it is in this scenario. */
type Modifier = (value: number, circumstance: Circumstance) => number

/** A story told by pulling levers: pure, so that the same seed gives the same storm. */
export interface Scenario {
  name: string
  summary: string
  /** How long it takes to be told. */
  lastsH: number
  /** The hour of the world's day at which it begins by itself; left out: whenever it is asked for. */
  startsAtH?: number
  /** For how long a place has been without mains, ms; 0 where it has them. Left out: nobody ever lacks them. */
  mainsOffMs?: (circumstance: Circumstance) => number
  modify: Partial<Record<Lever, Modifier>>
}
