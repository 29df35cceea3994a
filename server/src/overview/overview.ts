import type { Compared, Peak, WireOverview, WireRainfall, WireTrend } from '@ioc/shared/overview'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { createKept } from '@ioc/shared/kept'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import type { LatestStation } from '@ioc/shared/wire'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore, PastMoment } from '../ports/observation-store.js'
import { summarize } from './summarize.js'
import { trendsOf } from './trends-of.js'
import type { Snapshot } from './value-at.js'

interface OverviewOptions {
  clock: Clock
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: { list(): Station[] }
  describe: (id: StationId) => LatestStation
  /** Every station as it was at a moment, of what is known by now or was known then. */
  asOf: (moment: PastMoment) => Promise<Snapshot>
  completeness: (station: Station) => number | null
  /** The highest load expected of each substation from now on. */
  loadPeaks: () => ReadonlyMap<string, Peak>
  properties: () => readonly ObservedProperty[]
}

export interface Overview {
  /** As of that moment; left out: now. */
  figures(moment?: PastMoment): Promise<WireOverview>
  /** How far the values of these stations have moved within the last hour. */
  trends(stations: readonly StationId[], moment?: PastMoment): Promise<WireTrend[]>
  /** What has fallen at each gauge of rain. */
  rainfall(moment?: PastMoment): Promise<WireRainfall[]>
}

const RAIN = 'rain' as PropertyKey
const HALF_DAY = 12 * HOUR
/** For so long everyone who asks is given the same figures: a room full of screens costs as much as one. */
const KEPT_MS = 30_000

/** Computing it anew for a moment of the past takes seconds in a large province. */
const KEPT_MOMENTS = 20
/** What a moment of the past is compared with is of an hour and a day before, to so much. */
const COMPARED_MS = 5 * MINUTE

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
  const hourAgo = keepFor(COMPARED_MS, () => asOf({ at: clock.now() - HOUR }))
  const dayAgo = keepFor(COMPARED_MS, () => asOf({ at: clock.now() - DAY }))
  const fallen = keepFor(MINUTE, () => fallenUntil(clock.now(), (id) => describe(id)))

  /** What a moment is compared with, for whom a few moments share it. */
  function before({ at, known }: PastMoment, ms: number): Promise<Snapshot> {
    const then = Math.floor(at / COMPARED_MS) * COMPARED_MS
    return asOf({ at: then - ms, known: known && then })
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

  async function computeAsOf(moment: PastMoment): Promise<WireOverview> {
    const [latest, hourBefore] = [await asOf(moment), await before(moment, HOUR)]
    const past = { latest, hourAgo: hourBefore, dayAgo: await before(moment, DAY) }
    const rain = compared(await fallenUntil(moment.at, (id) => latest.get(id)))
    const facts = { ...past, now: moment.at, stations: stations.list(), rain }
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
  const moments = createKept({
    read: computeAsOf,
    keyOf: ({ at, known }) => `${at} ${known}`,
    most: () => KEPT_MOMENTS,
    stays: ({ known = Infinity }) => known < clock.now() - MINUTE,
  })
  return {
    figures: (moment) => (moment ? moments.get(moment) : now()),
    async trends(wanted, moment) {
      return trendsOf({
        now: moment?.at ?? clock.now(),
        stations: wanted,
        latest: moment ? await asOf(moment) : new Map(wanted.map((id) => [id, describe(id)])),
        hourAgo: moment ? await before(moment, HOUR) : await hourAgo(),
        properties: properties(),
      })
    },
    async rainfall(moment) {
      const past = moment && (await asOf(moment))
      const found = past ? await fallenUntil(moment.at, (id) => past.get(id)) : await fallen()
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
