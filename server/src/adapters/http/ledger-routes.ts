import { z } from 'zod'
import type { Gateway } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import type { WireLedger } from '@ioc/shared/wire'
import type { StoredRejection } from '../../ports.js'
import { toWireRejection } from '../wire.js'
import type { Api } from './api.js'
import { limitParam } from './query.js'
import { ledgerSchema, problemSchema, rejectionSchema } from './wire-schemas.js'

export interface LedgerRoutesOptions {
  stations: { require(id: string): Station }
  gateways: { get(id: string): Gateway | undefined }
  /** Of one station (or gateway), or of all. */
  ledger(station: StationId | null): WireLedger[] | Promise<WireLedger[]>
  /** Newest first. */
  rejections(station: StationId | null, limit: number): Promise<StoredRejection[]>
}

const tags = ['intake']

/** What became of everything that arrived. */
export function ledgerRoutes(app: Api, { stations, gateways, ledger, rejections }: LedgerRoutesOptions): void {
  const stationOf = (id: string | undefined): StationId | null => {
    if (id === undefined) return null
    return gateways.get(id) ? (id as StationId) : stations.require(id).id
  }

  app.route({
    method: 'GET',
    url: '/api/v1/ledger',
    schema: {
      tags,
      summary: 'received = stored + duplicate + corrected + rejected + pending, by station',
      querystring: z.object({ station: z.string().optional() }),
      response: { 200: z.array(ledgerSchema), default: problemSchema },
    },
    handler: async ({ query }) => ledger(stationOf(query.station)),
  })

  app.route({
    method: 'GET',
    url: '/api/v1/rejections',
    config: { may: 'read rejections' },
    schema: {
      tags,
      summary: 'What was not taken and why, newest first',
      querystring: z.object({ station: z.string().optional(), limit: limitParam(1_000, 100) }),
      response: { 200: z.array(rejectionSchema), default: problemSchema },
    },
    async handler({ query }) {
      return (await rejections(stationOf(query.station), query.limit)).map(toWireRejection)
    },
  })
}
