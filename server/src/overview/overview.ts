import type { Compared, Peak, WireOverview, WireRainfall, WireTrend } from '@ioc/shared/overview'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore } from '../ports/observation-store.js'
import { summarize } from './summarize.js'
import { trendsOf } from './trends-of.js'
import type { Snapshot } from './value-at.js'

interface OverviewOptions {
  clock: Clock
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: { list(): Station[] }
  describe: (id: StationId) => LatestStation
  /** These stations as they were at a moment. */
  asOf: (at: EpochMs, stations: readonly Station[]) => Promise<LatestStation[]>
  completeness: (station: Station) => number | null
  /** The highest load expected of each substation from now on. */
  loadPeaks: () => ReadonlyMap<string, Peak>
  properties: () => readonly ObservedProperty[]
}

export interface Overview {
  /** As of that moment; left out: now. */
  figures(at?: EpochMs): Promise<WireOverview>
  /** How far the values of these stations have moved within the last hour. */
  trends(stations: readonly StationId[], at?: EpochMs): Promise<WireTrend[]>
  /** What has fallen at each gauge of rain. */
  rainfall(at?: EpochMs): Promise<WireRainfall[]>
}

const RAIN = 'rain' as PropertyKey
const HALF_DAY = 12 * HOUR
/** For so long everyone who asks is given the same figures: a room full of screens costs as much as one. */
const KEPT_MS = 30_000

/**
 * The overview as of now, computed at most twice a minute, and the past beside it once in five; or as of a moment. How
 * complete the reports were is only counted for now, and null of a moment.
 */
export function createOverview({
  clock,
  store,
  stations,
  describe,
  asOf,
  completeness,
  properties,
  loadPeaks,
}: OverviewOptions): Overview {
  const hourAgo = keepFor(5 * MINUTE, () => snapshotOf(clock.now() - HOUR))
  const dayAgo = keepFor(5 * MINUTE, () => snapshotOf(clock.now() - DAY))
  const fallen = keepFor(MINUTE, () => fallenUntil(clock.now(), (id) => describe(id)))

  async function snapshotOf(at: EpochMs): Promise<Snapshot> {
    const past = await asOf(at, stations.list())
    return new Map(past.map((one) => [one.station, one]))
  }

  /** By station: of those that are known to measure rain. */
  async function fallenUntil(at: EpochMs, of: (id: StationId) => LatestStation | undefined): Promise<Fallen[]> {
    const to = at + 1
    const gauges = stations.list().flatMap(({ id }) => (of(id)?.values[RAIN] ? [id] : []))
    const query = { stations: gauges, properties: [RAIN], everyMs: 10 * MINUTE, fn: 'sum' } as const
    const within = async (end: EpochMs, ms: number) => {
      const found = await store.bucketsByStation({ ...query, from: end - ms, to: end })
      return (station: StationId) => total(found.get(station))
    }
    const [hour, halfDay, day] = [await within(to, HOUR), await within(to, HALF_DAY), await within(to, DAY)]
    const yesterday = await within(to - DAY, HALF_DAY)
    return gauges.map((station) => {
      const sums = { hour: hour(station), halfDay: halfDay(station), day: day(station) }
      return { station, ...sums, yesterday: yesterday(station) }
    })
  }

  async function compute(): Promise<WireOverview> {
    const [before, yesterday, rain] = [await hourAgo(), await dayAgo(), await fallen()]
    const list = stations.list()
    const latest = new Map(list.map(({ id }) => [id as string, describe(id)]))
    const facts = { now: clock.now(), stations: list, latest, hourAgo: before, dayAgo: yesterday, rain: compared(rain) }
    const complete = new Map(list.map((station) => [station.id as string, completeness(station)]))
    return summarize({ ...facts, complete, peaks: loadPeaks() })
  }

  async function computeAsOf(at: EpochMs): Promise<WireOverview> {
    const [latest, before, yesterday] = [await snapshotOf(at), await snapshotOf(at - HOUR), await snapshotOf(at - DAY)]
    const rain = compared(await fallenUntil(at, (id) => latest.get(id)))
    const facts = { now: at, stations: stations.list(), latest, hourAgo: before, dayAgo: yesterday, rain }
    return summarize({ ...facts, complete: new Map(), peaks: new Map() })
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
  return {
    figures: (at) => (at === undefined ? now() : computeAsOf(at)),
    async trends(wanted, at) {
      const past = at === undefined ? null : await snapshotOf(at)
      return trendsOf({
        now: at ?? clock.now(),
        stations: wanted,
        latest: past ?? new Map(wanted.map((id) => [id, describe(id)])),
        hourAgo: at === undefined ? await hourAgo() : await snapshotOf(at - HOUR),
        properties: properties(),
      })
    },
    async rainfall(at) {
      const past = at === undefined ? null : await snapshotOf(at)
      const found = past ? await fallenUntil(at as EpochMs, (id) => past.get(id)) : await fallen()
      return found.map(({ station, hour, halfDay, day }) => ({ station, hour, halfDay, day }))
    },
  }
}

/** What has fallen, and in the twelve hours that ended a day before. */
type Fallen = WireRainfall & { yesterday: number | null }

function compared(fallen: readonly Fallen[]): Map<string, Compared> {
  const known = fallen.flatMap(({ station, halfDay, yesterday }) =>
    halfDay === null ? [] : [[station, { value: halfDay, yesterday }] as const],
  )
  return new Map(known)
}

function total(buckets: readonly { value: number }[] | undefined): number | null {
  return buckets ? buckets.reduce((sum, { value }) => sum + value, 0) : null
}
