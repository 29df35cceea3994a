import { z } from 'zod'
import { ANOMALY_CAUSES, ANOMALY_KINDS } from '@ioc/shared/anomaly'
import type { WireAnomaly, WireAnomalyCoverage } from '@ioc/shared/wire'
import type { Api } from './api.js'
import { listParam } from './query.js'
import { isoTime, problemSchema } from './wire-schemas.js'

/** Which doubts are wanted; what is left out does not restrict. */
export interface AnomalyQuery {
  stations?: readonly string[] | undefined
  properties?: readonly string[] | undefined
}

interface AnomalyRoutesOptions {
  anomalies(query: AnomalyQuery): WireAnomaly[]
  anomalyCoverage(): WireAnomalyCoverage
}

const anomalySchema: z.ZodType<WireAnomaly> = z
  .object({
    station: z.string(),
    property: z.string(),
    kind: z.enum(ANOMALY_KINDS),
    cause: z.enum(ANOMALY_CAUSES).meta({ description: 'fault: hardly a neighbour sees the same; event: most do' }),
    since: isoTime,
    value: z.number().meta({ description: 'the first that did not fit' }),
    score: z.number().meta({ description: 'how far beyond what it takes to be flagged, from 1 on' }),
    why: z.object({ vi: z.string(), en: z.string() }),
    suspect: z.boolean().meta({ description: 'good values of it are taken as suspect meanwhile' }),
    neighbours: z.array(
      z.object({
        station: z.string(),
        deviation: z.number().meta({ description: 'of its last hour from what is usual, in usual distances' }),
        alike: z.boolean().meta({ description: 'sees the same' }),
      }),
    ),
  })
  .meta({ id: 'Anomaly' })

const coverageSchema = z
  .object({
    watched: z.number().meta({ description: 'datastreams whose values are judged' }),
    learning: z.number().meta({ description: 'those of which too little is known yet' }),
  })
  .meta({ id: 'AnomalyCoverage' })

/** What does not fit, and of how much that can be said. */
export function anomalyRoutes(app: Api, { anomalies, anomalyCoverage }: AnomalyRoutesOptions): void {
  app.route({
    method: 'GET',
    url: '/api/v1/anomalies',
    schema: {
      tags: ['forecasts'],
      summary: 'Datastreams whose values do not fit now, longest first; with the neighbours that were compared',
      querystring: z
        .object({ station: listParam, property: listParam })
        .transform(({ station, property }) => ({ stations: station, properties: property })),
      response: { 200: z.array(anomalySchema), default: problemSchema },
    },
    handler: async ({ query }) => anomalies(query),
  })
  app.route({
    method: 'GET',
    url: '/api/v1/anomalies/coverage',
    schema: {
      tags: ['forecasts'],
      summary: 'How many datastreams are watched for values that do not fit, and how many are still being learned',
      response: { 200: coverageSchema, default: problemSchema },
    },
    handler: async () => anomalyCoverage(),
  })
}
