import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server of time series that Debian ships, run by a test on a free port with a folder of its own. */
export interface SeriesServer {
  url: string
  folder: string
  /** Starts it again on the same port and folder. */
  start(): Promise<void>
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Stops it for good and removes its folder. */
  close(): Promise<void>
}

type Kind = 'influxd' | 'victoria-metrics'

/**
 * Whether the server is installed. Where it is not, says so in a way that cannot be overlooked; with
 * `IOC_REQUIRE_INFLUX=1` that is an error, so that nobody takes a test that did not run for one that passed.
 */
export function hasServer(kind: Kind): boolean {
  if (spawnSync('sh', ['-c', `command -v ${kind}`]).status === 0) return true
  const debian = kind === 'influxd' ? 'influxdb' : 'victoria-metrics'
  const lines = [`SKIPPED: ${kind} is not installed.`, `The store of InfluxDB is NOT tested: apt-get install ${debian}`]
  if (process.env['IOC_REQUIRE_INFLUX'] === '1') throw new Error(lines.join(' '))
  const width = Math.max(...lines.map((line) => line.length))
  const box = [
    `╔${'═'.repeat(width + 2)}╗`,
    ...lines.map((line) => `║ ${line.padEnd(width)} ║`),
    `╚${'═'.repeat(width + 2)}╝`,
  ]
  console.warn(`\n${box.join('\n')}\n`)
  return false
}

/** With credentials (`user:password`) it takes nothing from anybody who does not give them. */
export async function openInfluxd({ credentials }: { credentials?: string } = {}): Promise<SeriesServer> {
  const server = await openServer('influxd', '/ping', (port, folder) => {
    const file = join(folder, 'influxd.conf')
    writeFileSync(
      file,
      `reporting-disabled = true
bind-address = "127.0.0.1:0"
[meta]
dir = "${folder}/meta"
[data]
dir = "${folder}/data"
wal-dir = "${folder}/wal"
query-log-enabled = false
[monitor]
store-enabled = false
[http]
bind-address = "127.0.0.1:${port}"
log-enabled = false
auth-enabled = ${credentials !== undefined}
`,
    )
    return ['-config', file]
  })
  if (credentials !== undefined) {
    const [user = '', password = ''] = credentials.split(':')
    await influxQuery(server.url, `CREATE USER ${user} WITH PASSWORD '${password}' WITH ALL PRIVILEGES`)
  }
  await influxQuery(server.url, 'CREATE DATABASE ioc', 'ioc', credentials)
  return server
}

export function openVictoriaMetrics(): Promise<SeriesServer> {
  return openServer('victoria-metrics', '/health', (port, folder) => [
    `-httpListenAddr=127.0.0.1:${port}`,
    `-storageDataPath=${folder}/data`,
    '-retentionPeriod=100y',
    '-memory.allowedBytes=64MB',
    '-loggerLevel=ERROR',
  ])
}

/** The rows of one InfluxQL statement, as the server's own client would see them. */
export async function influxQuery(
  url: string,
  statement: string,
  database = 'ioc',
  credentials?: string,
): Promise<unknown[][]> {
  const body = new URLSearchParams({ q: statement, db: database, epoch: 'ms' })
  const headers: Record<string, string> = {}
  if (credentials) headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`
  const response = await fetch(`${url}/query`, { method: 'POST', body, headers })
  const answer = (await response.json()) as { results: { error?: string; series?: { values: unknown[][] }[] }[] }
  const [result] = answer.results
  if (result?.error) throw new Error(result.error)
  return (result?.series ?? []).flatMap(({ values }) => values)
}

async function openServer(
  kind: Kind,
  probe: string,
  argumentsFor: (port: number, folder: string) => string[],
): Promise<SeriesServer> {
  const folder = mkdtempSync(join(tmpdir(), `ioc-${kind}-`))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const args = argumentsFor(port, folder)
  let child: ChildProcess | null = null
  let exited: Promise<void> = Promise.resolve()

  async function start(): Promise<void> {
    const started = spawn(kind, args, { stdio: 'ignore' })
    let gone = false
    exited = new Promise((resolve) => {
      started.once('exit', () => {
        gone = true
        resolve()
      })
    })
    child = started
    // A run that breaks off leaves nobody behind.
    process.once('exit', () => started.kill('SIGKILL'))
    while (!(await answers(`${url}${probe}`))) {
      if (gone) throw new Error(`${kind} ended while it was starting`)
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    child?.kill(signal)
    await exited
    child = null
  }

  await start()
  return {
    url,
    folder,
    start,
    stop,
    async close() {
      await stop('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
