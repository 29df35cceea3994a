import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Station } from '@ioc/shared/station'
import { scenarioNamed } from './scenarios/scenario-named.js'
import { createSite, type Site } from './world/site.js'
import { createWorld, type World } from './world/world.js'

export const HUE = fileURLToPath(new URL('../../provinces/hue', import.meta.url))
export const stations = JSON.parse(readFileSync(`${HUE}/stations.json`, 'utf8')) as Station[]
export const sites: readonly Site[] = stations.map(createSite)

export function siteOf(id: string): Site {
  const found = sites.find(({ station }) => station.id === id)
  if (!found) throw new Error(`no station ${id} in Huế`)
  return found
}

export function worldOf(scenario: string, start: string | number, seed = 1): World {
  const named = scenarioNamed(scenario)
  if (!named) throw new Error(`no scenario ${scenario}`)
  return createWorld({ seed, scenario: named, scenarioStart: typeof start === 'number' ? start : Date.parse(start) })
}

/** A reading as a station that reports twice a minute asks for it. */
export function halfMinute(at: string | number): { at: number; since: number; intervalMs: number } {
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return { at: ms, since: ms - 30_000, intervalMs: 30_000 }
}
