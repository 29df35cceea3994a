import type { DatastreamId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { HOUR } from '@ioc/shared/time'
import type { Influx } from './client.js'
import { readRange } from './queries.js'

export interface Found {
  /** What lies at the places asked for. */
  found: Observation[]
  /** Those of which nothing could be learnt. */
  unknown: Observation[]
}

/** Places further apart than this are asked for one by one, so that what lies between is not read. */
const APART_MS = HOUR
const AT_ONCE = 4

/** Looks up what lies at the datastream and time of each observation; what is not learnt in time is unknown. */
export async function findPlaces(influx: Influx, asked: readonly Observation[], withinMs: number): Promise<Found> {
  const runs = toRuns(asked)
  const found: Observation[] = []
  const unknown: Observation[] = []
  const until = AbortSignal.timeout(withinMs)

  async function work(): Promise<void> {
    for (let run = runs.pop(); run; run = runs.pop()) {
      const [first, last] = [run[0] as Observation, run.at(-1) as Observation]
      const range = { station: first.station, property: first.property, from: first.at, to: last.at + 1 }
      const there = until.aborted ? null : await readRange(influx, range, withinMs).catch(() => null)
      if (there === null) {
        unknown.push(...run)
        continue
      }
      const times = new Set(run.map(({ at }) => at))
      found.push(...there.filter(({ at }) => times.has(at)))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return { found, unknown }
}

/** The observations of each datastream in time order, cut where a long time lies between two. */
function toRuns(asked: readonly Observation[]): Observation[][] {
  const byDatastream = new Map<DatastreamId, Observation[]>()
  for (const observation of asked) {
    const same = byDatastream.get(observation.datastream)
    if (same) same.push(observation)
    else byDatastream.set(observation.datastream, [observation])
  }
  const runs: Observation[][] = []
  for (const same of byDatastream.values()) {
    let run: Observation[] = []
    for (const observation of same.sort((a, b) => a.at - b.at)) {
      const before = run.at(-1)
      if (!before || observation.at - before.at > APART_MS) runs.push((run = []))
      run.push(observation)
    }
  }
  return runs
}
