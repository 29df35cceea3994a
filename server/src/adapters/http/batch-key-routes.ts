import { z } from 'zod'
import type { WireBatchKey } from '@ioc/shared/admin'
import type { StationId } from '@ioc/shared/ids'
import { stationSchema, type Area, type Station } from '@ioc/shared/station'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import { coded, type Fault } from '../../errors.js'
import type { BatchKey, NewBatchKey } from '../../ports/access.js'
import { credentialOf } from './credentials.js'
import { plainAddress } from '../plain-address.js'
import { who, type Api, type Recorder } from './api.js'
import { timeParam } from './query.js'
import { isoTime, problemSchema } from './wire-schemas.js'

interface BatchKeyRoutesOptions {
  batchKeys: {
    make(wanted: NewBatchKey): Promise<{ secret: string; key: BatchKey }>
    list(): BatchKey[]
    get(id: string): BatchKey | undefined
    remove(id: string): Promise<boolean>
    free(id: string, station: string): Promise<boolean>
  }
  claim(attempt: {
    key: string
    station: string
    name?: string | undefined
    lon?: number | undefined
    lat?: number | undefined
    address: string
  }): Promise<{ station: StationId; secret: string }>
  stations: { get(id: string): Station | undefined; areas(): readonly Area[] }
  now(): EpochMs
  record: Recorder
}

const tags = ['batch keys']
const config = { may: 'issue secrets' } as const
const { id: stationId, name, kind, lon, lat, area, agency, reportIntervalS } = stationSchema.shape
const fresh = z.strictObject({
  kind,
  area,
  agency,
  reportIntervalS,
  prefix: stationId.meta({ description: 'what the ids of the new stations begin with' }),
  max: z.number().int().min(1).max(10_000),
})
const wireKey = z
  .object({
    id: z.string(),
    name: z.string(),
    stations: z.array(stationId).nullable(),
    new: fresh.nullable(),
    createdAt: isoTime,
    expiresAt: isoTime,
    claims: z.array(z.object({ station: z.string(), at: isoTime, address: z.string(), freed: z.boolean() })),
  })
  .meta({ id: 'BatchKey' }) satisfies z.ZodType<WireBatchKey>

/** Keys with which the devices of a batch fetch their secrets themselves. */
export function batchKeyRoutes(app: Api, options: BatchKeyRoutesOptions): void {
  const { batchKeys, claim, stations, now, record } = options

  function requireKey(id: string): BatchKey {
    const key = batchKeys.get(id)
    if (!key) throw coded('not-found', `there is no batch key "${id}"`)
    return key
  }

  function faultsOf({ stations: named, new: made, expiresAt }: NewBatchKey): Fault[] {
    const faults: Fault[] = []
    const fault = (at: string, message: string) => faults.push({ at: `body.${at}`, message })
    if (Boolean(named) === Boolean(made)) fault('stations', 'either `stations` or `new`')
    for (const [index, id] of (named ?? []).entries()) {
      if (!stations.get(id)) fault(`stations[${index}]`, `there is no station "${id}"`)
    }
    if (made && !stations.areas().some(({ id }) => id === made.area)) {
      fault('new.area', `there is no area "${made.area}"`)
    }
    if (expiresAt <= now()) fault('expiresAt', 'must be in the future')
    return faults
  }

  app.route({
    method: 'GET',
    url: '/api/v1/batch-keys',
    config,
    schema: {
      tags,
      summary: 'The batch keys and what was claimed with each',
      response: { 200: z.array(wireKey), default: problemSchema },
    },
    handler: async () => batchKeys.list().map(toWire),
  })

  app.route({
    method: 'POST',
    url: '/api/v1/batch-keys',
    config,
    schema: {
      tags,
      summary: 'A key for the stations named, or for new ones of a kind; told once',
      body: z.strictObject({
        name: z.string().trim().min(1).max(64),
        stations: z.array(stationId).min(1).max(10_000).optional(),
        new: fresh.optional(),
        expiresAt: timeParam,
      }),
      response: { 201: wireKey.extend({ key: z.string() }), default: problemSchema },
    },
    async handler(request, reply) {
      const { name, stations: named, new: made, expiresAt } = request.body
      const wanted: NewBatchKey = {
        name,
        stations: (named ?? null) as StationId[] | null,
        new: made ?? null,
        expiresAt,
      }
      const faults = faultsOf(wanted)
      if (faults.length > 0) throw coded('request.bad', 'the batch key cannot be made', { faults })
      const { secret, key } = await batchKeys.make(wanted)
      const detail = `${name}, until ${formatTime(expiresAt)}`
      await record({ who: who(request), action: 'batch-key.make', subject: key.id, detail })
      return reply.code(201).send({ ...toWire(key), key: secret })
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/batch-keys/:id',
    config,
    schema: {
      tags,
      summary: 'End a batch key; secrets that were claimed with it go on',
      params: z.object({ id: z.string() }),
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { id, name } = requireKey(request.params.id)
      await batchKeys.remove(id)
      await record({ who: who(request), action: 'batch-key.remove', subject: id, detail: name })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/v1/batch-keys/:id/claims/:station',
    config,
    schema: {
      tags,
      summary: 'Let a station be claimed with the key once more',
      params: z.object({ id: z.string(), station: z.string() }),
      response: { 204: z.null(), default: problemSchema },
    },
    async handler(request, reply) {
      const { id, name } = requireKey(request.params.id)
      const { station } = request.params
      if (!(await batchKeys.free(id, station))) throw coded('not-found', `"${station}" was not claimed with this key`)
      await record({ who: who(request), action: 'batch-key.free', subject: station, detail: name })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/v1/claims',
    config: { ownKey: true },
    schema: {
      tags,
      summary: 'A device fetches its secret, once; the batch key is its bearer token',
      body: z.strictObject({
        station: z.string().min(1).max(64),
        name: name.optional(),
        lon: lon.optional(),
        lat: lat.optional(),
      }),
      response: { 200: z.object({ station: z.string(), secret: z.string() }), default: problemSchema },
    },
    handler: ({ body, headers, ip }) =>
      claim({ ...body, key: credentialOf(headers)?.secret ?? '', address: plainAddress(ip) }),
  })
}

function toWire({ id, name, stations, new: made, createdAt, expiresAt, claims }: BatchKey): z.infer<typeof wireKey> {
  return {
    id,
    name,
    stations,
    new: made,
    createdAt: formatTime(createdAt),
    expiresAt: formatTime(expiresAt),
    claims: claims.map((claim) => ({ ...claim, at: formatTime(claim.at) })),
  }
}
