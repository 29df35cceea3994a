import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp, type App, type AppOptions } from '@ioc/server/app'
import { toConfig } from '@ioc/server/config'
import { connectAsync, type MqttClient } from 'mqtt'
import { createManualClock } from './manual-clock.js'
import { ADMIN_PASSWORD, ROOT } from './server-process.js'
import { silentEvents } from './silent-events.js'

export interface TestApp {
  app: App
  clock: ReturnType<typeof createManualClock>
  /** Calls the API as admin. */
  api<T>(path: string, init?: { method?: string; body?: unknown }): Promise<T>
  /** A device's connection, with a secret made for it. */
  device(station: string): Promise<MqttClient>
  /** One more connection of the same device. */
  again(device: MqttClient): Promise<MqttClient>
  /** Lets the clock run, a second at a time, and what waits for it. */
  pass(seconds: number): Promise<void>
  metrics(): Promise<string>
  close(): Promise<void>
}

/** The whole server in this process, with a clock that is told to go on and what a test puts in the place of its parts. */
export async function openTestApp({
  env = {},
  dataDir,
  overrides = {},
  runs = false,
  startsAt = Date.now(),
}: {
  env?: Record<string, string>
  dataDir?: string
  overrides?: AppOptions['overrides']
  /** The clock runs by itself, as fast as the computer's. */
  runs?: boolean
  /** What its clock shows at first; left out: what the computer's does. */
  startsAt?: number
} = {}): Promise<TestApp> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'ioc-app-'))
  const ports = { IOC_HTTP_PORT: '0', IOC_MQTT_PORT: '0', IOC_ADMIN_PASSWORD: ADMIN_PASSWORD, IOC_DATA_DIR: folder }
  const clock = createManualClock(startsAt)
  const events = silentEvents()
  const config = toConfig({ ...ports, ...env }, ROOT)
  const app = await openApp({ config, clock, events, tellPassword: () => undefined, overrides })
  const http = `http://127.0.0.1:${app.httpPort}`
  const signedIn = await fetch(`${http}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: http },
    body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
  })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const clients: MqttClient[] = []
  const running = runs ? setInterval(() => clock.advance(Date.now() - clock.now()), 20) : undefined

  async function api<T>(path: string, { method = 'GET', body }: { method?: string; body?: unknown } = {}): Promise<T> {
    const headers: Record<string, string> = { cookie, origin: http }
    if (body !== undefined) headers['content-type'] = 'application/json'
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const answer = await fetch(`${http}/api/v1/${path}`, init)
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async function connect(username: string, password: string): Promise<MqttClient> {
    const address = `mqtt://127.0.0.1:${app.mqttPort}`
    const client = await connectAsync(address, { username, password, reconnectPeriod: 0 })
    client.on('error', () => undefined)
    clients.push(client)
    return client
  }

  return {
    app,
    clock,
    api,
    async device(station) {
      const { secret } = await api<{ secret: string }>(`stations/${station}/secret`, { method: 'POST' })
      return connect(station, secret)
    },
    again: ({ options }) => connect(options.username ?? '', String(options.password)),
    async pass(seconds) {
      for (let n = 0; n < seconds; n++) {
        await new Promise((resume) => setTimeout(resume, 5))
        clock.advance(1_000)
      }
      await new Promise((resume) => setTimeout(resume, 5))
    },
    metrics: () => events.metrics.metrics(),
    async close() {
      await Promise.all(clients.map((client) => client.endAsync(true)))
      await app.close()
      clearInterval(running)
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
