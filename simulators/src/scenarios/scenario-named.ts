import type { Scenario } from '../world/scenario.js'
import { blackout } from './blackout.js'
import { calm } from './calm.js'
import { flood } from './flood.js'
import { haze } from './haze.js'
import { rushHour } from './rush-hour.js'
import { typhoon } from './typhoon.js'

/** Every story that can be told; a new one is a file beside this one and its name here. */
export const SCENARIOS: readonly Scenario[] = [calm, flood, haze, rushHour, blackout, typhoon]

export function scenarioNamed(name: string): Scenario | null {
  return SCENARIOS.find((scenario) => scenario.name === name) ?? null
}
