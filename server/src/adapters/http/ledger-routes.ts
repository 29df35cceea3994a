import { z } from 'zod'
import type { Gateway } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import { REJECTION_REASONS } from '@ioc/shared/observation'
import type { Station } from '@ioc/shared/station'
import type { RetryObstacle, WireLedger, WireRetryResult } from '@ioc/shared/wire'
import type { ObservationStore, RejectionChoice, StoredRejection } from '../../ports/observation-store.js'
import type { RecentMessage } from '../../ports/packet.js'
import { toWireMessage, toWireRejection } from '../wire.js'
import { who, type Api, type Recorder } from './api.js'
import { limitParam } from './query.js'
import { ledgerSchema, messageSchema, problemSchema, rejectionSchema, retrySchema } from './wire-schemas.js'

interface LedgerRoutesOptions {
  stations: { require(id: string): Station }
  gateways: { get(id: string): Gateway | undefined }
  /** Of one station (or gateway), or of all. */
  ledger(station: StationId | null): WireLedger[] | Promise<WireLedger[]>
  rejections: ObservationStore['rejections']
  /** The last of a station (or gateway), newest first. */
  messages(station: StationId): RecentMessage[]
  retry: {
    one(id: string): Promise<WireRetryResult>
    all(choice: RejectionChoice, after?: string): Promise<WireRetryResult>
    obstacleOf(rejection: StoredRejection): RetryObstacle | null
  }
  record: Recorder
}

const tags = ['intake']
const rejectionId = z.string().regex(/^\d{1,15}$/)
const choice = z.object({ station: z.string().optional(), reason: z.enum(REJECTION_REASONS).optional() })

/** What became of everything that arrived. */
export function ledgerRoutes(app: Api, options: LedgerRoutesOptions): void {
  const { stations, gateways, ledger, rejections, messages, retry, record } = options

  const senderOf = (id: string): StationId => (gateways.get(id) ? (id as StationId) : stations.require(id).id)
  const stationOf = (id: string | undefined): StationId | null => (id === undefined ? null : senderOf(id))
  const chosen = ({ station, reason }: z.infer<typeof choice>): RejectionChoice => ({
    station: stationOf(station) ?? undefined,
    reason,
  })

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
      querystring: choice.extend({ limit: limitParam(1_000, 100), before: rejectionId.optional() }),
      response: { 200: z.array(rejectionSchema), default: problemSchema },
    },
    async handler({ query }) {
      const { limit, before } = query
      const found = await rejections({ ...chosen(query), limit, before })
      return found.map((rejection) => toWireRejection(rejection, retry.obstacleOf(rejection)))
    },
  })

  app.route({
    method: 'GET',
    url: '/api/v1/messages',
    config: { may: 'read rejections' },
    schema: {
      tags,
      summary: 'The last messages of a station or gateway as they came, newest first; kept in memory',
      querystring: z.object({ station: z.string() }),
      response: { 200: z.array(messageSchema), default: problemSchema },
    },
    handler: async ({ query }) => messages(senderOf(query.station)).map(toWireMessage),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/rejections/:id/retry',
    config: { may: 'retry rejections' },
    schema: {
      tags,
      summary: 'Take a rejected message in again, once its cause is mended',
      params: z.object({ id: z.string() }),
      response: { 200: retrySchema, default: problemSchema },
    },
    async handler(request) {
      const result = await retry.one(request.params.id)
      const detail = describe(result)
      await record({ who: who(request), action: 'rejection.retry', subject: request.params.id, detail })
      return result
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/rejections/retry',
    config: { may: 'retry rejections' },
    schema: {
      tags,
      summary:
        'The same for all that are chosen, oldest first; after 10,000 it says how many are left and where to go on',
      body: choice.extend({
        after: rejectionId.optional(),
      }),
      response: { 200: retrySchema, default: problemSchema },
    },
    async handler(request) {
      const { station = '', reason = '' } = request.body
      const result = await retry.all(chosen(request.body), request.body.after)
      const subject = [station, reason].filter(Boolean).join(' ') || 'all'
      await record({ who: who(request), action: 'rejection.retry', subject, detail: describe(result) })
      return result
    },
  })
}

function describe({ taken, still }: WireRetryResult): string {
  return `${taken.length} taken in again, ${still.length} still refused`
}
