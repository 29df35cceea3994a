import type { StationId } from '@ioc/shared/ids'
import type { Reporting, Station } from '@ioc/shared/station'

/**
 * How long the field is usually without a word at most, ms: a quarter of the stations that report do so in this time.
 *
 * Null where none reports.
 */
export function usualIntervalMs(
  stations: readonly Pick<Station, 'id' | 'reportIntervalS'>[],
  reportingOf: (station: StationId) => Reporting,
): number | null {
  const intervals: number[] = []
  for (const { id, reportIntervalS } of stations) {
    const reporting = reportingOf(id)
    if (reporting === 'reporting' || reporting === 'late') intervals.push(reportIntervalS)
  }
  const seconds = intervals.sort((a, b) => a - b)[Math.floor(intervals.length / 4)]
  return seconds === undefined ? null : seconds * 1000
}
