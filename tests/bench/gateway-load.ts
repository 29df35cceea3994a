import { connectAsync, type MqttClient } from 'mqtt'
import type { WireStation } from '@ioc/shared/wire'
import type { ServerProcess } from '../server-process.js'

/** Stations of one gateway: each waits for its own acknowledgements. */
const SPOKEN_FOR = 500
const TICK_MS = 10

export interface GatewayLoad {
  sent(): number
  acked(): number
  /** One message of every station, measured at that moment; done when all are acknowledged. */
  sayAll(at: number): Promise<void>
  close(): Promise<void>
}

/**
 * Values of every station in turn, at a rate, QoS 1: through gateways, since tens of thousands of connections would
 * measure the connecting. A value's time is the moment in which it is sent. One station may be left out.
 */
export async function openGatewayLoad(server: ServerProcess, rate: number, left?: string): Promise<GatewayLoad> {
  const stations = (await server.api<WireStation[]>('stations')).filter(({ id }) => id !== left)
  const clients: MqttClient[] = []
  for (let from = 0; from < stations.length; from += SPOKEN_FOR) {
    const ids = stations.slice(from, from + SPOKEN_FOR).map(({ id }) => id)
    clients.push(await openGateway(server, `bench-${from}`, ids))
  }
  const begun = performance.now()
  let [sent, acked] = [0, 0]
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) / 1_000) * rate)
    // What could not be sent in time is not made up for in a burst.
    for (sent = Math.max(sent, due - rate); sent < due; sent++) {
      const index = sent % stations.length
      const { id, properties } = stations[index] as WireStation
      const payload = JSON.stringify({ at: Date.now(), values: valuesOf(properties ?? [], sent) })
      clients[Math.floor(index / SPOKEN_FOR)]?.publish(`ioc/v1/${id}/observations`, payload, { qos: 1 }, () => acked++)
    }
  }, TICK_MS)

  return {
    sent: () => sent,
    acked: () => acked,
    async sayAll(at) {
      for (let from = 0; from < stations.length; from += SPOKEN_FOR) {
        const client = clients[from / SPOKEN_FOR]!
        const some = stations.slice(from, from + SPOKEN_FOR).map(({ id, properties }, index) => {
          const payload = JSON.stringify({ at, values: valuesOf(properties ?? [], from + index) })
          return client.publishAsync(`ioc/v1/${id}/observations`, payload, { qos: 1 })
        })
        await Promise.all(some)
      }
    },
    async close() {
      clearInterval(timer)
      await Promise.all(clients.map((client) => client.endAsync(true)))
    },
  }
}

async function openGateway(server: ServerProcess, id: string, stations: readonly string[]) {
  const topic = 'ioc/v1/+/observations'
  const body = { id, name: id, stations, topics: [topic], routes: [{ topic, codec: 'native', devices: {} }] }
  await server.api('gateways', { method: 'POST', body })
  const { secret } = await server.api<{ secret: string }>(`gateways/${id}/secret`, { method: 'POST' })
  const address = `mqtt://127.0.0.1:${server.mqttPort}`
  return connectAsync(address, { username: id, password: secret, clientId: id, reconnectPeriod: 0 })
}

/** Up to four plausible values that differ from the last ones and alarm nobody. */
function valuesOf(properties: readonly string[], turn: number): Record<string, number> {
  const wave = (turn % 97) / 100
  const values = properties.slice(0, 4).map((key) => {
    const value = (CALM[key] ?? 20) + wave * (SWING[key] ?? 1)
    return [key, Math.round(value * 10_000) / 10_000]
  })
  return Object.fromEntries(values) as Record<string, number>
}

/** How far they go, where a whole unit would alarm. */
const SWING: Record<string, number> = { power_factor: 0.04, frequency: 0.1, rain: 0 }

const CALM: Record<string, number> = {
  water_level: 0.2,
  rain: 0,
  speed: 45,
  occupancy: 12,
  frequency: 49.95,
  power_factor: 0.95,
  voltage_l1: 229,
  ph: 7,
  pressure: 1_010,
}
