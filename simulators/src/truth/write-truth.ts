import { writeFile } from 'node:fs/promises'
import { formatTime, SECOND } from '@ioc/shared/time'
import type { FaultShares } from '../faults.js'
import type { Observer } from '../measure.js'
import type { Scenario } from '../world/scenario.js'
import { truthOf } from './truth-of.js'
import { createWitness } from './witness.js'

interface Run {
  scenario: Scenario
  seed: number
  faults: FaultShares
  speed: number
  /** Real time of the first reports, and of the end of the story. */
  from: number
  to: number
  worldTime: (at: number) => number
  loggers: readonly { observer: Observer; periodMs: number; phase: number }[]
}

/**
 * Writes what a run is going to tell, and what an alarm system has to make of it.
 *
 * It is a function of the run alone: the same seed, stations, scenario, faults, start and speed give the same file.
 */
export async function writeTruth(file: string, run: Run): Promise<number> {
  const { scenario, seed, faults, speed, from, to, worldTime } = run
  const testimonies = run.loggers.flatMap(({ observer, periodMs, phase }) => {
    const witness = createWitness({ ...observer, shares: faults, intervalMs: periodMs })
    const first = (Math.floor(from / periodMs) + 1 + phase) * periodMs
    for (let at = Math.round(first); at < to; at = Math.round(at + periodMs)) witness.see(at)
    return witness.testify(to)
  })
  const entries = truthOf(testimonies)
  const story = {
    scenario: scenario.name,
    seed,
    speed,
    faults,
    from: formatTime(from),
    to: formatTime(to),
    worldFrom: formatTime(Math.round(worldTime(from))),
    worldTo: formatTime(Math.round(worldTime(to))),
    entries: entries.map(({ from: since, to: until, certain, ...entry }) => ({
      ...entry,
      from: formatTime(since),
      to: formatTime(until),
      certain: certain.map(([start, end]) => ({ from: formatTime(start), seconds: (end - start) / SECOND })),
    })),
  }
  await writeFile(file, `${JSON.stringify(story, null, 1)}\n`)
  return entries.length
}
