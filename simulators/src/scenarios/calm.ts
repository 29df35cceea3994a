import type { Scenario } from '../world/scenario.js'

/** The province on an ordinary day of its season: nothing crosses a limit. */
export const calm: Scenario = {
  name: 'calm',
  summary: 'an ordinary day of the season; nothing crosses a limit',
  lastsH: 24,
  modify: {},
}
