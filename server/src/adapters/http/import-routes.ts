import { z } from 'zod'
import type { WireImportReport } from '@ioc/shared/admin'
import type { StationId } from '@ioc/shared/ids'
import { coded } from '../../errors.js'
import type { StationTable, Table } from '../../ports/station-table.js'
import { readCsv, writeCsv } from '../csv.js'
import { who, type Api, type Recorder } from './api.js'
import { problemSchema } from './wire-schemas.js'

interface ImportRoutesOptions {
  stations: {
    tryTable(table: Table): StationTable
    addTable(table: Table): Promise<StationTable>
  }
  issueSecrets(stations: readonly StationId[]): Promise<Map<StationId, string>>
  record: Recorder
}

/** Tens of thousands of stations. */
const LARGEST_TABLE = 16 * 1024 * 1024

const flag = z.stringbool().optional()
const fault = z.object({
  row: z.number().int().meta({ description: 'line of the file, from 1' }),
  column: z.string().nullable(),
  code: z.string().meta({ description: 'stable' }),
  message: z.object({ vi: z.string(), en: z.string() }),
})
const report: z.ZodType<WireImportReport> = z
  .object({ stations: z.number().int(), faults: z.array(fault), warnings: z.array(fault) })
  .meta({ id: 'ImportReport' })

/** Many stations at once, from a spreadsheet. */
export function importRoutes(app: Api, { stations, issueSecrets, record }: ImportRoutesOptions): void {
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  app.route({
    method: 'POST',
    url: '/api/v1/stations/import',
    config: { may: 'change stations' },
    bodyLimit: LARGEST_TABLE,
    schema: {
      tags: ['stations'],
      summary: 'Add the stations of a CSV file, all or none; `dry` names every fault and adds nothing',
      description:
        'Columns: id, name, kind, lon, lat, area; and agency, report_interval_s, gateway, properties (by spaces), ' +
        'simulated, attr.NAME. With `secrets` the answer is a CSV of station and secret, told once.',
      querystring: z.object({ dry: flag, secrets: flag }),
      consumes: ['text/csv'],
      body: z.any().meta({ type: 'string' }),
      response: {
        200: report,
        201: {
          description: 'what was added',
          content: { 'application/json': { schema: report }, 'text/csv': { schema: z.string() } },
        },
        default: problemSchema,
      },
    },
    async handler(request, reply) {
      const { dry, secrets } = request.query
      const body: unknown = request.body
      if (!Buffer.isBuffer(body)) throw coded('request.bad', 'the body must be of the type text/csv')
      const table = readCsv(body)
      if (dry) return toReport(stations.tryTable(table))
      const added = await stations.addTable(table)
      const ids = added.stations.map(({ id }) => id)
      const detail = ids.join(' ').slice(0, 1_000)
      await record({ who: who(request), action: 'station.import', subject: `${ids.length} stations`, detail })
      if (!secrets) return reply.code(201).send(toReport(added))
      const made = await issueSecrets(ids)
      await record({ who: who(request), action: 'station.secrets', subject: `${ids.length} stations`, detail })
      return reply
        .code(201)
        .type('text/csv; charset=utf-8')
        .serializer((text: string) => text)
        .send(writeCsv([['station', 'secret'], ...made]) as never)
    },
  })
}

function toReport({ stations, faults, warnings }: StationTable): WireImportReport {
  return { stations: stations.length, faults, warnings }
}
