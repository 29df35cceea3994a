import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT, startServer, type ServerProcess } from '../server-process.js'

/** What a load came to: messages acknowledged a second, and how long the acknowledgements took, ms. */
export interface Load {
  perSecond: number
  p50: number
  p99: number
  sent: number
  acked: number
}

/** Writes a province of so many simulated stations into a new folder, which it answers. */
export function writeProvince(stations: number, folder: string): string {
  const sim = join(ROOT, 'simulators/dist/sim.js')
  spawnSync(process.execPath, [sim, '--stations', String(stations), '--write-province', folder], { stdio: 'inherit' })
  return folder
}

/** Makes a province of so many simulated stations; its folder is gone when `work` is done. */
export async function withProvince(stations: number, work: (province: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-bench-'))
  await work(writeProvince(stations, join(folder, 'province'))).finally(() =>
    rmSync(folder, { recursive: true, force: true }),
  )
}

/** Runs `work` against a server of its own. `IOC_BENCH_PROFILE=DIR` writes the server's CPU profile. */
export async function withServer<T>(
  env: Record<string, string>,
  work: (server: ServerProcess) => Promise<T>,
  nodeArgs: readonly string[] = [],
): Promise<T> {
  const profile = process.env['IOC_BENCH_PROFILE']
  const server = await startServer({
    env: { IOC_DEVICE_RATE: '0', IOC_LOG_LEVEL: 'info', ...env },
    nodeArgs: [...nodeArgs, ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])],
  })
  try {
    return await work(server)
  } finally {
    await server.stop()
    rmSync(server.dataDir, { recursive: true, force: true })
  }
}

/** Runs the generator in a process of its own, with the options of `load.ts`. */
export function offer(args: readonly string[]): Promise<Load> {
  const script = join(ROOT, 'tests/bench/load.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Load))
    child.once('exit', (code) => code && reject(new Error(`the generator ended with ${code}`)))
  })
}

/** The options that send a load to this server, as its simulated stations. */
export function towards({ mqttPort, dataDir }: Pick<ServerProcess, 'mqttPort' | 'dataDir'>): string[] {
  return ['--port', String(mqttPort), '--credentials', join(dataDir, 'sim-credentials.json')]
}

export function row({ perSecond, p50, p99 }: Pick<Load, 'perSecond' | 'p50' | 'p99'>): string {
  return `${perSecond.toLocaleString('en')} msg/s, p50 ${p50} ms, p99 ${p99} ms`
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
