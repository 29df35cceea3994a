import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from '../server-process.js'
import { openDashboard } from './dashboard.js'
import { offer, row, say, towards, withProvince, withServer, type Load } from './measure-load.js'

const CONNECTIONS = [200, 2_000]
const ROUNDS = 3
const CALM_RATE = 10_000
/** As many messages are under way in all, however many connections share them. */
const UNDER_WAY = 10_000

/**
 * Durable QoS 1 ingest, everything on and a dashboard that looks at all of it, against a bare aedes that acknowledges
 * and forgets; the same generator, in turn.
 *
 * Then latency at a rate well below what the server can take, to the acknowledgement and to the dashboard.
 * `bench ingest SECONDS` measures for so long instead of ten seconds.
 */
export async function benchIngest(): Promise<void> {
  const seconds = process.argv[3] ?? '10'
  await withProvince(Math.max(...CONNECTIONS), async (province) => {
    for (const connections of CONNECTIONS) {
      const shape = ['--connections', String(connections), '--window', String(UNDER_WAY / connections)]
      const args = [...shape, '--seconds', seconds]
      const ratios: number[] = []
      for (let round = 1; round <= ROUNDS; round++) {
        const bare = await measureBare(args)
        const { load: ours } = await measureOurs(province, args)
        const ratio = ours.perSecond / bare.perSecond
        ratios.push(ratio)
        say(`${connections} connections: bare ${row(bare)}   durable ${row(ours)}   ratio ${ratio.toFixed(2)}`)
      }
      say(`${connections} connections: median ratio durable / bare ${percentile(ratios, 0.5).toFixed(2)}`)
      const { load, ages } = await measureOurs(province, [...args, '--rate', String(CALM_RATE)])
      const [p50, p99] = [percentile(ages, 0.5), percentile(ages, 0.99)]
      say(`${connections} connections, ${CALM_RATE.toLocaleString('en')} msg/s offered: acknowledged ${row(load)}`)
      say(`${connections} connections, published → dashboard: p50 ${p50} ms, p99 ${p99} ms (${ages.length} values)`)
    }
  })
}

async function measureBare(args: readonly string[]): Promise<Load> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'tests/bench/bare-broker.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  const load = await offer(['--port', port, ...args])
  child.kill()
  return load
}

async function measureOurs(province: string, args: readonly string[]): Promise<{ load: Load; ages: number[] }> {
  return withServer({ IOC_PROVINCE: province }, async (server) => {
    const dashboard = await openDashboard(server)
    const load = await offer([...towards(server), ...args])
    dashboard.close()
    if (dashboard.deltas() === 0) throw new Error('the dashboard was told nothing')
    return { load, ages: dashboard.latencies() }
  })
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * share)] ?? 0
}
