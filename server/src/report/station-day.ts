import { groupBy } from '@ioc/shared/group-by'
import { compareAgencies, type AgencyLine } from '@ioc/shared/overview'
import type { Station } from '@ioc/shared/station'
import { HOUR, SECOND, type EpochMs } from '@ioc/shared/time'
import type { Bucket } from '../ports/observation-store.js'

/** How a station's data was in the whole hours of a day. */
export interface StationDay {
  station: Pick<Station, 'id' | 'agency'>
  /** Shares of 0 to 1: of the day in which it kept to its interval, of the reports it owed, of the day in which it spoke. */
  onTime: number
  complete: number
  alive: number
  /** Hours of its datastreams with a good value, and all that were measured. */
  cleanHours: number
  measuredHours: number
  /** Hours without a word, and whether the day ended in such. */
  silentHours: number
  stillSilent: boolean
}

/** Nine of ten reports keep to an interval. */
const ENOUGH = 0.9
/** Report intervals without a word after which a station is silent. */
const SILENT_AFTER = 4

/**
 * Judges a station by how many values each hour of the day has of each of its properties.
 *
 * A report is a value of the property that it reports most often in that hour. A station that reports more seldom than
 * hourly is looked at over as many hours as its interval takes.
 */
export function judgeStationDay(
  { id, agency, reportIntervalS }: Station,
  counts: readonly Bucket[],
  { from, hours }: { from: EpochMs; hours: number },
): StationDay {
  const intervalMs = reportIntervalS * SECOND
  const reports = Array.from({ length: hours }, () => 0)
  let [cleanHours, measuredHours] = [0, 0]
  for (const { at, value, quality } of counts) {
    const hour = Math.floor((at - from) / HOUR)
    if (hour < 0 || hour >= hours) continue
    reports[hour] = Math.max(reports[hour]!, value)
    measuredHours += 1
    if (quality === 'good') cleanHours += 1
  }
  const most = Math.ceil(HOUR / intervalMs)
  const owed = (hours * HOUR) / intervalMs
  const came = reports.reduce((sum, n) => sum + Math.min(most, n), 0)
  const { silentHours, stillSilent } = silenceOf(reports, intervalMs)
  return {
    station: { id, agency },
    onTime: shareOnTime(reports, intervalMs),
    complete: owed === 0 ? 0 : Math.min(1, came / owed),
    alive: hours === 0 ? 0 : 1 - silentHours / hours,
    cleanHours,
    measuredHours,
    silentHours,
    stillSilent,
  }
}

/** What the agencies' stations came to, the worst first. */
export function agencyDays(days: readonly StationDay[]): AgencyLine[] {
  return [...groupBy(days, ({ station }) => station.agency)]
    .map(([agency, list]): AgencyLine => {
      const mean = (pick: (day: StationDay) => number) => list.reduce((sum, day) => sum + pick(day), 0) / list.length
      const measured = list.reduce((sum, { measuredHours }) => sum + measuredHours, 0)
      const clean = list.reduce((sum, { cleanHours }) => sum + cleanHours, 0)
      return {
        agency,
        stations: list.length,
        onTime: mean(({ onTime }) => onTime),
        complete: mean(({ complete }) => complete),
        clean: measured === 0 ? null : clean / measured,
        alive: mean(({ alive }) => alive),
      }
    })
    .sort(compareAgencies)
}

function shareOnTime(reports: readonly number[], intervalMs: number): number {
  const block = Math.max(1, Math.ceil(intervalMs / HOUR))
  const owed = Math.max(1, Math.floor((ENOUGH * block * HOUR) / intervalMs))
  let [kept, blocks] = [0, 0]
  for (let first = 0; first + block <= reports.length; first += block) {
    blocks += 1
    if (reports.slice(first, first + block).reduce((sum, n) => sum + n, 0) >= owed) kept += 1
  }
  return blocks === 0 ? 0 : kept / blocks
}

function silenceOf(reports: readonly number[], intervalMs: number) {
  const least = Math.max(1, Math.ceil((SILENT_AFTER * intervalMs) / HOUR))
  let [run, silentHours] = [0, 0]
  for (const n of [...reports, 1]) {
    if (n === 0) run += 1
    else {
      if (run >= least) silentHours += run
      run = 0
    }
  }
  const last = reports.findLastIndex((n) => n > 0)
  return { silentHours, stillSilent: reports.length - 1 - last >= least }
}
