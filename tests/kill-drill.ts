import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { startServer, type ServerProcess } from './server-process.js'

export interface DrillResult {
  /** QoS 1 messages that were acknowledged before the kill, over all rounds. */
  acknowledged: number
  /** Of those, what the store does not have. */
  missing: string[]
  rounds: number
  ledgerAddsUp: boolean
  /** The ledger's `stored` of every station against the rows that can be read. */
  storedMatchesRows: boolean
}

const STATIONS = 4

/**
 * Kills the server with SIGKILL in the middle of a stream of QoS 1 messages, again and again on the same data folder,
 * and asks it afterwards for every observation that it had acknowledged.
 */
export async function killDrill(rounds: number): Promise<DrillResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-kill-'))
  const acknowledged = new Map<string, number>()
  const start = Date.now() - 600_000
  let n = 0

  async function stream(client: MqttClient, station: string, until: { killed: boolean }): Promise<void> {
    // Forty messages in flight at any time, as a logger that empties its memory.
    const lane = async () => {
      while (!until.killed) {
        const at = start + n++
        const payload = JSON.stringify({ at, values: { temperature: at % 60, humidity: at % 100 } })
        try {
          await client.publishAsync(`ioc/v1/${station}/observations`, payload, { qos: 1 })
        } catch {
          return
        }
        acknowledged.set(`${station}/${at}`, at % 60)
      }
    }
    const lanes = Promise.all(Array.from({ length: 40 }, lane))
    await Promise.race([lanes, new Promise<void>((resolve) => client.once('close', () => resolve()))])
    await client.endAsync(true)
  }

  for (let round = 0; round < rounds; round++) {
    const server = await startServer({ dataDir, env: { IOC_DEVICE_RATE: '0' } })
    const until = { killed: false }
    const stations = Object.keys(server.credentials).slice(0, STATIONS)
    const clients = await Promise.all(stations.map((station) => openClient(server, station)))
    const streams = clients.map((client, index) => stream(client, stations[index] ?? '', until))
    await new Promise((resume) => setTimeout(resume, 400 + ((round * 137) % 700)))
    await server.kill()
    until.killed = true
    await Promise.all(streams)
  }

  const server = await startServer({ dataDir })
  const missing: string[] = []
  const rows = new Map<string, number>()
  for (const station of Object.keys(server.credentials).slice(0, STATIONS)) {
    const query = `station=${station}&from=${start}&to=${start + n + 1}`
    const temperatures = await server.api<{ at: string; value: number }[]>(`observations?${query}&property=temperature`)
    const humidities = await server.api<{ at: string }[]>(`observations?${query}&property=humidity`)
    rows.set(station, temperatures.length + humidities.length)
    const found = new Map(temperatures.map(({ at, value }) => [Date.parse(at), value]))
    for (const [key, value] of acknowledged) {
      const [of, at] = key.split('/')
      if (of === station && found.get(Number(at)) !== value) missing.push(key)
    }
  }
  const ledger = await server.api<LedgerRow[]>('ledger')
  await server.stop()
  return {
    acknowledged: acknowledged.size,
    missing,
    rounds,
    ledgerAddsUp: ledger.every(addsUp),
    storedMatchesRows: [...rows].every(([station, n]) => ledger.find((row) => row.station === station)?.stored === n),
  }
}

export interface LedgerRow {
  station: string
  received: number
  stored: number
  duplicate: number
  corrected: number
  rejected: Record<string, number>
  pending: number
}

export function addsUp({ received, stored, duplicate, corrected, rejected, pending }: LedgerRow): boolean {
  const refused = Object.values(rejected).reduce((sum, n) => sum + n, 0)
  return received === stored + duplicate + corrected + refused + pending
}

export async function openClient(
  server: Pick<ServerProcess, 'mqttPort' | 'credentials'>,
  station: string,
): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${server.mqttPort}`, {
    clientId: station,
    username: station,
    password: server.credentials[station] ?? '',
    reconnectPeriod: 0,
  })
  // A broken line is told by `close` and by the promises of what was under way.
  client.on('error', () => undefined)
  return client
}
