import type { Peak, WireOverview, WireRainfall, WireTrend } from '@ioc/shared/overview'
import type { StationId } from '@ioc/shared/ids'
import { createKept } from '@ioc/shared/kept'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { LatestStation } from '@ioc/shared/wire'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore, PastMoment } from '../ports/observation-store.js'
import { compareFallen, RAIN, readFallen } from './fallen.js'
import { foundWithin } from './found-within.js'
import { keepLately } from './keep-lately.js'
import { readPast, type PastStations } from './past.js'
import type { Before } from './per-hour.js'
import type { Past, Present } from './state.js'
import { presentOf } from './present-of.js'
import { summarize } from './summarize.js'
import { trendsOf } from './trends-of.js'

interface OverviewOptions {
  clock: Clock
  store: Pick<ObservationStore, 'bucketsByStation' | 'newest'>
  stations: { list(): Station[] }
  /** Every station as it is. */
  latest: Present
  /** Every station as it was at a moment, of what is known by now or was known then. */
  asOf: (moment: PastMoment) => Promise<ReadonlyMap<string, LatestStation>>
  /** VN_AQI as it was at a moment, by station, from the values that were the newest of each then. */
  airAsOf: (newest: (station: StationId) => Iterable<Observation>, at: EpochMs) => Promise<ReadonlyMap<string, number>>
  completeness: (station: Station) => number | null
  /** The hours of which a load is expected, of each substation with a forecast that can be relied on. */
  loadsAhead: () => ReadonlyMap<string, readonly Peak[]>
  properties: () => readonly ObservedProperty[]
}

export interface Overview {
  /** As of that moment; left out: now. */
  figures(moment?: PastMoment): Promise<WireOverview>
  /** How fast the values of these stations move. */
  trends(stations: readonly StationId[], moment?: PastMoment): Promise<WireTrend[]>
  /** What has fallen at each gauge of rain. */
  rainfall(moment?: PastMoment): Promise<WireRainfall[]>
}

/** For so long everyone who asks is given the same figures: a room full of screens costs as much as one. */
const KEPT_MS = 30_000
/** What lacks the past is soon computed anew. */
const KEPT_LACKING_MS = 5 * SECOND
/** For so long the figures of now wait for the past beside them. */
const WAITED_MS = SECOND / 2
/** Computing it anew for a moment of the past takes seconds in a large province. */
const KEPT_MOMENTS = 20
/** Moments that follow one another are compared with the same three. */
const KEPT_PASTS = 6
/** What a moment is compared with is of half an hour, an hour and a day before, to so much. */
const COMPARED_MS = 5 * MINUTE
/** An index is of an hour, and takes the longest to read. */
const AIR_MS = HOUR / 2
const UNKNOWN: Past = { at: 0, newest: () => undefined }

/**
 * The overview as of now, from memory and computed at most twice a minute, and the past beside it once in five; or as of
 * a moment. After a start the past may take a minute to read: nobody waits for it, and until then what would be read of
 * it is null. How complete the reports were is only counted for now, and null of a moment.
 */
export function createOverview(options: OverviewOptions): Overview {
  const { clock, store, stations, latest, asOf, airAsOf, completeness, properties, loadsAhead } = options
  // Read at once, they would hold every thread that also writes observations down and answers up.
  const inTurn = createTurn()
  const ago = (ms: number) =>
    keepLately(clock, COMPARED_MS, () => inTurn(() => readPast(store, { at: clock.now() - ms })))
  const [halfHourAgo, hourAgo, dayAgo] = [ago(HOUR / 2), ago(HOUR), ago(DAY)]
  const airDayAgo = keepLately(clock, AIR_MS, async () => airOf(await dayAgo()))
  const fallen = keepLately(clock, MINUTE, () => inTurn(() => fallenUntil(clock.now(), latest)))

  const lately = async (): Promise<Before> => ({ halfHourAgo: await halfHourAgo(), hourAgo: await hourAgo() })
  const airOf = ({ at, of }: PastStations) => airAsOf((id) => of(id), at)

  async function latelyThen(moment: PastMoment): Promise<Before> {
    return { halfHourAgo: await before(moment, HOUR / 2), hourAgo: await before(moment, HOUR) }
  }

  /** What a moment is compared with, for whom a few moments share it. */
  const pasts = createKept({
    read: (moment: PastMoment) => readPast(store, moment),
    keyOf: ({ at, known }) => `${at} ${known}`,
    most: () => KEPT_PASTS,
    stays,
  })
  function before({ at, known }: PastMoment, ms: number): Promise<PastStations> {
    const then = Math.floor(at / COMPARED_MS) * COMPARED_MS
    return pasts.get({ at: then - ms, known: known && then })
  }

  /** By station: of those that are known to measure rain. */
  function fallenUntil(at: EpochMs, present: Present) {
    const gauges = stations.list().filter(({ id }) => present.get(id)?.values.has(RAIN))
    return readFallen(
      store,
      gauges.map(({ id }) => id),
      at,
    )
  }

  async function compute(): Promise<{ figures: WireOverview; whole: boolean }> {
    const soon = <T>(found: Promise<T>) => foundWithin(clock, WAITED_MS, found)
    const found = await Promise.all([
      soon(fallen()),
      soon(halfHourAgo()),
      soon(hourAgo()),
      soon(dayAgo()),
      soon(airDayAgo()),
    ])
    const [rain, halfHour, hour, day, air] = found
    const figures = await summarize({
      now: clock.now(),
      stations: stations.list(),
      latest,
      before: { halfHourAgo: halfHour ?? UNKNOWN, hourAgo: hour ?? UNKNOWN },
      dayAgo: day ?? UNKNOWN,
      airDayAgo: air ?? new Map(),
      rain: compareFallen(rain ?? []),
      completeness,
      loadsAhead: loadsAhead(),
    })
    return { figures, whole: found.every((each) => each !== null) }
  }

  async function computeAsOf(moment: PastMoment): Promise<WireOverview> {
    const then = presentOf(await asOf(moment))
    const yesterday = await before(moment, DAY)
    const past = { before: await latelyThen(moment), dayAgo: yesterday, airDayAgo: await airOf(yesterday) }
    const rain = compareFallen(await fallenUntil(moment.at, then))
    const facts = { ...past, now: moment.at, stations: stations.list(), latest: then, rain }
    return summarize({ ...facts, completeness: () => null, loadsAhead: new Map() })
  }

  function stays({ known = Infinity }: PastMoment): boolean {
    return known < clock.now() - MINUTE
  }

  const now = keepLately(clock, ({ whole }) => (whole ? KEPT_MS : KEPT_LACKING_MS), compute)
  const moments = createKept({
    read: computeAsOf,
    keyOf: ({ at, known }) => `${at} ${known}`,
    most: () => KEPT_MOMENTS,
    stays,
  })
  return {
    figures: async (moment) => (moment ? moments.get(moment) : (await now()).figures),
    async trends(wanted, moment) {
      return trendsOf({
        now: moment?.at ?? clock.now(),
        stations: wanted,
        latest: moment ? presentOf(await asOf(moment)) : latest,
        before: moment ? await latelyThen(moment) : await lately(),
        properties: properties(),
      })
    },
    async rainfall(moment) {
      const found = moment ? await fallenUntil(moment.at, presentOf(await asOf(moment))) : await fallen()
      return found.map(({ station, hour, halfDay, day }) => ({ station, hour, halfDay, day }))
    },
  }
}
