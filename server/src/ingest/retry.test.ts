import type { Gateway } from '@ioc/shared/gateway'
import type { DatastreamId, PropertyKey, StationId } from '@ioc/shared/ids'
import { PROPERTIES, type ObservedProperty } from '@ioc/shared/properties'
import { HOUR, MINUTE } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../../tests/manual-clock.js'
import { silentEvents } from '../../../tests/silent-events.js'
import { decodeCbor } from '../adapters/cbor.js'
import { createMemoryStore } from '../adapters/memory/observation-store.js'
import { decodeSparkplug, encodeRebirth } from '../adapters/sparkplug-protobuf.js'
import { createAdmit } from './admit.js'
import { createGatewayReader } from './codecs/read-gateway.js'
import { createCommitQueue } from './commit-queue.js'
import { createDeviceLimit } from './device-limit.js'
import { createIngest } from './ingest.js'
import { createLedger } from './ledger.js'
import { createRecentMessages } from './recent-messages.js'
import { createRetry } from './retry.js'

const T0 = Date.UTC(2026, 10, 22, 3)
const A = 'A' as StationId
const [gw, B] = ['gw', 'B'] as StationId[] as [StationId, StationId]
const SOUL: ObservedProperty = { ...PROPERTIES[0]!, key: 'soul' as PropertyKey }

const known = (id: string) => (([A, B, gw] as string[]).includes(id) ? (id as StationId) : null)

/** All of the intake over a store in memory; the properties and the gateway can be mended while it runs. */
function setUp() {
  const clock = createManualClock(T0)
  const store = createMemoryStore()
  const events = silentEvents()
  const ledger = createLedger([])
  const properties = new Map(PROPERTIES.map((property) => [property.key as string, property]))
  const heard: StationId[] = []
  const queue = createCommitQueue({
    store,
    ledger,
    clock,
    events,
    onCommitted: ({ heard: stations }) => heard.push(...stations.keys()),
  })
  const field = { gateway: null as Gateway | null }
  const gateways = { speaking: (id: string) => (id === field.gateway?.id ? field.gateway : undefined) }
  const readGateway = createGatewayReader({ properties, decodeCbor, decodeSparkplug, encodeRebirth })
  const ingest = createIngest({
    admit: createAdmit(properties),
    queue,
    ledger,
    clock,
    events,
    gateways,
    readGateway,
    messages: createRecentMessages(),
    limit: createDeviceLimit(0),
    onCommand() {},
    onStatus() {},
  })
  const restarted = (mostAtOnce = 10_000) =>
    createRetry({ store, queue, admit: createAdmit(properties), known, gateways, readGateway, clock, mostAtOnce })
  const retry = restarted()

  return {
    clock,
    store,
    ledger,
    properties,
    ingest,
    retry,
    restarted,
    field,
    heard,
    send(payload: unknown, { sender = A, topic = `ioc/v1/${A}/observations` } = {}) {
      const bytes = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload))
      return ingest.take({ sender, topic, bytes, qos: 1, receivedAt: clock.now() })
    },
    async valuesOf(datastream: string) {
      const [station, property] = datastream.split('/') as [StationId, PropertyKey]
      const newest = await store.newest()
      const rows = newest.filter((each) => each.station === station && each.property === property)
      return rows.map(({ at, value, receivedAt, timeSource }) => [at - T0, value, receivedAt - T0, timeSource])
    },
    row: (station = A) => {
      const { received, stored, duplicate, corrected, rejected, pending } = ledger.row(station)
      const refused = Object.values(rejected).reduce((sum, n) => sum + n, 0)
      expect(received).toBe(stored + duplicate + corrected + refused + pending)
      return { received, stored, duplicate, corrected, rejected, pending }
    },
    /** The ledger in memory is what the store would give after a restart; what is kept is what it counts. */
    async agree() {
      for (const tally of await store.tallies()) {
        expect(ledger.row(tally.station)).toMatchObject(tally)
        const kept = await store.rejections({ station: tally.station, limit: 100 })
        const counted: Record<string, number> = {}
        for (const { reason, count } of kept) counted[reason] = (counted[reason] ?? 0) + count
        expect(counted).toEqual(tally.rejected)
      }
    },
  }
}

const none = { duplicate: 0, corrected: 0, pending: 0 }

describe('a rejected message', () => {
  it('is taken in again once its property is known, as it would have been', async () => {
    const { send, properties, clock, retry, row, valuesOf, store, agree, heard } = setUp()
    await send({ values: { no2: 1, soul: 21 }, seq: 3 })
    const [id = ''] = await store.rejectionIds({})
    expect(await retry.one(id)).toEqual({
      taken: [],
      still: [{ id, reason: 'property.unknown', detail: '[0] soul: no such property', obstacle: null }],
      left: 0,
      after: null,
    })
    expect(row()).toEqual({ ...none, received: 2, stored: 1, rejected: { 'property.unknown': 1 } })

    properties.set('soul', SOUL)
    clock.advance(2 * HOUR)
    heard.length = 0
    expect(await retry.one(id)).toMatchObject({ taken: [{ id, stored: 1, duplicate: 0, corrected: 0 }], still: [] })
    expect(await valuesOf('A/soul')).toEqual([[0, 21, 0, 'server']])
    expect(await valuesOf('A/no2')).toEqual([[0, 1, 0, 'server']])
    expect(row()).toEqual({ ...none, received: 2, stored: 2, rejected: {} })
    // Nobody was heard now.
    expect(heard).toEqual([])
    expect(await store.rejections({ limit: 9 })).toEqual([])
    await agree()
    await expect(retry.one(id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('without a time is not mistaken for another that was received in the same moment', async () => {
    const { send, properties, retry, restarted, row, store, agree } = setUp()
    await send({ values: { soul: 21 } })
    await send({ values: { soul: 21 } })
    await send({ values: { soul: 22 } })
    const [first = '', second = '', third = ''] = await store.rejectionIds({})
    properties.set('soul', SOUL)
    expect(await retry.one(first)).toMatchObject({ taken: [{ stored: 1 }] })
    expect(await restarted().one(second)).toMatchObject({ taken: [{ stored: 1 }] })
    expect(await restarted().one(third)).toMatchObject({ taken: [{ stored: 1 }] })
    expect(row()).toEqual({ ...none, received: 3, stored: 3, rejected: {} })
    const read: (readonly [at: number, value: number])[] = []
    for await (const chunk of store.read(`${A}/soul` as DatastreamId, T0, T0 + MINUTE)) {
      read.push(...chunk.map(({ at, value }) => [at - T0, value] as const))
    }
    expect(read).toEqual([
      [0, 21],
      [1, 21],
      [2, 22],
    ])
    await agree()
  })

  it('of the future is taken in when its time has come', async () => {
    const { send, clock, retry, row, valuesOf, agree } = setUp()
    await send([
      { at: T0 + HOUR, values: { no2: 1 } },
      { at: T0 + 3 * HOUR, values: { no2: 2 } },
    ])
    clock.advance(HOUR)
    const { taken, still } = await retry.all({ station: A })
    expect(taken).toMatchObject([{ stored: 1 }])
    expect(still).toMatchObject([{ reason: 'time.future', detail: '[1] no2: 7200 s ahead of our clock' }])
    expect(await valuesOf('A/no2')).toEqual([[HOUR, 1, 0, 'device']])
    expect(row()).toEqual({ ...none, received: 2, stored: 1, rejected: { 'time.future': 1 } })
    await agree()
    clock.advance(2 * HOUR)
    expect(await retry.all({ reason: 'time.future' })).toMatchObject({ taken: [{ stored: 1 }], still: [] })
    expect(row()).toEqual({ ...none, received: 2, stored: 2, rejected: {} })
    await agree()
  })

  it('brings nothing twice and takes nothing back: what was taken of it before is left alone', async () => {
    const { send, properties, retry, row, valuesOf, agree } = setUp()
    const at = T0 - MINUTE
    await send({ at, values: { no2: 1, soul: 21 } })
    await send({ at, values: { no2: 5 } })
    await send({ at, values: { soul: 21 } })
    await send({ at, values: { soul: 22 } })
    properties.set('soul', SOUL)
    const { taken } = await retry.all({})
    expect(taken.map(({ stored, duplicate, corrected }) => [stored, duplicate, corrected])).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ])
    expect((await valuesOf('A/no2'))[0]?.[1]).toBe(5)
    expect((await valuesOf('A/soul'))[0]?.[1]).toBe(22)
    expect(row()).toEqual({ received: 5, stored: 2, duplicate: 1, corrected: 2, rejected: {}, pending: 0 })
    await agree()
  })

  it('is taken in once however many ask at once', async () => {
    const { send, properties, retry, row, agree } = setUp()
    for (let n = 0; n < 120; n++) await send({ at: T0 - n, values: { soul: n } })
    properties.set('soul', SOUL)
    const results = await Promise.all([retry.all({}), retry.all({}), retry.all({ station: A })])
    expect(results.map(({ taken }) => taken.length)).toEqual([120, 0, 0])
    expect(row()).toEqual({ ...none, received: 120, stored: 120, rejected: {} })
    await agree()
  })

  it('is refused for what else is wrong with it', async () => {
    const { send, properties, retry, row, store, agree } = setUp()
    await send({ at: T0, values: { soul: 'heavy', mind: 1, no2: 2 } })
    properties.set('soul', SOUL)
    const { still } = await retry.all({})
    expect(still.map(({ reason }) => reason).sort()).toEqual(['property.unknown', 'value.not-a-number'])
    const rejected = { 'property.unknown': 1, 'value.not-a-number': 1 }
    expect(row()).toEqual({ ...none, received: 3, stored: 1, rejected })
    const kept = await store.rejections({ limit: 9 })
    expect(kept.map(({ reason, places }) => [reason, places]).sort()).toEqual([
      ['property.unknown', '1'],
      ['value.not-a-number', '0'],
    ])
    await agree()
  })

  it.each([
    ['of a foreign topic', { topic: 'ioc/v1/B/observations' }, { values: { no2: 1 } }, 'topic.foreign', 'topic.other'],
    ['that nobody can read', {}, '{{{', 'payload.unreadable', null],
    ['that is too large', {}, 'x'.repeat(300_000), 'payload.too-large', 'message.cut'],
    ['about its status', { topic: 'ioc/v1/A/status' }, 'asleep', 'payload.unreadable', 'topic.other'],
  ])('%s stays what it is, and says whether that is for good', async (_, to, payload, reason, obstacle) => {
    const { send, retry, row, agree, store } = setUp()
    await send(payload, to)
    const [kept] = await store.rejections({ limit: 1 })
    expect(retry.obstacleOf(kept!)).toBe(obstacle)
    const { taken, still } = await retry.all({})
    expect(taken).toEqual([])
    expect(still).toMatchObject([{ reason, obstacle }])
    expect(row()).toEqual({ ...none, received: 1, stored: 0, rejected: { [reason]: 1 } })
    await agree()
  })

  it('of which only a part was kept says so', async () => {
    const { send, properties, retry } = setUp()
    const values = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`unknown_${n}`, n]))
    const junk = Array.from({ length: 400 }, () => ({ at: 'noon', values: { no2: 1 } }))
    await send([{ values }, ...junk])
    properties.set('unknown_7', { ...SOUL, key: 'unknown_7' as PropertyKey })
    const { taken, still } = await retry.all({})
    expect(taken).toMatchObject([{ stored: 1 }])
    expect(still).toMatchObject([
      { reason: 'time.unreadable', obstacle: 'message.cut' },
      { reason: 'property.unknown', obstacle: null },
    ])
  })

  it('is looked at in the call that goes on, where there are more than one call takes', async () => {
    const { store, send, restarted } = setUp()
    for (const odd of ['{', '{{', '{{{', '{{{{', '{{{{{']) await send(odd)
    const ids = await store.rejectionIds({})
    const retry = restarted(3)
    const first = await retry.all({})
    expect(first.still.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    expect([first.left, first.after]).toEqual([2, ids[2]])
    const rest = await retry.all({}, first.after!)
    expect(rest.still.map(({ id }) => id)).toEqual(ids.slice(3))
    expect([rest.left, rest.after]).toEqual([0, null])
  })

  it('over HTTP is taken in like any other', async () => {
    const { ingest, properties, retry, row, agree } = setUp()
    await ingest.post(A, [{ at: T0, values: { soul: 1 } }, 'odd'], T0)
    properties.set('soul', SOUL)
    expect((await retry.all({})).taken).toMatchObject([{ stored: 1 }])
    expect(row()).toEqual({ ...none, received: 2, stored: 1, rejected: { 'payload.unreadable': 1 } })
    await agree()
  })
})

const flat = (devices: object, others = 'refuse'): Gateway =>
  ({
    id: 'gw',
    name: 'gw',
    stations: ['A', 'B'],
    topics: ['tele/#'],
    routes: [{ topic: 'tele/+', codec: 'flat', device: { level: 1 }, devices, others }],
  }) as unknown as Gateway

describe('a rejected message of a gateway', () => {
  const both = { t: { property: 'temperature' }, h: { property: 'humidity' } }
  const message = { sender: gw, topic: 'tele/meter' }

  it('brings the fields that were mapped since, and no other', async () => {
    const { send, field, retry, row, valuesOf, agree } = setUp()
    field.gateway = flat({ meter: { station: 'A', fields: { t: both.t } } })
    await send({ t: 20, h: 80, x: 5 }, message)
    expect(row()).toEqual({ ...none, received: 3, stored: 1, rejected: { 'property.unknown': 2 } })
    field.gateway = flat({ meter: { station: 'A', fields: both } })
    expect(await retry.all({})).toMatchObject({ taken: [{ stored: 1 }], still: [{ reason: 'property.unknown' }] })
    expect(row()).toEqual({ ...none, received: 3, stored: 2, rejected: { 'property.unknown': 1 } })
    expect((await valuesOf('A/humidity'))[0]?.[1]).toBe(80)
    await agree()
  })

  it('counts where it belongs once its device is known', async () => {
    const { send, field, retry, row, agree } = setUp()
    field.gateway = flat({})
    await send({ t: 20, h: 80 }, message)
    expect(row(gw)).toEqual({ ...none, received: 2, stored: 0, rejected: { 'property.unknown': 2 } })
    field.gateway = flat({ meter: { station: 'B', fields: both } })
    expect((await retry.all({})).taken).toMatchObject([{ stored: 2 }])
    expect(row(gw)).toEqual({ ...none, received: 0, stored: 0, rejected: {} })
    expect(row(B)).toEqual({ ...none, received: 2, stored: 2, rejected: {} })
    await agree()
  })

  it('that counted as one holds what it holds once there is a route', async () => {
    const { send, field, retry, row, agree } = setUp()
    field.gateway = { ...flat({}), routes: [] }
    await send({ t: 20, h: 80, x: 1 }, message)
    expect(row(gw)).toEqual({ ...none, received: 1, stored: 0, rejected: { 'payload.unreadable': 1 } })
    field.gateway = flat({ meter: { station: 'A', fields: both } }, 'ignore')
    expect((await retry.all({})).taken).toMatchObject([{ stored: 2 }])
    expect(row(gw)).toEqual({ ...none, received: 0, stored: 0, rejected: {} })
    expect(row()).toEqual({ ...none, received: 2, stored: 2, rejected: {} })
    await agree()
  })
})
