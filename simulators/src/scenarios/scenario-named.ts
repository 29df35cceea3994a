import type { Scenario } from '../world/scenario.js'
import { calm } from './calm.js'
import { flood } from './flood.js'

/** Every story that can be told; a new one is a file beside this one and its name here. */
export const SCENARIOS: readonly Scenario[] = [calm, flood]

export function scenarioNamed(name: string): Scenario | null {
  return SCENARIOS.find((scenario) => scenario.name === name) ?? null
}
