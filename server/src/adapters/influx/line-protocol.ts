import { badness, qualityOf } from '@ioc/shared/bucket'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'

/** The one measurement that everything lies in. */
export const MEASUREMENT = 'observations'

/** What a query must select for `fromRow`. */
export const FIELDS = 'value, quality, received, server_time'

/**
 * One observation as a line: tags `station` and `property`, so that a place is written over by its correction; fields
 * `value`, `quality` (0 good, 1 suspect, 2 calibrating, 3 fault: how bad it is), `received` (ms) and `server_time`
 * (1: the time is ours). The time is in milliseconds. Neither tag has a character that would have to be escaped.
 */
export function toLine({ station, property, at, value, quality, receivedAt, timeSource }: Observation): string {
  const number = Object.is(value, -0) ? '-0' : String(value)
  const ours = timeSource === 'server' ? 1 : 0
  return `${MEASUREMENT},station=${station},property=${property} value=${number},quality=${badness(quality)}i,received=${receivedAt}i,server_time=${ours}i ${at}`
}

/** What an answer's row was written from. */
export function fromRow(station: StationId, property: PropertyKey, row: Record<string, number | null>): Observation {
  const at = row['time'] ?? 0
  return {
    datastream: datastreamId(station, property),
    station,
    property,
    at,
    value: row['value'] ?? Number.NaN,
    quality: qualityOf(row['quality'] ?? 0),
    receivedAt: row['received'] ?? at,
    timeSource: row['server_time'] ? 'server' : 'device',
  }
}
