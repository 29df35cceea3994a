import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT, startServer } from '../server-process.js'

export interface Load {
  perSecond: number
  p50: number
  p99: number
  acked: number
}

const STATIONS = 1_000
const CONNECTIONS = 200
const ROUNDS = 3

/**
 * Durable QoS 1 ingest, everything on, against a bare aedes that acknowledges and forgets; the same generator, in turn.
 *
 * Then latency at a rate well below what the server can take. `IOC_BENCH_PROFILE=DIR` writes the server's CPU profile.
 */
export async function benchIngest(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  const province = join(folder, 'province')
  const sim = join(ROOT, 'simulators/dist/sim.js')
  spawnSync(process.execPath, [sim, '--stations', String(STATIONS), '--write-province', province], { stdio: 'inherit' })

  const ratios: number[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const bare = await measureBare()
    const ours = await measureOurs(province, [])
    ratios.push(ours.perSecond / bare.perSecond)
    say(
      `round ${round}: bare ${row(bare)}   durable ${row(ours)}   ratio ${(ours.perSecond / bare.perSecond).toFixed(2)}`,
    )
  }
  const calm = await measureOurs(province, ['--rate', '10000'])
  say(`at 10,000 messages/s offered: ${row(calm)}`)
  const median = ratios.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number
  say(`median ratio durable / bare: ${median.toFixed(2)}`)
  rmSync(folder, { recursive: true, force: true })
}

async function measureBare(): Promise<Load> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'tests/bench/bare-broker.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  const load = await offer(['--port', port])
  child.kill()
  return load
}

async function measureOurs(province: string, more: string[]): Promise<Load> {
  const profile = process.env['IOC_BENCH_PROFILE']
  const server = await startServer({
    env: { IOC_PROVINCE: province, IOC_DEVICE_RATE: '0', IOC_LOG_LEVEL: 'info' },
    nodeArgs: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
  })
  const load = await offer([
    '--port',
    String(server.mqttPort),
    '--credentials',
    join(server.dataDir, 'sim-credentials.json'),
    ...more,
  ])
  await server.stop()
  rmSync(server.dataDir, { recursive: true, force: true })
  return load
}

export function offer(args: string[]): Promise<Load> {
  const script = join(ROOT, 'tests/bench/load.ts')
  const all = ['--import', 'tsx', script, '--connections', String(CONNECTIONS), '--window', '50', ...args]
  const child = spawn(process.execPath, all, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Load))
    child.once('exit', (code) => code && reject(new Error(`the generator ended with ${code}`)))
  })
}

export function row({ perSecond, p50, p99 }: Load): string {
  return `${perSecond.toLocaleString('en')} msg/s, p50 ${p50} ms, p99 ${p99} ms`
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
