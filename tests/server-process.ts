import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const NODE_FLAGS: string[] = JSON.parse(readFileSync(join(ROOT, 'scripts/node-flags.json'), 'utf8'))
export const ADMIN_PASSWORD = 'a password for tests'

export interface ServerProcess {
  http: string
  httpPort: number
  mqttPort: number
  dataDir: string
  /** The secrets of the simulated stations. */
  credentials: Record<string, string>
  process: ChildProcess
  /** Calls the API as admin; parses JSON; throws on a status that is not 2xx. */
  api<T>(path: string, init?: { method?: string; body?: unknown }): Promise<T>
  /** The cookie of a signed-in admin. */
  cookie: string
  stop(): Promise<void>
  kill(): Promise<void>
}

export interface StartOptions {
  dataDir?: string
  env?: Record<string, string>
  httpPort?: number
  mqttPort?: number
  nodeArgs?: string[]
}

/** Starts the built server as its own process, as a province runs it, on free ports and a folder of its own. */
export async function startServer({
  dataDir,
  env,
  httpPort = 0,
  mqttPort = 0,
  nodeArgs = [],
}: StartOptions = {}): Promise<ServerProcess> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'ioc-server-'))
  const credentialsFile = join(folder, 'sim-credentials.json')
  const child = spawn(process.execPath, [...NODE_FLAGS, ...nodeArgs, join(ROOT, 'server/dist/main.js')], {
    env: {
      PATH: process.env['PATH'],
      IOC_HTTP_PORT: String(httpPort),
      IOC_MQTT_PORT: String(mqttPort),
      IOC_DATA_DIR: folder,
      IOC_ADMIN_PASSWORD: ADMIN_PASSWORD,
      IOC_SIM_CREDENTIALS: credentialsFile,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ports = await new Promise<{ http: number; mqtt: number }>((resolve, reject) => {
    const seen: string[] = []
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${seen.join('\n')}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (seen.length < 50) seen.push(line)
      if (line.includes('"msg":"ready"')) resolve(JSON.parse(line))
    })
  })
  const http = `http://127.0.0.1:${ports.http}`
  const signedIn = await fetch(`${http}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: http },
    body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
  })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }

  return {
    http,
    httpPort: ports.http,
    mqttPort: ports.mqtt,
    dataDir: folder,
    credentials: JSON.parse(readFileSync(credentialsFile, 'utf8')),
    process: child,
    cookie,
    async api<T>(path: string, { method = 'GET', body }: { method?: string; body?: unknown } = {}) {
      // A kept connection may be closed by a busy server in the moment in which it is used again.
      const headers: Record<string, string> = { cookie, origin: http, connection: 'close' }
      if (body !== undefined) headers['content-type'] = 'application/json'
      const response = await fetch(`${http}/api/v1/${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return (response.status === 204 ? undefined : await response.json()) as T
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}
