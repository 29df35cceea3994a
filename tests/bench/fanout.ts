import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT, type ServerProcess } from '../server-process.js'
import { openGatewayLoad } from './gateway-load.js'
import { say, withProvince, withServer } from './measure-load.js'

const STATIONS = 10_000
const RATE = 1_000
const VIEWERS = [1, 200]
const WARMUP_S = 5

interface Seen {
  p50: number
  p99: number
  worst: number
  gaps: number
  deltasPerSecond: number
  bytesPerSecond: number
}

/**
 * `bench fanout [SECONDS [VIEWERS [RATE]]]`: 10,000 stations, 1,000 messages a second, watched by one viewer and then by
 * two hundred: how old a value is when it reaches them, what the server's processor did and whether its memory grew.
 */
export async function benchFanout(): Promise<void> {
  const seconds = Number(process.argv[3] ?? 60)
  const viewers = process.argv[4] ? [Number(process.argv[4])] : VIEWERS
  const rate = Number(process.argv[5] ?? RATE)
  await withProvince(STATIONS, async (province) => {
    for (const count of viewers)
      await withServer({ IOC_PROVINCE: province }, (server) => watched(server, { count, seconds, rate }))
  })
}

async function watched(
  server: ServerProcess,
  { count, seconds, rate }: { count: number; seconds: number; rate: number },
): Promise<void> {
  const load = await openGatewayLoad(server, rate)
  const samples: { cpu: number; memory: number }[] = []
  const sampling = setInterval(() => samples.push({ cpu: cpuSeconds(server), memory: residentMb(server) }), 1_000)
  const seen = await look(server, { count, seconds })
  clearInterval(sampling)
  // The end of it: before, the viewers took their first look.
  const watched = samples.slice(-seconds)
  const cpu = ((watched.at(-1)?.cpu ?? 0) - (watched[0]?.cpu ?? 0)) / Math.max(1, watched.length - 1)
  await load.close()
  const [first, last] = [watched.slice(0, 5), watched.slice(-5)].map((some) => mean(some.map(({ memory }) => memory)))
  const { p50, p99, worst, gaps, deltasPerSecond, bytesPerSecond } = seen
  say(`${count} viewers, ${rate} msg/s: published → viewer p50 ${p50} ms, p99 ${p99} ms, worst ${worst} ms`)
  say(`  each: ${deltasPerSecond} deltas/s, ${Math.round(bytesPerSecond / 1024)} kB/s, ${gaps} gaps in all`)
  say(`  server: ${(cpu * 100).toFixed(0)} % of a core, memory ${first} → ${last} MB`)
}

function look({ http, cookie }: ServerProcess, { count, seconds }: { count: number; seconds: number }): Promise<Seen> {
  const told = ['--http', http, '--cookie', cookie, '--viewers', String(count), '--seconds', String(seconds)]
  const script = join(ROOT, 'tests/bench/viewers.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...told, '--warmup', String(WARMUP_S)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Seen))
    child.once('exit', (code) => code && reject(new Error(`the viewers ended with ${code}`)))
  })
}

function residentMb({ process: { pid } }: ServerProcess): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return (pages * 4096) / 1024 / 1024
}

/** User and system time of the process, of clock ticks of a hundredth of a second. */
function cpuSeconds({ process: { pid } }: ServerProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length))
}
