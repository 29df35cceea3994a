import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { hourlyAqi } from '@ioc/shared/vn-aqi'
import type { LatestStation, WireAlarm, WireLedger, WireObservation } from '@ioc/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addsUp, openClient } from '../kill-drill.js'
import { startServer, type ServerProcess } from '../server-process.js'

const GAUGE = 'HUE-WL-05'
const DAYS = 60
/** Elements of one message, and messages under way. */
const ELEMENTS = 120
const LANES = 100

interface Level {
  attributes: { bd3: number }
}

describe('promises 3 and 7: sixty days from one station at full speed', () => {
  let server: ServerProcess
  beforeAll(async () => {
    server = await startServer({ env: { IOC_DEVICE_RATE: '0' } })
  })
  afterAll(() => server.stop())

  it('raise nothing, leave now alone, slow nobody, and are right afterwards', async () => {
    const { attributes } = await server.api<Level>(`stations/${GAUGE}`)
    const now = Date.now()
    const start = Math.floor((now - DAYS * DAY) / HOUR) * HOUR
    const minutes = Math.floor((now - HOUR - start) / MINUTE)
    const floodDay = start + 20 * DAY
    const isFlood = (at: number) => at >= floodDay && at < floodDay + DAY
    const backlog = await openClient(server, GAUGE)
    const live = { at: now, values: { water_level: 0.5, pm2_5: 12 } }
    await backlog.publishAsync(`ioc/v1/${GAUGE}/observations`, JSON.stringify(live), { qos: 1 })

    let delivered = 0
    let next = 0
    const lane = async () => {
      while (next < minutes) {
        const from = next
        next = Math.min(minutes, next + ELEMENTS)
        const elements = Array.from({ length: next - from }, (_, n) => {
          const at = start + (from + n) * MINUTE
          const values = isFlood(at) ? { water_level: attributes.bd3 + 1, pm2_5: 180 } : { water_level: 0.5, pm2_5: 20 }
          return { at, values }
        })
        await backlog.publishAsync(`ioc/v1/${GAUGE}/observations`, JSON.stringify(elements), { qos: 1 })
        delivered++
      }
    }
    const messages = Math.ceil(minutes / ELEMENTS)
    const delivery = Promise.all(Array.from({ length: LANES }, lane))

    // Others send one message at a time meanwhile: how many of the backlog's are acknowledged before each of theirs?
    const others = Object.keys(server.credentials)
      .filter((station) => station !== GAUGE)
      .slice(0, 5)
    const overtaken: number[] = []
    const talk = async (station: string) => {
      const client = await openClient(server, station)
      for (let isOver = false; !isOver; isOver = delivered >= messages - LANES) {
        const before = delivered
        await client.publishAsync(`ioc/v1/${station}/observations`, '{"values":{"temperature":25}}', { qos: 1 })
        overtaken.push(delivered - before)
      }
      await client.endAsync()
    }
    await Promise.all([delivery, ...others.map(talk)])
    await backlog.endAsync()

    // A commit takes one message of each station: nobody waits for all that the backlog has under way.
    expect(overtaken.length).toBeGreaterThan(50)
    expect(overtaken.reduce((sum, n) => sum + n, 0) / overtaken.length).toBeLessThan(LANES / 2)

    // What waits for the end of its burst has been judged after ten seconds.
    await new Promise((resume) => setTimeout(resume, 13_000))
    const raised = await server.api<WireAlarm[]>(`alarms?state=all&station=${GAUGE}`)
    expect(raised.map(({ rule, phenomenonTime }) => `${rule} ${phenomenonTime}`)).toEqual([])

    const latest = (await server.api<LatestStation[]>('latest')).find(({ station }) => station === GAUGE)
    expect(latest?.at).toBe(new Date(now).toISOString())
    expect(latest?.values).toMatchObject({ water_level: { value: 0.5 }, pm2_5: { value: 12 } })
    expect(latest?.indices['flood_level']?.value).toBe(0)

    const [row] = await server.api<WireLedger[]>(`ledger?station=${GAUGE}`)
    expect(row).toMatchObject({ received: 2 * minutes + 2, stored: 2 * minutes + 2, rejected: {}, pending: 0 })
    expect(addsUp(row!)).toBe(true)
    expect(row?.clockOffsetMs ?? 0).toBeLessThan(MINUTE)
    const read = (property: string, from: number, to: number, more = '') =>
      server.api<WireObservation[]>(`observations?station=${GAUGE}&property=${property}&from=${from}&to=${to}${more}`)
    expect(await read('water_level', start, now + 1)).toHaveLength(minutes + 1)

    // Twelve hours of the same concentration are their own NowCast.
    const past = await read('vn_aqi', floodDay + 12 * HOUR, floodDay + 20 * HOUR, '&every=1h')
    const [flood, calm] = [180, 20].map((pm2_5) => hourlyAqi({ pm2_5: Array<number>(12).fill(pm2_5) })?.value)
    expect(past.map(({ value }) => value)).toEqual(Array(8).fill(flood))
    const before = await read('vn_aqi', floodDay - 8 * HOUR, floodDay, '&every=1h')
    expect(before.map(({ value }) => value)).toEqual(Array(8).fill(calm))
  }, 240_000)
})
