import { PROPERTIES } from '@ioc/shared/properties'
import { formatTime, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import type { Gate } from './gate.js'
import { measure, type Observer } from './measure.js'
import type { Site } from './world/site.js'
import type { World } from './world/world.js'

const PAST_STEP_MS = 5 * MINUTE
/** The newest part of a past is as complete as what follows it: so far back it is judged whether a station keeps to its interval. */
const COMPLETE_MS = 25 * HOUR
const READINGS_A_MESSAGE = 100
const SUMS: ReadonlySet<string> = new Set(PROPERTIES.filter(({ over }) => over === 'sum').map(({ key }) => key))

/** What stations measured before they could report. */
export interface Past {
  /** The times of one message of a station each, oldest first. */
  batches(site: Site): readonly (readonly number[])[]
  /** The message of one station for the times of one batch. */
  payload(site: Site, times: readonly number[]): string
  /** So few messages of all stations together are on their way at once: the live reports come first. */
  gate: Gate
}

/**
 * The past of every station in a world up to `until`: at real speed, without faults and never short of power. It is calm
 * as far back as the scenario had not begun. It has every fifth minute, and the last day every report as well; what is
 * counted between two fifth minutes is told at the second of them alone.
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
  const from = until - hours * HOUR
  const byInterval = new Map<number, number[][]>()

  function batches({ station: { reportIntervalS } }: Site): number[][] {
    const known = byInterval.get(reportIntervalS)
    if (known) return known
    const every = timesBetween(from, until, PAST_STEP_MS)
    const complete = Math.floor((until - COMPLETE_MS) / PAST_STEP_MS) * PAST_STEP_MS
    const own = timesBetween(Math.max(from, complete), until, reportIntervalS * SECOND)
    const made = batchesOf([...new Set([...every, ...own])].sort((a, b) => a - b))
    byInterval.set(reportIntervalS, made)
    return made
  }

  return {
    gate,
    batches,
    payload: (site, times) => pastPayload({ seed, site, world, worldTime }, times),
  }
}

/** Every multiple of the step in [from, until]. */
function timesBetween(from: number, until: number, stepMs: number): number[] {
  const first = Math.ceil(from / stepMs)
  const steps = Math.floor(until / stepMs) - first + 1
  return Array.from({ length: steps }, (_, i) => (first + i) * stepMs)
}

function batchesOf(times: readonly number[]): number[][] {
  const messages = Math.ceil(times.length / READINGS_A_MESSAGE)
  return Array.from({ length: messages }, (_, i) => times.slice(i * READINGS_A_MESSAGE, (i + 1) * READINGS_A_MESSAGE))
}

/** Without `seq`: these numbers belong to the live reports, and the past is none that got lost. */
function pastPayload(observer: Observer, times: readonly number[]): string {
  const readings = times.map((at) => ({
    at: formatTime(at),
    values: at % PAST_STEP_MS === 0 ? measure(observer, at, PAST_STEP_MS) : betweenSteps(observer, at),
    quality: 'good',
  }))
  return JSON.stringify(readings)
}

/** A past that is told again later has only the fifth minutes of this day: they alone add up to what was counted. */
function betweenSteps(observer: Observer, at: number): Record<string, number> {
  const values = Object.entries(measure(observer, at, PAST_STEP_MS))
  const states = values.filter(([key]) => !SUMS.has(key))
  return Object.fromEntries(states.length > 0 ? states : values.map(([key]) => [key, 0]))
}
