import type { Compared, WireOverview } from '@ioc/shared/overview'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore } from '../ports/observation-store.js'
import { summarize } from './summarize.js'

interface OverviewOptions {
  clock: Clock
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: { list(): Station[] }
  describe: (id: StationId) => LatestStation
  /** These stations as they were at a moment. */
  asOf: (at: EpochMs, stations: readonly Station[]) => Promise<LatestStation[]>
  completeness: (station: Station) => number | null
}

const RAIN = 'rain' as PropertyKey
const WINDOW = 12 * HOUR
/** For so long everyone who asks is given the same figures: a room full of screens costs as much as one. */
const KEPT_MS = 30_000

type Snapshot = ReadonlyMap<string, LatestStation>

/**
 * The overview as of now, computed at most twice a minute, and the past beside it once in five; or as of a moment. How
 * complete the reports were is only counted for now, and null of a moment.
 */
export function createOverview({ clock, store, stations, describe, asOf, completeness }: OverviewOptions) {
  const hourAgo = keepFor(5 * MINUTE, () => snapshotOf(clock.now() - HOUR))
  const dayAgo = keepFor(5 * MINUTE, () => snapshotOf(clock.now() - DAY))
  const rain = keepFor(MINUTE, () => rainSums(clock.now(), (id) => describe(id)))

  async function snapshotOf(at: EpochMs): Promise<Snapshot> {
    const past = await asOf(at, stations.list())
    return new Map(past.map((one) => [one.station, one]))
  }

  async function rainSums(at: EpochMs, of: (id: StationId) => LatestStation | undefined) {
    const sums = new Map<string, Compared>()
    const to = at + 1
    const gauges = stations.list().flatMap(({ id }) => (of(id)?.values[RAIN] ? [id] : []))
    const query = { stations: gauges, properties: [RAIN], everyMs: 10 * MINUTE, fn: 'sum' } as const
    const until = (end: EpochMs) => store.bucketsByStation({ ...query, from: end - WINDOW, to: end })
    const [today, yesterday] = [await until(to), await until(to - DAY)]
    for (const [station, buckets] of today) {
      const before = yesterday.get(station)
      sums.set(station, { value: total(buckets), yesterday: before ? total(before) : null })
    }
    return sums
  }

  async function compute(): Promise<WireOverview> {
    const [before, yesterday, fallen] = [await hourAgo(), await dayAgo(), await rain()]
    const list = stations.list()
    const latest = new Map(list.map(({ id }) => [id as string, describe(id)]))
    const facts = { now: clock.now(), stations: list, latest, hourAgo: before, dayAgo: yesterday, rain: fallen }
    const complete = new Map(list.map((station) => [station.id as string, completeness(station)]))
    return summarize({ ...facts, complete })
  }

  async function computeAsOf(at: EpochMs): Promise<WireOverview> {
    const [latest, before, yesterday] = [await snapshotOf(at), await snapshotOf(at - HOUR), await snapshotOf(at - DAY)]
    const fallen = await rainSums(at, (id) => latest.get(id))
    const facts = { now: at, stations: stations.list(), latest, hourAgo: before, dayAgo: yesterday, rain: fallen }
    return summarize({ ...facts, complete: new Map() })
  }

  function keepFor<T>(ms: number, make: () => Promise<T>): () => Promise<T> {
    let last: { at: EpochMs; made: Promise<T> } | null = null
    return () => {
      if (last && clock.now() - last.at < ms) return last.made
      const made = make()
      const mine = (last = { at: clock.now(), made })
      // What failed is tried again by who asks next.
      made.catch(() => {
        if (last === mine) last = null
      })
      return made
    }
  }

  const now = keepFor(KEPT_MS, compute)
  return (at?: EpochMs): Promise<WireOverview> => (at === undefined ? now() : computeAsOf(at))
}

function total(buckets: readonly { value: number }[]): number {
  return buckets.reduce((sum, { value }) => sum + value, 0)
}
