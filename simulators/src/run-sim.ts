import type { Station } from '@ioc/shared/station'
import { formatTime, HOUR, SECOND, startOfLocalDay } from '@ioc/shared/time'
import { readCredentials } from './arguments.js'
import { createGate } from './gate.js'
import { openLogger } from './logger.js'
import { stationsFor } from './more-stations.js'
import { createPast } from './past.js'
import type { ProgramContext } from './program-context.js'
import { readProvince, writeProvince } from './province.js'
import { createRollCall, type RollCall } from './roll-call.js'
import type { SimOptions } from './sim-options.js'
import { someOf } from './some-of.js'
import { writeTruth } from './truth/write-truth.js'
import { usageError } from './usage-error.js'
import type { Scenario } from './world/scenario.js'
import { createSite } from './world/site.js'
import { createWorld } from './world/world.js'

/** A fresh report is due at least so often, whatever the station's own rhythm. */
const SLOWEST_MS = 30 * SECOND
/** A report leaves a little early, so that a busy machine does not make it late. */
const EARLY_MS = 500
const KNOCKING = 200
/** So many messages of the past are on their way at once, whatever the number of stations. */
const PAST_UNDER_WAY = 4
const TICK_MS = 500

/**
 * Runs the stations until the signal is aborted; answers the exit code.
 *
 * It is 1 only where no station at all could connect for want of the right secret: a broker that is away is waited for.
 */
export async function runSim(options: SimOptions, context: ProgramContext): Promise<number> {
  const { seed, province: folder } = options
  const tell = (line: string) => context.stderr.write(`${line}\n`)
  const province = await readProvince(folder)
  const stations = stationsFor(options.stations ?? province.stations.length, province.stations, province.areas, seed)
  if (stations.length === 0) throw usageError(`no station to simulate in ${folder}`)
  if (options.writeProvince !== null) {
    await writeProvince(province, options.writeProvince, stations)
    tell(`${stations.length} stations written to ${options.writeProvince}`)
    return 0
  }

  const secrets = options.credentials === null ? null : await readCredentials(options.credentials)
  const unnamed = secrets ? stations.filter(({ id }) => !secrets.has(id)) : []
  if (unnamed.length > 0) tell(`no secret for ${unnamed.length} stations: ${someOf(unnamed.map(({ id }) => id))}`)
  const able = secrets ? stations.filter(({ id }) => secrets.has(id)) : stations
  return able.length === 0 ? 1 : runStations(able, secrets, options, context)
}

async function runStations(
  stations: readonly Station[],
  secrets: ReadonlyMap<string, string> | null,
  options: SimOptions,
  context: ProgramContext,
): Promise<number> {
  const { now } = context
  const startedAt = now()
  const { scenario, seed, speed, faults } = options
  const ageMs = options.scenarioAgeHours * HOUR
  const worldStart = options.worldStart ?? opening(scenario, startedAt, ageMs)
  const worldTime = (at: number) => worldStart + (at - startedAt) * speed
  const scenarioStart = options.scenarioStart ?? worldStart - ageMs
  const scenarioHours = options.scenarioHours ?? scenario.lastsH
  const world = createWorld({ seed, scenario, scenarioStart, pace: scenario.lastsH / scenarioHours })
  const roll = createRollCall({ total: stations.length, now })
  const gate = createGate(KNOCKING)
  const past =
    options.historyHours === 0
      ? null
      : createPast({
          seed,
          world,
          hours: options.historyHours,
          until: startedAt,
          worldShiftMs: worldStart - startedAt,
          gate: createGate(PAST_UNDER_WAY),
        })
  const places = stations.map((station, i) => ({
    observer: { seed, site: createSite(station), world, worldTime },
    periodMs: periodOf(station, options.intervalMs),
    phase: i / stations.length,
  }))
  if (options.truth !== null) {
    const to = startedAt + (scenarioStart - worldStart + scenarioHours * HOUR) / speed
    const run = { scenario, seed, faults, speed, from: startedAt, to, worldTime, loggers: places }
    const entries = await writeTruth(options.truth, run)
    context.stderr.write(
      `${entries} entries of truth until ${formatTime(Math.round(to))} written to ${options.truth}\n`,
    )
  }
  const loggers = places.map(({ observer, ...rhythm }) =>
    openLogger({
      ...observer,
      ...rhythm,
      now,
      gate,
      past,
      faults,
      url: options.broker,
      secret: secrets?.get(observer.site.station.id),
      events: roll.eventsOf(observer.site.station.id),
    }),
  )
  const progress = () => roll.progress(worldTime(now()), scenario.name)
  const hopeless = await watch(roll, progress, context)
  await Promise.all(loggers.map((logger) => logger.close()))
  context.stderr.write(`${progress()}\n`)
  return hopeless ? 1 : 0
}

/** Tells how it goes, once a second to a person and every ten seconds to a log; ends at the signal, or without hope. */
function watch(roll: RollCall, progress: () => string, { signal, stderr }: ProgramContext): Promise<boolean> {
  return new Promise((end) => {
    let ticks = 0
    const every = (stderr.isTTY ? SECOND : 10 * SECOND) / TICK_MS
    const timer = setInterval(() => {
      for (const trouble of roll.troubles()) stderr.write(`${trouble}\n`)
      if (++ticks % every === 0) stderr.write(`${progress()}\n`)
      if (roll.isHopeless()) stop(true)
    }, TICK_MS)
    const onAbort = () => stop(false)
    const stop = (hopeless: boolean) => {
      clearInterval(timer)
      signal.removeEventListener('abort', onAbort)
      end(hopeless)
    }
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) stop(false)
  })
}

/** World time at the start: now, or so long after the hour at which the story begins by itself. */
function opening({ startsAtH }: Scenario, now: number, ageMs: number): number {
  return startsAtH === undefined ? now : startOfLocalDay(now) + startsAtH * HOUR + ageMs
}

function periodOf(station: Station, intervalMs: number | null): number {
  const wanted = intervalMs ?? Math.min(SLOWEST_MS, station.reportIntervalS * SECOND)
  return wanted - Math.min(EARLY_MS, wanted * 0.02)
}
