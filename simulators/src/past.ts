import { formatTime, HOUR, MINUTE } from '@ioc/shared/time'
import type { Gate } from './gate.js'
import { measure, type Observer } from './measure.js'
import type { Site } from './world/site.js'
import type { World } from './world/world.js'

const PAST_STEP_MS = 5 * MINUTE
const READINGS_A_MESSAGE = 100

/** What stations measured before they could report. */
export interface Past {
  /** The times of one message each, oldest first. */
  batches: readonly (readonly number[])[]
  /** The message of one station for the times of one batch. */
  payload(site: Site, times: readonly number[]): string
  /** So few messages of all stations together are on their way at once: the live reports come first. */
  gate: Gate
}

/**
 * The past of every station in a world up to `until`: at real speed, without faults and never short of power. It is calm
 * as far back as the scenario had not begun.
 *
 * A reading is a function of seed, world, station and time alone, so a past that is delivered twice is the same to the
 * last bit; only a world with a calendar of its own (`worldShiftMs` away from the real one) moves with its start.
 */
export function createPast(options: {
  seed: number
  world: World
  hours: number
  until: number
  worldShiftMs: number
  gate: Gate
}): Past {
  const { seed, world, hours, until, worldShiftMs, gate } = options
  const worldTime = (at: number) => at + worldShiftMs

  return {
    gate,
    batches: batchesOf(timesBetween(until - hours * HOUR, until)),
    payload: (site, times) => pastPayload({ seed, site, world, worldTime }, times),
  }
}

/** Every multiple of the step in [from, until]. */
function timesBetween(from: number, until: number): number[] {
  const first = Math.ceil(from / PAST_STEP_MS)
  const steps = Math.floor(until / PAST_STEP_MS) - first + 1
  return Array.from({ length: steps }, (_, i) => (first + i) * PAST_STEP_MS)
}

function batchesOf(times: readonly number[]): number[][] {
  const messages = Math.ceil(times.length / READINGS_A_MESSAGE)
  return Array.from({ length: messages }, (_, i) => times.slice(i * READINGS_A_MESSAGE, (i + 1) * READINGS_A_MESSAGE))
}

/** Without `seq`: these numbers belong to the live reports, and the past is none that got lost. */
function pastPayload(observer: Observer, times: readonly number[]): string {
  const readings = times.map((at) => ({
    at: formatTime(at),
    values: measure(observer, at, PAST_STEP_MS),
    quality: 'good',
  }))
  return JSON.stringify(readings)
}
