import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { AGGREGATES, type Aggregate } from '@ioc/shared/observation'
import { isIndexKey, type ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { dayName, formatTime, INTERVALS, type EpochMs, type Interval } from '@ioc/shared/time'
import type { WireIntakeResult } from '@ioc/shared/wire'
import { coded } from '../../errors.js'
import type { Correction, Reading } from '../../ports/observation-store.js'
import type { Api } from './api.js'
import { momentOf, momentParams, rangeOf, timeParam, type Range } from './query.js'
import { openReadingStream } from './reading-stream.js'
import { intakeSchema, isoTime, observationSchema, problemSchema } from './wire-schemas.js'

export interface ReadingQuery extends Range {
  station: StationId
  /** A property's or an index's key. */
  property: PropertyKey
  /** Null: as measured. */
  every: Interval | null
  /** Null: by the property. */
  fn: Aggregate | null
  /** Of what had arrived by then; left out: of all that arrived since. */
  known?: EpochMs | undefined
}

interface ObservationRoutesOptions {
  stations: { require(id: string): Station; properties(): readonly ObservedProperty[] }
  read(query: ReadingQuery): AsyncIterable<readonly Reading[]>
  /** All of the readings as one Parquet file. */
  toParquet(readings: AsyncIterable<readonly Reading[]>): Promise<Readable>
  post(station: StationId, observations: unknown[], receivedAt: EpochMs): Promise<WireIntakeResult>
  corrections(station: StationId, property: PropertyKey, range: Range): Promise<Correction[]>
  now(): EpochMs
}

const tags = ['observations']
const INTERVAL_NAMES = Object.keys(INTERVALS) as [Interval, ...Interval[]]
/** A backlog of days in one request; MQTT messages are smaller. */
const LARGEST_POST = 8 * 1024 * 1024

const FORMATS = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const
type Format = keyof typeof FORMATS

/** What was measured: reading it, and handing it in. */
export function observationRoutes(app: Api, options: ObservationRoutesOptions): void {
  const { stations, read, toParquet, post, corrections, now } = options

  function propertyOf(key: string): PropertyKey {
    if (isIndexKey(key) || stations.properties().some((property) => property.key === key)) return key as PropertyKey
    const message = `there is no property "${key}"`
    throw coded('request.bad', message, { faults: [{ at: 'query.property', message }] })
  }

  app.route({
    method: 'GET',
    url: '/api/v1/observations',
    schema: {
      tags,
      summary: 'One datastream, oldest first, `to` exclusive; as JSON, CSV or Parquet',
      description:
        'The format follows `Accept` (`text/csv`, `application/vnd.apache.parquet`), or `format`, which answers a file ' +
        'with a name to be saved. Parquet has `at` (UTC), `value` and `quality`. With `at` it is what was there at that ' +
        'moment: nothing that was measured, or arrived, later.',
      querystring: z.object({
        station: z.string(),
        property: z.string(),
        from: timeParam.optional(),
        to: timeParam.optional(),
        every: z.enum(INTERVAL_NAMES).optional(),
        fn: z.enum(AGGREGATES).optional(),
        ...momentParams,
        format: z.enum(['json', 'csv', 'parquet']).optional(),
      }),
      response: {
        200: {
          description: 'streamed, no row limit',
          content: {
            'application/json': { schema: z.array(observationSchema) },
            'text/csv': { schema: z.string() },
            [FORMATS.parquet]: { schema: z.string().meta({ format: 'binary' }) },
          },
        },
        default: problemSchema,
      },
    },
    async handler({ query, headers }, reply) {
      const moment = momentOf(query)
      const range = rangeOf(query, moment?.at ?? now())
      // What had arrived is shown, whatever time it bears.
      const to = moment && moment.known === undefined ? Math.min(range.to, moment.at + 1) : range.to
      const asked: ReadingQuery = {
        station: stations.require(query.station).id,
        property: propertyOf(query.property),
        from: Math.min(range.from, to),
        to,
        known: moment?.known,
        every: query.every ?? null,
        fn: query.fn ?? null,
      }
      const format = query.format ?? formatOf(headers.accept)
      const readings = read(asked)
      const stream = format === 'parquet' ? await toParquet(readings) : await openReadingStream(readings, format)
      if (query.format) {
        const file = `${asked.station}-${asked.property}-${daysOf(asked)}.${format}`
        reply.header('content-disposition', `attachment; filename="${file}"`)
      }
      return reply
        .type(FORMATS[format])
        .header('vary', 'accept')
        .send(stream as never)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/observations',
    config: { may: 'post observations' },
    bodyLimit: LARGEST_POST,
    schema: {
      tags,
      summary: 'Hand in observations of a station, as over MQTT; answered after the commit',
      body: z.strictObject({ station: z.string(), observations: z.array(z.unknown()) }),
      response: { 200: intakeSchema, default: problemSchema },
    },
    async handler({ body }) {
      return post(stations.require(body.station).id, body.observations, now())
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/stations/:id/corrections',
    schema: {
      tags,
      summary: 'Values that a later arrival replaced, oldest first',
      params: z.object({ id: z.string() }),
      querystring: z.object({ property: z.string(), from: timeParam.optional(), to: timeParam.optional() }),
      response: {
        200: z.array(z.object({ at: isoTime, value: z.number(), quality: z.string(), replacedAt: isoTime })),
        default: problemSchema,
      },
    },
    async handler({ params, query }) {
      const range = rangeOf(query, now())
      const replaced = await corrections(stations.require(params.id).id, propertyOf(query.property), range)
      return replaced.map(({ at, value, quality, replacedAt }) => ({
        at: formatTime(at),
        value,
        quality,
        replacedAt: formatTime(replacedAt),
      }))
    },
  })
}

function formatOf(accept = ''): Format {
  if (/\btext\/csv\b/i.test(accept)) return 'csv'
  return /\bapplication\/vnd\.apache\.parquet\b/i.test(accept) ? 'parquet' : 'json'
}

/** The local days that a range touches, its end left out. */
function daysOf({ from, to }: Range): string {
  const [first, last] = [dayName(from), dayName(Math.max(from, to - 1))]
  return first === last ? first : `${first}-${last}`
}
