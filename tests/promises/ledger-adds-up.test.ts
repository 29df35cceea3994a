import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addsUp, killDrill, openClient, type LedgerRow } from '../kill-drill.js'
import { startServer, type ServerProcess } from '../server-process.js'

describe('promise 2: the ledger adds up', () => {
  let server: ServerProcess
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  it('accounts for every observation by what became of it', async () => {
    const [station = ''] = Object.keys(server.credentials)
    const client = await openClient(server, station)
    const send = (payload: unknown) =>
      client.publishAsync(
        `ioc/v1/${station}/observations`,
        typeof payload === 'string' ? payload : JSON.stringify(payload),
        { qos: 1 },
      )
    const at = Date.now() - 5_000
    await send({ at, values: { temperature: 20, humidity: 70 }, seq: 1 })
    await send({ at, values: { temperature: 20, humidity: 71 }, seq: 2 })
    await send({ at: at + 3_600_000, values: { temperature: 1, humidity: 2, pm10: 3 }, seq: 5 })
    await send([
      { at: at + 1, values: { temperature: 'warm', soul: 21 } },
      { at: 'noon', values: { pm10: 1, no2: 2 } },
    ])
    await send('garbage {{{')
    await send('x'.repeat(300_000))
    await client.endAsync()

    const [row] = await server.api<LedgerRow[]>(`ledger?station=${station}`)
    expect(row).toMatchObject({
      received: 13,
      stored: 2,
      duplicate: 1,
      corrected: 1,
      rejected: {
        'time.future': 3,
        'value.not-a-number': 1,
        'property.unknown': 1,
        'time.unreadable': 2,
        'payload.unreadable': 1,
        'payload.too-large': 1,
      },
      pending: 0,
      missed: 2,
    })
    expect(addsUp(row!)).toBe(true)
  })

  it('adds up, and agrees with the rows on disk, after SIGKILL in the middle of a stream', async () => {
    const result = await killDrill(2)
    expect(result.acknowledged).toBeGreaterThan(200)
    expect(result).toMatchObject({ ledgerAddsUp: true, storedMatchesRows: true })
  }, 120_000)
})
