import type { MqttClient } from 'mqtt'
import { openClient } from './kill-drill.js'
import type { ServerProcess } from './server-process.js'

/** What the server has acknowledged, over all its lives. */
export interface Promised {
  /** The value of each `station/property/time`. */
  acknowledged: Map<string, number>
  /** One place that gets another value all the time. */
  correction: { at: number; acknowledged: number; next: number }
  start: number
  next: number
}

export function noPromises(now: number): Promised {
  const correction = { at: now - 3_600_000, acknowledged: 0, next: 1 }
  return { acknowledged: new Map(), correction, start: now - 1_800_000, next: 0 }
}

const STATIONS = 4
const CORRECTION_PAUSE_MS = 10

interface LoadOptions {
  promised: Promised
  /** Each station's messages in flight, and the pause after each acknowledgement. */
  lanes: number
  pauseMs: number
}

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms))

/** A stream of QoS 1 messages of four stations, and a fifth that corrects one value; notes what is acknowledged. */
export async function openSpoolLoad(
  server: ServerProcess,
  { promised, lanes, pauseMs }: LoadOptions,
): Promise<{ end(): Promise<void> }> {
  const { acknowledged, correction, start } = promised
  const ending = new AbortController()
  const stations = Object.keys(server.credentials).slice(0, STATIONS + 1)
  const clients = await Promise.all(stations.map((station) => openClient(server, station)))

  async function lane(client: MqttClient, station: string): Promise<void> {
    while (!ending.signal.aborted) {
      const at = start + promised.next++
      await send(client, station, at, { temperature: at % 60, humidity: at % 100 })
      acknowledged.set(`${station}/temperature/${at}`, at % 60)
      acknowledged.set(`${station}/humidity/${at}`, at % 100)
      await pause(pauseMs)
    }
  }

  async function correct(client: MqttClient, station: string): Promise<void> {
    while (!ending.signal.aborted) {
      const value = correction.next++
      await send(client, station, correction.at, { water_level: value })
      correction.acknowledged = value
      await pause(CORRECTION_PAUSE_MS)
    }
  }

  const work = clients.map(async (client, index) => {
    const station = stations[index] ?? ''
    client.on('error', () => undefined)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    const all =
      index === STATIONS ? [correct(client, station)] : Array.from({ length: lanes }, () => lane(client, station))
    await Promise.race([Promise.all(all), closed]).catch(() => undefined)
  })

  return {
    async end() {
      ending.abort()
      await Promise.all(work)
      await Promise.all(clients.map((client) => client.endAsync(true)))
    },
  }
}

async function send(client: MqttClient, station: string, at: number, values: Record<string, number>): Promise<void> {
  await client.publishAsync(`ioc/v1/${station}/observations`, JSON.stringify({ at, values }), { qos: 1 })
}
