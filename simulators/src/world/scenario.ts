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
  | 'load'
  | 'voltage'

export interface Circumstance {
  seed: number
  /** World time. */
  at: number
  /** World time since the scenario began; negative before. */
  since: number
  place: Place
}

/** Takes the world's own value and answers what it is in this scenario. */
type Modifier = (value: number, circumstance: Circumstance) => number

/** A story told by pulling levers: pure, so that the same seed gives the same storm. */
export interface Scenario {
  name: string
  summary: string
  modify: Partial<Record<Lever, Modifier>>
}
