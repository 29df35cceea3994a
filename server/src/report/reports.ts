import { createKept } from '@ioc/shared/kept'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Listed, ReportAir, ReportForecast, ReportRiver, WireReport } from '@ioc/shared/report'
import type { Handover, ShiftNote, SignOff } from '@ioc/shared/shift'
import type { Station } from '@ioc/shared/station'
import { DAY, dayName, formatTime, HOUR, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { Clock } from '../ports/clock.js'
import type { Bucket, ObservationStore, Rejected } from '../ports/observation-store.js'
import { MOST_LINES, type ReportDay } from './day.js'
import { peakLoad, shareLines } from './day-load.js'
import { rainLines, riverLines, type TwoDays } from './day-water.js'
import { readHours } from './read-hours.js'
import { readStationDays } from './read-station-days.js'
import { agencyDays } from './station-day.js'

interface ReportsOptions {
  clock: Pick<Clock, 'now'>
  stations: { list(): Station[]; properties(): readonly { key: PropertyKey }[] }
  store: Pick<ObservationStore, 'bucketsByStation' | 'read' | 'rejected'>
  /** When what is known newest of a station was measured; null: it never measured anything. */
  newestAt: (station: StationId) => EpochMs | null
  alarms(day: ReportDay): Promise<WireReport['alarms']>
  early(day: ReportDay): Promise<WireReport['early']>
  /** In any order. */
  air(day: ReportDay): Promise<ReportAir[]>
  forecasts(day: ReportDay): Promise<ReportForecast[]>
  shift: {
    notes(from: EpochMs, to: EpochMs): Promise<ShiftNote[]>
    handovers(limit: number, before?: EpochMs): Promise<Handover[]>
  }
}

/** A day of a few shifts has no more handovers. */
const MOST_HANDOVERS = 24
/** So many days are remembered to be on their way. */
const MOST_AT_ONCE = 8

/**
 * The report of a local day, today so far or any past one, from what is stored: written anew whenever it is asked for,
 * so that late data is in it, and once for all who wait for it. One day at a time, for each reads the hours of every
 * station.
 */
export function createReports(options: ReportsOptions): (from: EpochMs) => Promise<WireReport> {
  const { clock, stations, store, newestAt, alarms, early, air, forecasts, shift } = options
  const inTurn = createTurn()

  async function write(from: EpochMs): Promise<WireReport> {
    const day: ReportDay = { from, to: Math.min(from + DAY, clock.now()) }
    const list = stations.list()
    const properties = stations.properties().map(({ key }) => key)
    const [levels, falls] = [await twoDays('water_level', 'max', day), await twoDays('rain', 'sum', day)]
    const powers = await twoDays('active_power', 'mean', day)
    const rivers = listed(riverLines(list, levels, from))
    const days = await readStationDays({ store, stations: list, properties, newestAt, day })
    const falling = rainLines(list, falls, from)
    const silent = days.flatMap(({ station, silentHours, stillSilent }) =>
      silentHours > 0 ? [{ station: station.id, hours: silentHours, still: stillSilent }] : [],
    )
    return {
      day: dayName(from),
      from: formatTime(day.from),
      to: formatTime(day.to),
      alarms: await alarms(day),
      rivers: { ...rivers, lines: await Promise.all(rivers.lines.map(toTheMoment)) },
      air: listed((await air(day)).sort((a, b) => b.value - a.value)),
      rain: { ...listed(falling.filter(({ value }) => value > 0)), gauges: falling.length },
      load: peakLoad(powers, from),
      shares: listed(shareLines(list, powers, from)),
      agencies: agencyDays(days),
      silent: listed(silent.sort((a, b) => b.hours - a.hours)),
      rejected: sumRejected(await store.rejected(day.from, day.to)),
      forecasts: await forecasts(day),
      early: await early(day),
      notes: (await shift.notes(day.from, day.to)).map((note) => ({ ...note, at: formatTime(note.at) })),
      handovers: (await shift.handovers(MOST_HANDOVERS, day.to)).flatMap(handoverOf(from)).toReversed(),
    }
  }

  /**
   * All hours of this day and as many of the one before, by station; of those that measured nothing of this, nothing. A
   * day that goes on is compared with the same hours: the rain of a morning is not less than that of a whole day.
   */
  async function twoDays(property: string, fn: 'max' | 'sum' | 'mean', { from, to }: ReportDay): Promise<TwoDays> {
    const all = new Map<StationId, readonly Bucket[]>()
    const query = { store, stations: stations.list(), properties: [property as PropertyKey], fn }
    // Asked for one by one: the hour that runs is as long on both.
    for (const before of [DAY, 0]) {
      for await (const some of readHours({ ...query, from: from - before, to: to - before })) {
        for (const [station, buckets] of some) all.set(station, [...(all.get(station) ?? []), ...buckets])
      }
    }
    return all
  }

  /** The moment within its hour at which a gauge was highest first. */
  async function toTheMoment(river: ReportRiver): Promise<ReportRiver> {
    const hour = Date.parse(river.at)
    const datastream = datastreamId(river.station as StationId, 'water_level' as PropertyKey)
    for await (const readings of store.read(datastream, hour, hour + HOUR)) {
      const peak = readings.find(({ value, quality }) => value === river.value && quality === 'good')
      if (peak) return { ...river, at: formatTime(peak.at) }
    }
    return river
  }

  const reports = createKept({
    read: (from: EpochMs) => inTurn(() => write(from)),
    keyOf: (from) => from,
    most: () => MOST_AT_ONCE,
    stays: () => false,
  })
  return reports.get
}

/** All of them are counted; the first are told. */
function listed<T>(lines: readonly T[]): Listed<T> {
  return { count: lines.length, lines: lines.slice(0, MOST_LINES) }
}

function sumRejected(rejected: readonly Rejected[]): WireReport['rejected'] {
  const stations = new Map<string, WireReport['rejected']['lines'][number]>()
  for (const { station, reason, count } of rejected) {
    const line = stations.get(station) ?? { station, count: 0, reasons: {} }
    stations.set(station, { station, count: line.count + count, reasons: { ...line.reasons, [reason]: count } })
  }
  const lines = [...stations.values()].sort((a, b) => b.count - a.count)
  return { ...listed(lines), observations: lines.reduce((sum, { count }) => sum + count, 0) }
}

function handoverOf(from: EpochMs) {
  return ({ note, leaving, taking }: Handover): WireReport['handovers'] => {
    if (leaving.at < from) return []
    return [{ note, leaving: signed(leaving), taking: taking && signed(taking) }]
  }
}

function signed({ by, at }: SignOff) {
  return { by, at: formatTime(at) }
}
